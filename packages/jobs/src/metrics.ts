import { Counter, Histogram, type Registry } from 'prom-client'

interface RowCounts {
  inserted: number
  updated: number
  unchanged: number
  stale: number
  deleted: number
  quarantined?: readonly unknown[]
}

/** Metrics of jobs. Labels are platforms, names and outcomes, never shops, so that the number of series is bounded. */
export interface JobMetrics {
  deliveries(outcome: string, count: number): void
  /** From the arrival of an event until its object is in the mirror; `way`: its body had the object, or it was read. */
  eventVisible(platform: string, way: 'body' | 'read', ms: number): void
  runFinished(type: string, result: string): void
  rowsWritten(platform: string, counts: RowCounts): void
  shopCall(platform: string, outcome: string): void
  budgetWait(platform: string, waitMs: number): void
  tokenRefresh(platform: string, outcome: string): void
  webhookProblem(platform: string, problem: string): void
  /** Pushes by what became of them after an attempt. */
  pushes(platform: string, kind: string, status: string): void
  jobSettled(job: string, decision: string, durationMs: number): void
}

const SECONDS_BUCKETS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

/** Registers all metrics of jobs. Throws when they are already registered. */
export function createJobMetrics(registry: Registry): JobMetrics {
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name: `shopmirror_${name}`, help, labelNames, registers: [registry] })
  const seconds = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Histogram({ name: `shopmirror_${name}`, help, labelNames, buckets: SECONDS_BUCKETS, registers: [registry] })

  const deliveries = counter('deliveries_total', 'Webhook deliveries by outcome.', ['outcome'])
  const visible = seconds('event_visible_seconds', 'Time from the arrival of an event until its row is written.', [
    'platform',
    'way',
  ])
  const runs = counter('sync_runs_total', 'Finished sync runs.', ['type', 'result'])
  const rows = counter('mirror_rows_total', 'Mirror rows by the outcome of the write.', ['platform', 'outcome'])
  const calls = counter('shop_calls_total', 'Calls to shops; throttled is a 429.', ['platform', 'outcome'])
  const waits = seconds('budget_wait_seconds', "Time that calls waited for their shop's rate limit.", ['platform'])
  const refreshes = counter('token_refreshes_total', 'Token requests by outcome.', ['platform', 'outcome'])
  const problems = counter('webhook_problems_total', 'Wrong webhook subscriptions, and silent topics.', [
    'platform',
    'problem',
  ])
  const pushes = counter('pushes_total', 'Attempts of pushes, by the status that followed.', [
    'platform',
    'kind',
    'status',
  ])
  const settled = seconds('job_duration_seconds', 'Duration of jobs by decision.', ['job', 'decision'])

  return {
    deliveries: (outcome, count) => count > 0 && deliveries.inc({ outcome }, count),
    eventVisible: (platform, way, ms) => visible.observe({ platform, way }, Math.max(0, ms) / 1_000),
    runFinished: (type, result) => runs.inc({ type, result }),
    rowsWritten(platform, counts) {
      for (const outcome of ['inserted', 'updated', 'unchanged', 'stale', 'deleted'] as const)
        rows.inc({ platform, outcome }, counts[outcome])
      rows.inc({ platform, outcome: 'quarantined' }, counts.quarantined?.length ?? 0)
    },
    shopCall: (platform, outcome) => calls.inc({ platform, outcome }),
    budgetWait: (platform, waitMs) => waits.observe({ platform }, waitMs / 1_000),
    tokenRefresh: (platform, outcome) => refreshes.inc({ platform, outcome }),
    pushes: (platform, kind, status) => pushes.inc({ platform, kind, status }),
    webhookProblem: (platform, problem) => problems.inc({ platform, problem }),
    jobSettled: (job, decision, durationMs) => settled.observe({ job, decision }, durationMs / 1_000),
  }
}
