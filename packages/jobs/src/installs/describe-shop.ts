import { z } from 'zod'
import { defineJob } from '../queue/define-job.ts'
import { updateProfile } from './update-profile.ts'

/** Reads a shop's profile again, because its name, currency or granted scopes may have changed. */
export const describeShop = defineJob({
  name: 'shop.describe',
  queue: 'shops',
  payload: z.object({ shopId: z.string() }),
  options: { attempts: 8, backoffMs: 2_000 },
  id: ({ shopId }) => shopId,
  shopOf: ({ shopId }) => shopId,

  async run({ shopId }, context) {
    const open = await context.openShop(shopId, 'refetch')
    if (open.shop.status === 'active') await updateProfile(open, context)
  },
})
