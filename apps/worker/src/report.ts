import { isMissingKey, type JobContext } from '@shopmirror/jobs'
import type { Decision } from './settle.ts'
import type { Work } from './work.ts'

interface Outcome {
  decision: Decision
  /** Value of `performance.now()` at the start, ms. */
  startedAt: number
  context: JobContext
  error?: unknown
}

/**
 * One log line and one measurement per attempt. Delays and jobs of the clock are logged at level debug, because they
 * are frequent.
 */
export function report({ queued, shopId }: Work, { decision, startedAt, context, error }: Outcome): void {
  const durationMs = Math.round(performance.now() - startedAt)
  context.metrics.jobSettled(queued.name, decision, durationMs)
  const line = {
    job: queued.name,
    id: queued.id,
    ...(shopId !== undefined && { shop: shopId }),
    attempt: queued.attemptsMade + 1,
    durationMs,
    decision,
    ...(error !== undefined && { err: error }),
  }
  const level = isMissingKey(error) ? 'error' : levelOf(decision, queued.queueName)
  context.log[level](line, 'job.settled')
}

function levelOf(decision: Decision, queueName: string): 'debug' | 'info' | 'warn' | 'error' {
  if (decision === 'given_up') return 'error'
  if (decision === 'retried') return 'warn'
  return decision === 'delayed' || queueName === 'clock' ? 'debug' : 'info'
}
