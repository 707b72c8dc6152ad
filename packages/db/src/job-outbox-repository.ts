import { and, asc, inArray, lte, sql } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { jobOutbox } from './schema/index.ts'

/** How long a process that wrote or took a row has to send its job to Redis before another process may take it, ms. */
const LEASE_MS = 20_000

/** A job to be sent to Redis after the commit. */
export interface NewOutboxJob {
  queue: string
  name: string
  payload: unknown
  /** BullMQ's job options. */
  options: unknown
}

/** A job as stored in `job_outbox`. */
export interface OutboxJob extends NewOutboxJob {
  id: number
}

/** The transactional outbox: jobs that are stored with the change they follow from, until Redis has them. */
export const jobOutboxRepository = ({ db, now }: Connection) => {
  const leasedUntil = () => new Date(now().getTime() + LEASE_MS)

  return {
    /**
     * Call it in the transaction of the change that needs the job. The row is leased to the caller, who enqueues it
     * after the commit.
     */
    async add(job: NewOutboxJob): Promise<OutboxJob> {
      const [row] = await db
        .insert(jobOutbox)
        .values({ ...job, availableAt: leasedUntil() })
        .returning({ id: jobOutbox.id })
      if (!row) throw new Error(`The outbox did not return the id of ${job.name}.`)
      return { ...job, id: row.id }
    },

    /**
     * Leases rows that no other process has leased, oldest first. Only rows of `queues`, because a newer release may
     * have others.
     */
    async take(queues: readonly string[], limit: number): Promise<OutboxJob[]> {
      const available = db.$with('available').as(
        db
          .select({ id: jobOutbox.id })
          .from(jobOutbox)
          .where(and(lte(jobOutbox.availableAt, now()), inArray(jobOutbox.queue, [...queues])))
          .orderBy(asc(jobOutbox.id))
          .limit(limit)
          .for('update', { skipLocked: true }),
      )
      const { id, queue, name, payload, options } = jobOutbox
      const taken = await db
        .with(available)
        .update(jobOutbox)
        .set({ availableAt: leasedUntil(), attempts: sql`${jobOutbox.attempts} + 1` })
        .where(inArray(jobOutbox.id, db.select({ id: available.id }).from(available)))
        .returning({ id, queue, name, payload, options })
      return taken.sort((a, b) => a.id - b.id)
    },

    /** Deletes rows whose jobs are in the queue. */
    async remove(ids: readonly number[]) {
      if (ids.length > 0) await db.delete(jobOutbox).where(inArray(jobOutbox.id, [...ids]))
    },

    /** The rows stay leased, so the next attempt is made when the lease expires. */
    async recordError(ids: readonly number[], error: string) {
      if (ids.length > 0)
        await db
          .update(jobOutbox)
          .set({ lastError: error })
          .where(inArray(jobOutbox.id, [...ids]))
    },
  }
}
