import { z } from 'zod'
import { defineJob } from './define-job.ts'
import { queueNames } from './queue-names.ts'
import { sendJobs } from './with-outbox.ts'

const ROWS_AT_ONCE = 100

/**
 * Enqueues jobs that were committed and did not reach Redis, because it was down or the process died. Safe to run
 * concurrently.
 */
export const drainJobOutbox = defineJob({
  name: 'job-outbox.drain',
  queue: 'clock',
  payload: z.object({}),
  options: { attempts: 1, backoffMs: 1_000 },

  async run(_payload, context, { signal }) {
    while (!signal.aborted) {
      const rows = await context.db.jobOutbox.take(queueNames, ROWS_AT_ONCE)
      await sendJobs(rows, context)
      if (rows.length < ROWS_AT_ONCE) return
    }
  },
})
