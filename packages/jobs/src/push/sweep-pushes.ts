import { z } from 'zod'
import { defineJob } from '../queue/define-job.ts'
import { sendPushes } from './send-pushes.ts'

const HELD_AT_ONCE = 10_000
const SHOPS_AT_ONCE = 1_000

/**
 * Sends what became due: the end of an interval, the next attempt, a call whose process died, a job that was lost.
 */
export const sweepPushes = defineJob({
  name: 'push.sweep',
  queue: 'clock',
  payload: z.object({}),
  options: { attempts: 1, backoffMs: 1_000 },

  async run(_payload, { db, enqueue }) {
    await db.pushes.releaseDue(HELD_AT_ONCE)
    const shops = await db.pushes.dueShops(SHOPS_AT_ONCE)
    await enqueue.many(
      sendPushes,
      shops.map((shopId) => ({ shopId })),
    )
  },
})
