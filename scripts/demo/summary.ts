import { request } from 'undici'
import type { AppServer } from '../app-processes.ts'
import type { Stage } from './stage.ts'
import { formatCount, formatSeconds, formatTable } from './table.ts'

export interface SummaryOptions {
  rows: Readonly<Record<string, number>>
  workers: readonly AppServer[]
  before: Meters
  tookMs: number
}

/** Cumulative counters. */
interface Meters {
  requests: number
  throttled: number
  tokenCalls: number
  waitedSeconds: number
}

export async function readMeters(
  { sandbox: { stats }, domain }: Pick<Stage, 'sandbox' | 'domain'>,
  workers: readonly AppServer[],
): Promise<Meters> {
  const waits = await Promise.all(workers.map(waitedSeconds))
  const { requests, throttled, tokenCalls } = stats
  const waited = waits.reduce((sum, seconds) => sum + seconds, 0)
  return { requests: requests[domain] ?? 0, throttled, tokenCalls, waitedSeconds: waited }
}

export async function showSummary(stage: Stage, { rows, workers, before, tookMs }: SummaryOptions): Promise<void> {
  const { screen } = stage
  screen.title('In numbers')
  const tables = formatTable(['table', 'rows'], Object.entries(rows))
  for (const line of tables) screen.line(line)
  const now = await readMeters(stage, workers)
  const since = (name: keyof Meters) => now[name] - before[name]
  screen.line('')
  screen.line(`requests to the shop  ${formatCount(since('requests'))}, for tokens ${since('tokenCalls')}`)
  screen.line(`rate limited (429)    ${since('throttled')} times`)
  screen.line(`waited for rate limit ${formatSeconds(since('waitedSeconds') * 1_000)}`)
  screen.line(`total time            ${formatSeconds(tookMs)}`)
}

/** From the worker's own metrics. */
async function waitedSeconds({ url }: AppServer): Promise<number> {
  const { body } = await request(`${url}/metrics`)
  const sums = (await body.text()).matchAll(/^shopmirror_budget_wait_seconds_sum\S* (\S+)$/gm)
  return [...sums].reduce((total, [, seconds]) => total + Number(seconds), 0)
}
