import { until } from '@shopmirror/test/until.ts'
import type { Target } from './kill-cases.ts'

/** Resolves when the run has written this many pages of the resource. */
export async function untilPages({ system, runId }: Target, resource: string, count: number): Promise<void> {
  const isReached = async () => {
    const [row] = await system.sql`
      select pages from sync_run_resources where run_id = ${runId} and resource = ${resource}`
    return (row?.pages ?? 0) >= count
  }
  await until(isReached, { timeoutMs: 60_000, intervalMs: 2 })
}
