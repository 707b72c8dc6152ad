import { z } from 'zod'
import { defineJob } from '../queue/define-job.ts'
import { learnShop } from './learn-shop.ts'

/** Asks the platform again who a shop is, because its name, currency or granted scopes may be others now. */
export const describeShop = defineJob({
  name: 'shop.describe',
  queue: 'shops',
  payload: z.object({ shopId: z.string() }),
  options: { attempts: 8, backoffMs: 2_000 },
  id: ({ shopId }) => shopId,
  shopOf: ({ shopId }) => shopId,

  async run({ shopId }, context) {
    const open = await context.openShop(shopId, 'refetch')
    if (open.shop.status === 'active') await learnShop(open, context)
  },
})
