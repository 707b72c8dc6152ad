import { z } from 'zod'
import { defineJob } from '../queue/define-job.ts'
import { readPages } from '../queue/read-pages.ts'
import { migrateTokens } from './migrate-tokens.ts'
import { refreshToken } from './refresh-token.ts'

/** Refresh tokens are used after this share of their life, so that they are replaced. */
const RENEW_AFTER_SHARE = 0.8
/** Non-expiring tokens older than this are exchanged, used or not, ms. */
const NON_EXPIRING_AFTER_MS = 86_400_000

/** Keeps the access of idle shops: their refresh tokens are used well before they expire. */
export const sweepTokens = defineJob({
  name: 'token.sweep',
  queue: 'clock',
  payload: z.object({}),
  options: { attempts: 1, backoffMs: 1_000 },

  async run(_payload, { db, enqueue, now }, { signal }) {
    const { listAged, listNonExpiring } = db.credentials
    for await (const page of readPages((page) => listAged(RENEW_AFTER_SHARE, page), String, { signal }))
      await enqueue.many(
        refreshToken,
        page.map((shopId) => ({ shopId })),
      )
    const before = new Date(now().getTime() - NON_EXPIRING_AFTER_MS)
    for await (const page of readPages((page) => listNonExpiring(before, page), String, { signal }))
      await enqueue.many(
        migrateTokens,
        page.map((shopId) => ({ shopId })),
      )
  },
})
