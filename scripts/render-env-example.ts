import { ApiConfig } from '@shopmirror/api'
import { listSettings, type Setting } from '@shopmirror/config'
import { modules } from '@shopmirror/platforms'
import { WorkerConfig } from '@shopmirror/worker'

interface Section {
  title: string
  settings: Setting[]
}

/** Content of `.env.example`: every setting once, grouped by the part that reads it. */
export function renderEnvExample(): string {
  const head = [
    '# Every setting of Shopmirror. Copy to .env and fill in what you need; npm start works without any.',
    '# Written from the settings’ schemas by `npm run env-example`.',
  ]
  return `${[head.join('\n'), ...listSections().map(renderSection)].join('\n\n')}\n`
}

/** Settings that only docker-compose.yml reads. */
const compose: Setting[] = [
  {
    name: 'POSTGRES_PASSWORD',
    description: 'password of the database that docker compose runs, letters and digits only',
    secret: true,
    required: false,
  },
  {
    name: 'API_PORT',
    description: 'port of this machine on which docker compose offers the api',
    secret: false,
    default: '3000',
    required: false,
  },
]

function listSections(): Section[] {
  const api = listSettings(ApiConfig)
  const worker = listSettings(WorkerConfig)
  const names = (settings: Setting[]) => new Set(settings.map(({ name }) => name))
  const [ofApi, ofWorker] = [names(api), names(worker)]
  return [
    { title: 'api and worker', settings: api.filter(({ name }) => ofWorker.has(name)) },
    { title: 'api', settings: api.filter(({ name }) => !ofWorker.has(name)) },
    { title: 'worker', settings: worker.filter(({ name }) => !ofApi.has(name)) },
    { title: 'docker compose', settings: compose },
    ...modules.map(({ id, settings }) => ({ title: `platform: ${id}`, settings: listSettings(settings) })),
  ]
}

function renderSection({ title, settings }: Section): string {
  return [`# ── ${title} ──`, ...settings.map(renderSetting)].join('\n\n')
}

/** Optional settings are commented out, so that a copied file changes nothing. */
function renderSetting({ name, description, secret, default: fallback, example, required }: Setting): string {
  const notes = [required && 'required', secret && 'secret', example && `for example ${example}`].filter(Boolean)
  const comment = `# ${capitalize(description)}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}`
  return `${comment}\n${required ? '' : '# '}${name}=${fallback ?? ''}`
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
