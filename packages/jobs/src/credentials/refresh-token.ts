import { z } from 'zod'
import { defineJob } from '../queue/define-job.ts'

/** Refreshes the token of an idle shop, so that its refresh token does not expire. */
export const refreshToken = defineJob({
  name: 'token.refresh',
  queue: 'shops',
  payload: z.object({ shopId: z.string() }),
  options: { attempts: 8, backoffMs: 2_000 },
  id: ({ shopId }) => shopId,
  shopOf: ({ shopId }) => shopId,

  async run({ shopId }, { credentials, db, log }) {
    const [shop, stored] = await Promise.all([db.shops.find(shopId), db.credentials.read(shopId)])
    // Without access the merchant must act first; another refresh cannot help.
    if (!stored?.tokens || shop?.status === 'reauth_required') return log.debug({ shop: shopId }, 'token.not_refreshed')

    await credentials.renew(shopId, { value: stored.tokens.accessToken, version: stored.version })
  },
})
