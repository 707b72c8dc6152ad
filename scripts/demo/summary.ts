import { request } from 'undici'
import type { AppServer } from '../app-processes.ts'
import type { Stage } from './stage.ts'
import { formatCount, formatSeconds, formatTable } from './table.ts'

export interface SummaryOptions {
  rows: Readonly<Record<string, number>>
  workers: readonly AppServer[]
  tookMs: number
}

export async function showSummary({ screen, sandbox, domain }: Stage, options: SummaryOptions): Promise<void> {
  screen.title('In numbers')
  const tables = formatTable(['table', 'rows'], Object.entries(options.rows))
  for (const line of tables) screen.line(line)
  const waits = await Promise.all(options.workers.map(waitedSeconds))
  const { requests, throttled, tokenCalls } = sandbox.stats
  screen.line('')
  screen.line(`requests to the shop  ${formatCount(requests[domain] ?? 0)}, for tokens ${tokenCalls}`)
  screen.line(`answered 429          ${throttled}`)
  screen.line(`waited for allowance  ${formatSeconds(waits.reduce((sum, seconds) => sum + seconds, 0) * 1_000)}`)
  screen.line(`total time            ${formatSeconds(options.tookMs)}`)
}

/** From the worker's own metrics. */
async function waitedSeconds({ url }: AppServer): Promise<number> {
  const { body } = await request(`${url}/metrics`)
  const sums = (await body.text()).matchAll(/^shopmirror_budget_wait_seconds_sum\S* (\S+)$/gm)
  return [...sums].reduce((total, [, seconds]) => total + Number(seconds), 0)
}
