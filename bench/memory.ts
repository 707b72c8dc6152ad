/**
 * Memory of a worker that reads a very large shop: a full sync of a million orders (`--orders N`), its platform's
 * allowance lifted so that it takes minutes and not days. Flat means: at its end as at its begin.
 */
import { randomBytes } from 'node:crypto'
import { until } from '@shopmirror/test/until.ts'
import { request } from 'undici'
import { readCommandLine } from './options.ts'
import { report } from './report.ts'
import { startRig } from './rig.ts'

const SAMPLE_EVERY_MS = 1_000
const PROGRESS_EVERY_MS = 30_000
const TIMEOUT_MS = 4 * 3_600_000
const PER_SECOND = 100

const orders = Number(readCommandLine().values.orders ?? 1_000_000)
const domain = `bench-${randomBytes(4).toString('hex')}`
const rig = await startRig({
  sandbox: {
    products: 100,
    customers: 0,
    categories: 0,
    orders,
    shops: [domain],
    shoprenter: { requestsPerSecond: PER_SECOND * 10 },
  },
  env: { SHOPRENTER_REQUESTS_PER_SECOND: String(PER_SECOND) },
})
const samples: { rows: number; residentMb: number }[] = []
try {
  const { runId } = await rig.connect(domain)
  const startedAt = Date.now()
  let toldAt = startedAt
  await until(
    async () => {
      const run = await progressOf(runId)
      samples.push({ rows: run.rows, residentMb: await residentMb() })
      if (Date.now() - toldAt >= PROGRESS_EVERY_MS) tell(run.rows)
      return run.finished
    },
    { timeoutMs: TIMEOUT_MS, intervalMs: SAMPLE_EVERY_MS, message: 'the end of the run' },
  )
  const seconds = (Date.now() - startedAt) / 1_000
  const { rows } = await progressOf(runId)
  const first = typicalOf(samples.filter((sample) => sample.rows > 0 && sample.rows <= rows / 10))
  const last = typicalOf(samples.filter((sample) => sample.rows >= (rows * 9) / 10))
  report([
    { name: 'memory: orders read', value: rows },
    { name: 'memory: orders a second', value: rows / seconds },
    { name: 'memory: in the first tenth', value: first, unit: 'MB' },
    { name: 'memory: in the last tenth', value: last, unit: 'MB' },
    { name: 'memory: at most', value: Math.max(...samples.map((sample) => sample.residentMb)), unit: 'MB' },
    { name: 'memory: last tenth ÷ first tenth', value: last / first, target: { atMost: 1.1 } },
  ])

  function tell(rows: number): void {
    toldAt = Date.now()
    const done = `${rows.toLocaleString('en')} of ${orders.toLocaleString('en')} orders`
    process.stdout.write(`${done}, ${Math.round(samples.at(-1)?.residentMb ?? 0)} MB\n`)
  }
} finally {
  await rig.stop()
}

interface Progress {
  rows: number
  finished: boolean
}

async function progressOf(runId: string): Promise<Progress> {
  const [run] = await rig.sql<(Progress & { status: string; error: string | null })[]>`
    select r.status, r.error, r.finished_at is not null as finished, o.rows_read as rows
    from sync_runs r join sync_run_resources o on o.run_id = r.id and o.resource = 'orders' where r.id = ${runId}`
  if (!run) throw new Error(`There is no run ${runId}.`)
  if (run.finished && run.status !== 'succeeded') throw new Error(`The run ended as ${run.status}: ${run.error}`)
  return run
}

async function residentMb(): Promise<number> {
  const { body } = await request(`${rig.worker.url}/metrics`)
  const bytes = /^process_resident_memory_bytes (\S+)$/m.exec(await body.text())?.[1]
  return Number(bytes) / 2 ** 20
}

/** The median: garbage comes and goes between two samples. */
function typicalOf(part: typeof samples): number {
  const sorted = part.map((sample) => sample.residentMb).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
