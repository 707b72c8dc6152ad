import { PermanentError } from '@shopmirror/platforms'
import { z } from 'zod'
import type { JobContext, OpenShop } from './context.ts'
import { defineJob } from './define-job.ts'
import { compareSubscriptions } from './webhooks/compare-subscriptions.ts'
import { isOurAddress } from './webhooks/is-our-address.ts'

/** Makes the shop's webhooks what they should be: lists first, creates what is missing, removes ours that are too many. */
export const registerWebhooks = defineJob({
  name: 'webhooks.register',
  queue: 'shops',
  payload: z.object({ shopId: z.string() }),
  options: { attempts: 8, backoffMs: 2_000 },
  id: ({ shopId }) => shopId,
  shopOf: ({ shopId }) => shopId,

  async run({ shopId }, context) {
    const open = await context.openShop(shopId, 'refetch')
    const { topics, id: platform } = open.platform
    const { kept, missing, surplus } = compareSubscriptions({
      topics,
      actual: await open.client.listSubscriptions(),
      addressOf: (topic) => context.addresses.addressFor({ platform, shopId, topic }).href,
      isOurs: (address) => isOurAddress(address, platform, context.addresses),
    })

    await context.db.subscriptions.want(shopId, topics)
    for (const { topic, externalId } of kept) await context.db.subscriptions.markActive({ shopId, topic, externalId })
    for (const topic of missing) await subscribe(topic, open, context)
    for (const { externalId } of surplus) await open.client.unsubscribe(externalId)
    context.log.info({ shop: shopId, created: missing.length, removed: surplus.length }, 'webhooks.registered')
  },
})

/** A topic the shop refuses us is marked and left; the others matter no less. */
async function subscribe(topic: string, { client, shop, platform }: OpenShop, context: JobContext): Promise<void> {
  const { db, addresses } = context
  try {
    const address = addresses.addressFor({ platform: platform.id, shopId: shop.id, topic })
    const { externalId } = await client.subscribe(topic, address)
    await db.subscriptions.markActive({ shopId: shop.id, topic, externalId })
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error
    await db.subscriptions.markRefused({ shopId: shop.id, topic, error: error.message })
    if (error.missingScope) await db.shops.markMissingScope(shop.id, error.missingScope)
  }
}
