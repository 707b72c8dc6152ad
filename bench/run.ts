/**
 * Runs the benches, one after the other so that none disturbs another, and prints one table. Parts of names choose
 * some of them; `--rounds N` and `--seconds S` set how much each measures; `--write` also puts the figures into
 * docs/performance.md.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { nodeFlags } from '@shopmirror/scripts/app-processes.ts'
import { startServices } from '@shopmirror/scripts/services.ts'
import { describeMachine } from './machine.ts'
import { readCommandLine } from './options.ts'
import { type ReportLine, readReport } from './report.ts'
import { writePerformance } from './write-performance.ts'

const benches = [
  'ingress',
  'ingress-latency',
  'inbox',
  'visible',
  'visible-bodies',
  'mirror-writer',
  'budget',
  'bucket',
  'one-shop',
  'points',
  'bulk',
  'memory',
  'sandbox-pages',
  'live',
  'push-doors',
  'push-latency',
  'pushes-stock-shopify',
  'pushes-stock-shoprenter',
]

/** Take long, or bring programs of others: they run only when somebody names them. */
const onlyByName = ['peers', 'push-orders', 'dashboard', 'partitions', 'presses', 'scale/deliveries']

/** These do in their own process what a worker does, so they run with its flags. */
const inWorker = ['inbox', 'budget']

const { values, positionals } = readCommandLine()
const all = [...benches, ...onlyByName]
const matches = (name: string, part: string) => (all.includes(part) ? name === part : name.includes(part))
const isWanted = (name: string) =>
  positionals.length === 0 ? benches.includes(name) : positionals.some((part) => matches(name, part))
const chosen = all.filter(isWanted)
if (chosen.length === 0) throw new Error(`No bench is called ${positionals.join(' or ')}. There are: ${all.join(', ')}`)
if (values.write && chosen.length < benches.length)
  throw new Error('Figures are written of all benches or of none: leave the names away, or --write.')

const say = (line: string) => process.stdout.write(`${line}\n`)
say(describeMachine())
const services = await startServices({ dataDir: '.data/bench', log: say })
const lines: ReportLine[] = []
const broken: string[] = []
try {
  for (const name of chosen) {
    say(`\n── ${name}`)
    const { code, output } = await runBench(name)
    const found = readReport(output)
    lines.push(...found)
    if (found.length === 0) broken.push(`${name} (code ${code})`)
  }
} finally {
  await services.stop()
}

say(`\n${formatTable(lines)}`)
for (const name of broken) say(`${name} gave no figure: see its output above`)
if (values.write) await writePerformance(lines)
const missed = lines.filter((line) => line.verdict === 'MISSED')
process.exitCode = missed.length + broken.length > 0 ? 1 : 0

interface BenchEnd {
  code: number | null
  output: string
}

async function runBench(name: string): Promise<BenchEnd> {
  const flags = ['--expose-gc', ...(inWorker.includes(name) ? nodeFlags.worker : [])]
  const file = join(import.meta.dirname, `${name}.ts`)
  const child = spawn(process.execPath, [...flags, file, ...process.argv.slice(2)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, DATABASE_URL: services.databaseUrl, REDIS_URL: services.redisUrl },
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk
    process.stdout.write(chunk)
  })
  const [code] = await once(child, 'close')
  return { code, output }
}

function formatTable(rows: ReportLine[]): string {
  const width = Math.max(4, ...rows.map((row) => row.name.length))
  return rows
    .map(({ name, value, target, verdict }) => [name.padEnd(width), value.padStart(12), target.padStart(10), verdict])
    .map((cells) => cells.join('  '))
    .join('\n')
}
