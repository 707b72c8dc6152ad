import { z } from 'zod'
import { defineJob } from '../queue/define-job.ts'

/** Renews a token nobody has used for long, so that its refresh token does not die of age. */
export const refreshToken = defineJob({
  name: 'token.refresh',
  queue: 'shops',
  payload: z.object({ shopId: z.string() }),
  options: { attempts: 8, backoffMs: 2_000 },
  id: ({ shopId }) => shopId,
  shopOf: ({ shopId }) => shopId,

  async run({ shopId }, { credentials, db, log }) {
    const [shop, stored] = await Promise.all([db.shops.find(shopId), db.credentials.read(shopId)])
    // A shop that shut us out waits for its merchant; asking again cannot help.
    if (!stored?.tokens || shop?.status === 'reauth_required') return log.debug({ shop: shopId }, 'token.left_alone')

    await credentials.renew(shopId, { value: stored.tokens.accessToken, version: stored.version })
  },
})
