import { z } from 'zod'
import { defineJob } from './define-job.ts'
import { eraseShop } from './erase-shop.ts'

/** Starts the erasures whose grace is over, and those that were begun and not finished. */
export const sweepErasures = defineJob({
  name: 'erasure.sweep',
  queue: 'clock',
  payload: z.object({}),
  options: { attempts: 1, backoffMs: 1_000 },

  async run(_payload, { db, enqueue, now }) {
    const due = await db.erasures.due(now())
    if (due.length > 0)
      await enqueue.many(
        eraseShop,
        due.map(({ id }) => ({ erasureId: id })),
      )
  },
})
