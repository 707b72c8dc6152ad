// npm run check: static checks. Steps whose inputs did not change come from turbo's cache.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { generateDashboardClient } from './dashboard-build.ts'
import { root } from './paths.ts'
import { onShutdown } from './shutdown.ts'

const steps = {
  format: 'format and lint',
  types: 'types',
  unused: 'unused code',
  layers: 'layers, .env.example and paths in docs',
  texts: 'texts of the dashboard',
  size: 'size of the dashboard',
}
const turbo = createRequire(import.meta.url).resolve('turbo/bin/turbo')

onShutdown(async () => undefined)
// Types and unused code are those of the dashboard, too, and its client is generated.
await generateDashboardClient()
const results = await Promise.all(Object.entries(steps).map(([step, title]) => check(step, title)))
process.exit(results.every(Boolean) ? 0 : 1)

async function check(step: string, title: string): Promise<boolean> {
  const startedAt = Date.now()
  const { code, output } = await runTurbo(step)
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
  const cached = output.includes('FULL TURBO') ? ', unchanged' : ''
  process.stdout.write(
    `${code === 0 ? '✓' : '✗'} ${title} (${seconds} s${cached})\n${code === 0 ? '' : `${wordsOf(output)}\n`}`,
  )
  return code === 0
}

/** The output of the step without turbo's own lines. */
function wordsOf(output: string): string {
  const said = /\n\$ [^\n]*\n([\s\S]*?)\n[^\n]*(?:ELIFECYCLE|ERROR)/.exec(output)?.[1]
  return said ?? output
}

function runTurbo(step: string): Promise<{ code: number | null; output: string }> {
  const quiet = ['--output-logs=errors-only', '--log-prefix=none', '--log-order=grouped', '--ui=stream']
  const child = spawn(process.execPath, [turbo, 'run', `check:${step}`, ...quiet], {
    cwd: root,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', FORCE_COLOR: '0' },
  })
  let output = ''
  const collect = (chunk: Buffer) => {
    output += chunk
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output }))
  })
}
