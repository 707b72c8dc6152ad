import { z } from 'zod'
import { defineJob } from '../queue/define-job.ts'
import { readPages } from '../queue/read-pages.ts'
import { syncRun } from './sync-run.ts'

/**
 * A page takes seconds. A run without a checkpoint for this long is waiting in the queue, or Redis lost its job, ms.
 */
const SILENT_AFTER_MS = 20_000

/** Enqueues a job for each open run that lost its own. */
export const sweepRuns = defineJob({
  name: 'runs.sweep',
  queue: 'clock',
  payload: z.object({}),
  options: { attempts: 1, backoffMs: 1_000 },

  async run(_payload, { db, enqueue, log, now }, { signal }) {
    const before = new Date(now().getTime() - SILENT_AFTER_MS)
    let restored = 0
    for await (const page of readPages(
      (page) => db.runs.silent(before, page),
      ({ id }) => id,
      { signal },
    ))
      restored += await enqueue.restore(
        syncRun,
        page.map(({ id, shopId }) => ({ runId: id, shopId })),
      )
    if (restored > 0) log.warn({ runs: restored }, 'runs.restored')
  },
})
