import { PermanentError, type Subscription } from '@shopmirror/platforms'
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
    await context.db.subscriptions.want(shopId, open.platform.topics)
    const actual = await list(open, context)
    if (actual) await repair(open, actual, context)
  },
})

/** `null` when the shop does not even let us look: then none of the topics can be had. */
async function list({ shop, platform, client }: OpenShop, context: JobContext): Promise<Subscription[] | null> {
  try {
    return await client.listSubscriptions()
  } catch (error) {
    for (const topic of platform.topics) await markRefused({ shopId: shop.id, topic, error }, context)
    return null
  }
}

async function repair(
  { shop, platform, client }: OpenShop,
  actual: Subscription[],
  context: JobContext,
): Promise<void> {
  const { db, addresses, log } = context
  const addressFor = (topic: string) => addresses.addressFor({ platform: platform.id, shopId: shop.id, topic })
  const { kept, missing, surplus } = compareSubscriptions({
    topics: platform.topics,
    actual,
    addressOf: (topic) => addressFor(topic).href,
    isOurs: (address) => isOurAddress(address, platform.id, addresses),
  })
  for (const { topic, externalId } of kept) await db.subscriptions.markActive({ shopId: shop.id, topic, externalId })
  for (const topic of missing) {
    try {
      const { externalId } = await client.subscribe(topic, addressFor(topic))
      await db.subscriptions.markActive({ shopId: shop.id, topic, externalId })
    } catch (error) {
      await markRefused({ shopId: shop.id, topic, error }, context)
    }
  }
  // Last, so that there is never none: twice is harmless.
  for (const { externalId } of surplus) await client.unsubscribe(externalId)
  log.info({ shop: shop.id, created: missing.length, removed: surplus.length }, 'webhooks.registered')
}

interface Refusal {
  shopId: string
  topic: string
  error: unknown
}

/** What the shop does not allow is marked and left: the other topics, and the syncs, matter no less. */
async function markRefused({ shopId, topic, error }: Refusal, { db }: JobContext): Promise<void> {
  if (!(error instanceof PermanentError)) throw error
  await db.subscriptions.markRefused({ shopId, topic, error: error.message })
  if (error.missingScope) await db.shops.markMissingScope(shopId, error.missingScope)
}
