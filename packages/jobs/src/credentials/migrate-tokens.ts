import { z } from 'zod'
import { defineJob } from '../queue/define-job.ts'
import { exchangeUnending } from './migrate-token.ts'

/** One shop's token that never ends, made one that does; see `exchangeUnending`. */
export const migrateTokens = defineJob({
  name: 'token.migrate',
  queue: 'shops',
  payload: z.object({ shopId: z.string() }),
  options: { attempts: 8, backoffMs: 2_000 },
  id: ({ shopId }) => shopId,
  shopOf: ({ shopId }) => shopId,

  async run({ shopId }, context) {
    const outcome = await exchangeUnending(shopId, context)
    context.log.info({ shop: shopId, outcome }, 'token.migration')
  },
})
