import { findFirstRun, type RunView, waitForRun } from '@shopmirror/scripts/journey.ts'
import { until } from '@shopmirror/test/until.ts'
import { beforeAll, expect } from 'vitest'
import type { KillCases, Target } from './kill-cases.ts'

const KILLS = 3
/** What is under way when a worker dies: a page and the one ahead, each with its histories, and looks at the clock. */
const REPEATED_AT_MOST = 8
const CALM = 'nyugodt-bolt'

/** Requests and pages of an undisturbed full sync of such a shop. */
let undisturbed: { requests: number; pages: number[] }
/** Requests before the disturbed run. */
let begun: number
const requestsOf = ({ system }: Target, domain: string) => system.sandbox.stats.requests[domain] ?? 0
const pagesOf = (run: RunView) => run.resources.map((row) => row.pages)

export const shoprenterKill: KillCases = {
  platform: 'shoprenter',
  sandbox: { products: 900, customers: 500, orders: 1_500 },
  env: { SHOPRENTER_REQUESTS_PER_SECOND: '25' },

  beforeInstall(target) {
    beforeAll(async () => {
      const runId = await findFirstRun(target.system, await target.system.connect(CALM))
      const before = requestsOf(target, CALM)
      const run = await waitForRun(target.system, runId)
      undisturbed = { requests: requestsOf(target, CALM) - before, pages: pagesOf(run) }
    })
  },

  moments(target) {
    begun = requestsOf(target, target.domain)
    const isReached = (point: number) => () => requestsOf(target, target.domain) - begun >= point
    return pointsOf(1).map((point) => () => until(isReached(point), { timeoutMs: 30_000, intervalMs: 2 }))
  },

  async checkRun(target) {
    const run = await waitForRun(target.system, target.runId)
    // A page is counted with its rows or not at all, and none was begun again from zero.
    expect(pagesOf(run)).toEqual(undisturbed.pages)
    const requests = requestsOf(target, target.domain) - begun
    expect(requests).toBeLessThanOrEqual(undisturbed.requests + KILLS * REPEATED_AT_MOST)
    const inserted = run.resources.reduce((sum, row) => sum + row.inserted, 0)
    expect(inserted).toBe(await countRows(target))
  },
}

/** The same points for the same seed, spread over the whole run. */
function pointsOf(seed: number): number[] {
  const random = (index: number) => Math.abs(Math.sin(seed * 97 + index * 13)) % 1
  const step = undisturbed.requests / (KILLS + 1)
  return Array.from({ length: KILLS }, (_, index) => Math.floor(step * (index + 0.5 + random(index))))
}

async function countRows({ system: { sql }, shopId }: Target): Promise<number> {
  const [row] = await sql`
    select (select count(*) from categories where shop_id = ${shopId}) + (select count(*) from products where shop_id = ${shopId})
      + (select count(*) from product_variants where shop_id = ${shopId}) + (select count(*) from customers where shop_id = ${shopId})
      + (select count(*) from orders where shop_id = ${shopId}) + (select count(*) from order_lines where shop_id = ${shopId}) as rows`
  return Number(row?.rows)
}
