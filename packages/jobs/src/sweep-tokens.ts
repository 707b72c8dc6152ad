import { z } from 'zod'
import { defineJob } from './define-job.ts'
import { migrateTokens } from './migrate-tokens.ts'
import { refreshToken } from './refresh-token.ts'

/** Refresh tokens that have lived this part of their life are used, so that they are replaced. */
const RENEW_AFTER_SHARE = 0.8
/** Tokens that did not say when they end are replaced when older, used or not, ms. */
const UNENDING_AFTER_MS = 86_400_000
const SHOPS_PER_SWEEP = 500

/** Idle shops keep their access: their refresh tokens are used well before they die. */
export const sweepTokens = defineJob({
  name: 'token.sweep',
  queue: 'clock',
  payload: z.object({}),
  options: { attempts: 1, backoffMs: 1_000 },

  async run(_payload, { db, enqueue, now }) {
    const idle = await db.credentials.listAged(RENEW_AFTER_SHARE, SHOPS_PER_SWEEP)
    await enqueue.many(
      refreshToken,
      idle.map(({ shopId }) => ({ shopId })),
    )
    const before = new Date(now().getTime() - UNENDING_AFTER_MS)
    const unending = await db.credentials.listUnending({ before, limit: SHOPS_PER_SWEEP })
    await enqueue.many(
      migrateTokens,
      unending.map((shopId) => ({ shopId })),
    )
  },
})
