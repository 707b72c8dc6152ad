import { z } from 'zod'
import { defineJob } from '../queue/define-job.ts'
import { exchangeNonExpiring } from './migrate-token.ts'

/** Exchanges one shop's non-expiring token for an expiring one; see `exchangeNonExpiring`. */
export const migrateTokens = defineJob({
  name: 'token.migrate',
  queue: 'shops',
  payload: z.object({ shopId: z.string() }),
  options: { attempts: 8, backoffMs: 2_000 },
  id: ({ shopId }) => shopId,
  shopOf: ({ shopId }) => shopId,

  async run({ shopId }, context) {
    const outcome = await exchangeNonExpiring(shopId, context)
    context.log.info({ shop: shopId, outcome }, 'token.migration')
  },
})
