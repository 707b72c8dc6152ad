import type { OutboxJob, Repositories } from '@shopmirror/db'
import type { z } from 'zod'
import type { JobContext } from '../context.ts'
import type { Job } from './define-job.ts'
import { type EnqueueOptions, toEntry } from './enqueue.ts'

/** A Redis that takes longer counts as down, ms. Short, because API requests wait for it. */
const SEND_TIMEOUT_MS = 2_000

/** What a transaction with an outbox needs. */
export type OutboxDeps = Pick<JobContext, 'db' | 'enqueue' | 'log'>

/** Stores the job in the transaction; it reaches its queue after the commit. */
export type EnqueueAfterCommit = <Payload extends z.ZodType>(
  job: Job<Payload>,
  payload: z.input<Payload>,
  options?: EnqueueOptions,
) => Promise<void>

/**
 * Runs `work` in a transaction. Jobs it enqueues are rows of the outbox, committed or rolled back with its changes, and
 * go to Redis right after the commit. If Redis is down or this process dies before that, `job-outbox.drain` sends them,
 * so a job can be added twice. Throws what `work` throws, never because of Redis. `deps.db` must not be a transaction
 * itself: the jobs would start before it commits.
 */
export async function withOutbox<T>(
  deps: OutboxDeps,
  work: (tx: Repositories, enqueue: EnqueueAfterCommit) => Promise<T>,
): Promise<T> {
  const written: OutboxJob[] = []
  const result = await deps.db.transaction((tx) =>
    work(tx, async (job, payload, options) => {
      written.push(await tx.jobOutbox.add(toEntry(job, payload, options)))
    }),
  )
  await sendJobs(written, deps)
  return result
}

/** Enqueues leased rows of the outbox. Never throws: a row that fails is taken again when its lease expires. */
export async function sendJobs(rows: readonly OutboxJob[], { db, enqueue, log }: OutboxDeps): Promise<void> {
  const tried = await Promise.all(rows.map(async (row) => ({ row, error: await errorOf(inTime(enqueue.add(row))) })))
  try {
    for (const [error, group] of Map.groupBy(tried, ({ error }) => error)) {
      const ids = group.map(({ row }) => row.id)
      if (error === null) {
        await db.jobOutbox.remove(ids)
        continue
      }
      log.warn({ error, jobs: group.map(({ row }) => row.name) }, 'outbox.deferred')
      await db.jobOutbox.recordError(ids, error)
    }
  } catch (error) {
    log.warn({ err: error, jobs: rows.length }, 'outbox.not_cleared')
  }
}

/**
 * Enqueues a job that a sweep starts anyway, because what it is about is committed. Never throws: without Redis the
 * sweep is what starts it.
 */
export async function enqueueSwept<Payload extends z.ZodType>(
  { enqueue, log }: Pick<OutboxDeps, 'enqueue' | 'log'>,
  job: Job<Payload>,
  payload: z.input<Payload>,
): Promise<void> {
  const error = await errorOf(inTime(enqueue(job, payload)))
  if (error !== null) log.warn({ error, job: job.name }, 'enqueue.left_to_sweep')
}

/** The error message; `null` on success. */
function errorOf(work: Promise<void>): Promise<string | null> {
  return work.then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
}

async function inTime(sending: Promise<void>): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => reject(new Error(`Redis did not answer within ${SEND_TIMEOUT_MS} ms.`)),
    SEND_TIMEOUT_MS,
  )
  await Promise.race([sending, late]).finally(() => clearTimeout(timer))
}
