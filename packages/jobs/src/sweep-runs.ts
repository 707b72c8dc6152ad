import { z } from 'zod'
import { defineJob } from './define-job.ts'
import { readPages } from './queue/read-pages.ts'
import { syncRun } from './sync-run.ts'

/** A page takes seconds; a run this long without a checkpoint waits in the queue, or has lost its job with a Redis. */
const SILENT_AFTER_MS = 10 * 60_000

/** Gives open runs their job back. One that still has it loses nothing: a second waiting job is the same job. */
export const sweepRuns = defineJob({
  name: 'runs.sweep',
  queue: 'clock',
  payload: z.object({}),
  options: { attempts: 1, backoffMs: 1_000 },

  async run(_payload, { db, enqueue, now }, { signal }) {
    const before = new Date(now().getTime() - SILENT_AFTER_MS)
    for await (const page of readPages(
      (page) => db.runs.silent(before, page),
      ({ id }) => id,
      { signal },
    ))
      await enqueue.many(
        syncRun,
        page.map(({ id, shopId }) => ({ runId: id, shopId })),
      )
  },
})
