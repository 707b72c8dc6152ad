import { z } from 'zod'
import { defineJob } from '../queue/define-job.ts'
import { detectSilence } from './detect-silence.ts'
import { registerWebhooks } from './register-webhooks.ts'

/** How often the subscriptions of a shop are checked, ms. */
const CHECK_EVERY_MS = 24 * 3_600_000
/** Shops per sweep: with a sweep every ten minutes 14,400 a day, evenly spread. */
const SHOPS_PER_SWEEP = 100
/** How soon a failed attempt to close a gap is repeated, ms. */
const BACKFILL_AGAIN_MS = 3_600_000

/**
 * The guardian: subscriptions can be removed at the platform without notice, so they are checked regularly and when a
 * topic is silent.
 */
export const sweepWebhooks = defineJob({
  name: 'webhooks.sweep',
  queue: 'clock',
  payload: z.object({}),
  options: { attempts: 1, backoffMs: 1_000 },

  async run(_payload, context) {
    const { db, enqueue, now } = context
    const silent = await detectSilence(context)
    const before = new Date(now().getTime() - CHECK_EVERY_MS)
    const due = await db.subscriptions.takeForCheck(before, SHOPS_PER_SWEEP)
    const triedBefore = new Date(now().getTime() - BACKFILL_AGAIN_MS)
    const gaps = await db.subscriptions.takeForBackfill(triedBefore, SHOPS_PER_SWEEP)
    const shopIds = [...new Set([...silent, ...due, ...gaps])]
    if (shopIds.length > 0)
      await enqueue.many(
        registerWebhooks,
        shopIds.map((shopId) => ({ shopId })),
      )
  },
})
