import { z } from 'zod'
import { defineJob } from '../queue/define-job.ts'
import { readPages } from '../queue/read-pages.ts'
import { migrateTokens } from './migrate-tokens.ts'
import { refreshToken } from './refresh-token.ts'

/** Refresh tokens that have lived this part of their life are used, so that they are replaced. */
const RENEW_AFTER_SHARE = 0.8
/** Tokens that did not say when they end are replaced when older, used or not, ms. */
const UNENDING_AFTER_MS = 86_400_000

/** Idle shops keep their access: their refresh tokens are used well before they die. */
export const sweepTokens = defineJob({
  name: 'token.sweep',
  queue: 'clock',
  payload: z.object({}),
  options: { attempts: 1, backoffMs: 1_000 },

  async run(_payload, { db, enqueue, now }, { signal }) {
    const { listAged, listUnending } = db.credentials
    for await (const page of readPages((page) => listAged(RENEW_AFTER_SHARE, page), String, { signal }))
      await enqueue.many(
        refreshToken,
        page.map((shopId) => ({ shopId })),
      )
    const before = new Date(now().getTime() - UNENDING_AFTER_MS)
    for await (const page of readPages((page) => listUnending(before, page), String, { signal }))
      await enqueue.many(
        migrateTokens,
        page.map((shopId) => ({ shopId })),
      )
  },
})
