import { z } from 'zod'
import { defineJob } from '../queue/define-job.ts'
import { registerWebhooks } from './register-webhooks.ts'
import { watchSilence } from './watch-silence.ts'

/** How often a shop's webhooks are compared with what they should be. */
const CHECK_EVERY_MS = 24 * 3_600_000
/** Shops a sweep; with a sweep every ten minutes 14,400 a day, never all at once. */
const SHOPS_PER_SWEEP = 100
/** A gap that could not be closed is tried again after this, ms. */
const BACKFILL_AGAIN_MS = 3_600_000

/** The guardian: somebody may have removed a webhook at the platform, where nobody tells us but the silence. */
export const sweepWebhooks = defineJob({
  name: 'webhooks.sweep',
  queue: 'clock',
  payload: z.object({}),
  options: { attempts: 1, backoffMs: 1_000 },

  async run(_payload, context) {
    const { db, enqueue, now } = context
    const silent = await watchSilence(context)
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
