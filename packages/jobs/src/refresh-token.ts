import { z } from 'zod'
import { defineJob } from './define-job.ts'

/** Renews a token nobody has used for long, so that its refresh token does not die of age. */
export const refreshToken = defineJob({
  name: 'token.refresh',
  queue: 'shops',
  payload: z.object({ shopId: z.string() }),
  options: { attempts: 8, backoffMs: 2_000 },
  id: ({ shopId }) => shopId,
  shopOf: ({ shopId }) => shopId,

  async run({ shopId }, { credentials, db }) {
    const stored = await db.credentials.read(shopId)
    if (!stored?.tokens) return
    await credentials.renew(shopId, { value: stored.tokens.accessToken, version: stored.version })
  },
})
