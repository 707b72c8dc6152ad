import { z } from 'zod'
import { defineJob } from './define-job.ts'
import { registerWebhooks } from './register-webhooks.ts'

/** How often a shop's webhooks are compared with what they should be. */
const CHECK_EVERY_MS = 24 * 3_600_000
/** Shops a sweep; with a sweep every ten minutes 14,400 a day, never all at once. */
const SHOPS_PER_SWEEP = 100

/** The guardian: somebody may have removed a webhook at the platform, where nobody tells us. */
export const sweepWebhooks = defineJob({
  name: 'webhooks.sweep',
  queue: 'clock',
  payload: z.object({}),
  options: { attempts: 1, backoffMs: 1_000 },

  async run(_payload, { db, enqueue, now }) {
    const before = new Date(now().getTime() - CHECK_EVERY_MS)
    const shopIds = await db.subscriptions.dueForCheck(before, SHOPS_PER_SWEEP)
    if (shopIds.length > 0)
      await enqueue.many(
        registerWebhooks,
        shopIds.map((shopId) => ({ shopId })),
      )
  },
})
