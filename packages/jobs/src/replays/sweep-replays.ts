import { z } from 'zod'
import { defineJob } from '../queue/define-job.ts'
import { readPages } from '../queue/read-pages.ts'
import { runReplay } from './run-replay.ts'

/** Enqueues a job for each part of a running replay that lost its own. */
export const sweepReplays = defineJob({
  name: 'replays.sweep',
  queue: 'clock',
  payload: z.object({}),
  options: { attempts: 1, backoffMs: 1_000 },

  async run(_payload, { db, enqueue, log }, { signal }) {
    let restored = 0
    for await (const page of readPages(db.replays.open, ({ key }) => key, { signal }))
      restored += await enqueue.restore(
        runReplay,
        page.map(({ replayId, shopId }) => ({ replayId, shopId })),
      )
    if (restored > 0) log.warn({ parts: restored }, 'replays.restored')
  },
})
