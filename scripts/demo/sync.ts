import { findFirstRun, type RunView, type SyncRequest, startSync, waitForRun } from '../journey.ts'
import { formatProgress } from './progress.ts'
import type { Stage } from './stage.ts'
import { formatCount, formatSeconds } from './table.ts'

/** The full sync that every install starts with. */
export async function showFirstSync(stage: Stage, shopId: string): Promise<void> {
  stage.screen.title("Full sync, within the shop's rate limit")
  await watch(stage, await findFirstRun(stage, shopId), sizesOf(stage))
}

/** Reads what changed since the last run. */
export async function showIncremental(stage: Stage, shopId: string): Promise<void> {
  const request: SyncRequest = { type: 'incremental', resources: ['products', 'customers'] }
  await watch(stage, await startSync(stage, shopId, request), {})
}

/** Reads everything again, because no filter lists what was deleted. */
export async function showFullSync(stage: Stage, shopId: string): Promise<void> {
  await watch(stage, await startSync(stage, shopId, { type: 'full' }), sizesOf(stage))
}

function sizesOf({ shop }: Stage): Record<string, number> {
  const { categories, products, customers, orders } = shop
  return {
    categories: categories.ids().length,
    products: products.ids().length,
    customers: customers.ids().length,
    orders: orders.ids().length,
  }
}

async function watch(stage: Stage, runId: string, expected: Record<string, number>): Promise<void> {
  const { screen, allowedPerSecond } = stage
  const startedAt = Date.now()
  const live = screen.live()
  const draw = (run: RunView) => formatProgress(run, { expected, allowedPerSecond, now: Date.now() })
  const run = await waitForRun(stage, runId, (state) => live.draw(draw(state)))
  live.end(draw(run))
  screen.line(`${screen.good('✓')} ${describeOutcome(run)} in ${formatSeconds(Date.now() - startedAt)}`)
}

function describeOutcome({ resources }: RunView): string {
  const sum = (name: 'inserted' | 'updated' | 'unchanged' | 'deleted') =>
    resources.reduce((total, row) => total + row[name], 0)
  const counts = (['inserted', 'updated', 'unchanged', 'deleted'] as const).map((name) => [name, sum(name)] as const)
  return counts
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${formatCount(count)} ${name}`)
    .join(', ')
}
