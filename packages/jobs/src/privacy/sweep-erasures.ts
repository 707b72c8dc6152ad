import { z } from 'zod'
import { defineJob } from '../queue/define-job.ts'
import { readPages } from '../queue/read-pages.ts'
import { eraseShop } from './erase-shop.ts'

/** Starts the erasures whose grace period is over, and continues unfinished ones. */
export const sweepErasures = defineJob({
  name: 'erasure.sweep',
  queue: 'clock',
  payload: z.object({}),
  options: { attempts: 1, backoffMs: 1_000 },

  async run(_payload, { db, enqueue, now }, { signal }) {
    const at = now()
    for await (const page of readPages(
      (page) => db.erasures.due(at, page),
      ({ id }) => id,
      { signal },
    ))
      await enqueue.many(
        eraseShop,
        page.map(({ id }) => ({ erasureId: id })),
      )
  },
})
