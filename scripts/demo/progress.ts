import type { RunResourceView, RunView } from '../journey.ts'
import { formatCount } from './table.ts'

const BAR_WIDTH = 24
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

export interface ProgressOptions {
  /** Number of objects to read of each resource, if known. */
  expected: Readonly<Record<string, number>>
  /** Requests per second; `null` when the platform counts in another unit. */
  allowedPerSecond: number | null
  now: number
}

/** One line per resource, and one for the rate limit. */
export function formatProgress(run: RunView, options: ProgressOptions): string[] {
  return [...run.resources.map((row) => formatResource(row, options)), formatAllowance(run, options)]
}

function formatResource(row: RunResourceView, { expected, now }: ProgressOptions): string {
  const isDone = row.status === 'succeeded'
  const total = Math.max(expected[row.resource] ?? row.rows_read, 1)
  const bar = formatBar(isDone ? 1 : Math.min(row.rows_read / total, 1))
  const seconds = secondsBetween(row.started_at, row.finished_at, now)
  const rate = seconds > 0 ? Math.round(row.rows_read / seconds) : 0
  const cells = [
    `${formatCount(row.rows_read)} rows`.padStart(11),
    `${formatCount(row.pages)} pages`.padStart(9),
    `${formatCount(rate)} rows/s`.padStart(14),
    `${formatCount(row.requests)} requests`.padStart(13),
  ]
  return `${row.resource.padEnd(11)}${bar}${cells.join('')}${isDone ? ' ✓' : '  '}`
}

/** Used share of the shop's rate limit since the start of the run. */
function formatAllowance(run: RunView, { allowedPerSecond, now }: ProgressOptions): string {
  const seconds = secondsBetween(run.started_at, null, now)
  const perSecond = seconds > 0 ? run.requests / seconds : 0
  const rate = `${'rate limit'.padEnd(11)}${perSecond.toFixed(1)}`
  if (allowedPerSecond === null) return `${rate} requests/s, ${run.throttled} refused`
  const used = Math.min(100, Math.round((100 * perSecond) / allowedPerSecond))
  return `${rate} of ${allowedPerSecond} requests/s used (${used} %), ${run.throttled} refused`
}

function formatBar(share: number): string {
  const eighths = Math.floor(share * BAR_WIDTH * 8)
  const full = '█'.repeat(Math.floor(eighths / 8))
  return (full + (EIGHTHS[eighths % 8] ?? '')).padEnd(BAR_WIDTH, '░')
}

function secondsBetween(from: string | null, to: string | null, now: number): number {
  if (!from) return 0
  return ((to ? Date.parse(to) : now) - Date.parse(from)) / 1_000
}
