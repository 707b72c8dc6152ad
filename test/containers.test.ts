import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { nodeFlags } from '@shopmirror/scripts/app-processes.ts'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

const root = dirname(import.meta.dirname)
const read = (file: string) => readFileSync(join(root, file), 'utf8')

interface Service {
  image?: string
  command?: string[]
  ports?: string[]
  volumes?: string[]
  container_name?: string
  healthcheck?: { test?: string[]; disable?: boolean }
  depends_on?: Record<string, { condition: string }>
  environment?: Record<string, string | number>
}

const compose: { services: Record<string, Service>; volumes: Record<string, unknown> } = parse(
  read('docker-compose.yml'),
  { merge: true },
)
const { postgres, redis, migrate, api, worker } = compose.services
const dockerfile = read('Dockerfile')

test('the parts of the system are the services', () => {
  expect(Object.keys(compose.services).sort()).toEqual(['api', 'migrate', 'postgres', 'redis', 'worker'])
})

test('Redis keeps what it has acknowledged and evicts nothing', () => {
  expect(redis?.command?.join(' ')).toBe(
    'redis-server --appendonly yes --appendfsync always --maxmemory-policy noeviction',
  )
})

test('databases keep their data in named volumes', () => {
  for (const service of [postgres, redis]) {
    const [name] = service?.volumes?.[0]?.split(':') ?? []
    expect(Object.keys(compose.volumes)).toContain(name)
  }
})

test('every service tells its health, except the one that ends', () => {
  const own = { postgres, redis }
  for (const service of Object.values(own)) expect(service?.healthcheck?.test?.length).toBeGreaterThan(1)
  expect(migrate?.healthcheck?.disable).toBe(true)
  // Api and worker have theirs from the image.
  for (const service of [api, worker]) expect(service?.healthcheck).toBeUndefined()
  expect(dockerfile).toMatch(/^HEALTHCHECK /m)
})

test('api and worker wait for healthy databases and a finished migration', () => {
  for (const service of [api, worker]) {
    expect(service?.depends_on).toEqual({
      postgres: { condition: 'service_healthy' },
      redis: { condition: 'service_healthy' },
      migrate: { condition: 'service_completed_successfully' },
    })
  }
})

test('there can be many workers: none takes a port or a name of its own', () => {
  expect(worker?.ports).toBeUndefined()
  expect(worker?.container_name).toBeUndefined()
})

test('no secret stands in the file: each is required from outside, with what to do', () => {
  const text = read('docker-compose.yml')
  for (const name of ['POSTGRES_PASSWORD', 'ENCRYPTION_KEYS']) {
    const uses = text.match(new RegExp(`\\$\\{${name}[^}]*\\}`, 'g')) ?? []
    expect(uses.length).toBeGreaterThan(0)
    for (const use of uses) expect(use).toMatch(/:\?.{20,}\}$/)
  }
  const given = text.replaceAll(/\$\{[^}]*\}/g, '')
  expect(given).not.toMatch(/^.*(password|secret|token|keys?)\w*:[ ]*\S.*$/im)
  expect(given).not.toMatch(/:\/\/[^\s:/@]+:[^\s@]+@/)
})

test('every program a service runs is in the image', () => {
  for (const service of [migrate, api, worker]) {
    const [program, ...args] = service?.command ?? []
    expect(program).toBe('node')
    expect(read(args.at(-1) ?? '')).not.toBe('')
  }
  expect(worker?.command).toEqual(['node', ...nodeFlags.worker, 'apps/worker/src/main.ts'])
  expect(dockerfile).toContain('CMD ["node", "apps/api/src/main.ts"]')
})

test('the image runs as an ordinary user and holds no development dependency', () => {
  const final = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '))
  expect(final).toMatch(/^USER node$/m)
  expect(final.indexOf('USER node')).toBeLessThan(final.lastIndexOf('CMD'))
  expect(dockerfile).toMatch(/pnpm install --frozen-lockfile --prod/)
})

test('the image has the built dashboard where the api looks for it, and nothing that builds it', () => {
  const final = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '))
  expect(final).toContain('COPY --from=dashboard /app/apps/dashboard/dist ./apps/dashboard/dist')
  expect(read('apps/api/src/main.ts')).toContain("'../../dashboard/dist'")
  expect(final).not.toMatch(/^COPY (apps|scripts|\.) /m)
  expect(dockerfile).toContain('RUN node scripts/build-dashboard.ts')
})

test('the image copies the manifest of every package that api, worker and dashboard stand on', () => {
  const reached = new Set<string>()
  const visit = (folder: string) => {
    if (reached.has(folder)) return
    reached.add(folder)
    const { dependencies = {} } = JSON.parse(read(`${folder}/package.json`))
    for (const name of Object.keys(dependencies)) {
      if (name.startsWith('@shopmirror/')) visit(folders.get(name) ?? name)
    }
  }
  const folders = new Map(
    globSync('{apps,packages}/*/package.json', { cwd: root }).map((file) => [
      JSON.parse(read(file)).name,
      dirname(file),
    ]),
  )
  visit('apps/api')
  visit('apps/worker')
  visit('apps/dashboard')
  const copied = [...dockerfile.matchAll(/^COPY (\S+)\/package\.json \1\/$/gm)].map(([, folder]) => folder)
  expect(copied.sort()).toEqual([...reached].sort())
})

test('nothing of this machine goes into the build', () => {
  const ignored = read('.dockerignore').split('\n')
  expect(ignored).toContain('*')
  expect(ignored).toContain('**/.env*')
  expect(ignored).toContain('**/node_modules')
})
