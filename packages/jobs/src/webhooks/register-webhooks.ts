import type { SubscriptionProblem } from '@shopmirror/db'
import { PermanentError, type Subscription } from '@shopmirror/platforms'
import { z } from 'zod'
import type { JobContext, OpenShop } from '../context.ts'
import { defineJob } from '../queue/define-job.ts'
import type { Shop } from '../shop.ts'
import { closeGaps } from './close-gaps.ts'
import { type Comparison, compareSubscriptions } from './compare-subscriptions.ts'
import { learnRhythm } from './watch-silence.ts'

/**
 * Makes the shop's webhooks what they should be: lists first, notes what is wrong, creates what is missing, removes ours
 * that are too many, and has read again what may have been missed.
 */
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
    await learnRhythm(open.shop, context)
    await closeGaps(open, context)
  },
})

/** `null` when the shop does not even let us look: each of its topics is marked. Without topics there is nothing to mark, and it is a failure. */
async function list({ shop, platform, client }: OpenShop, context: JobContext): Promise<Subscription[] | null> {
  try {
    return await client.listSubscriptions()
  } catch (error) {
    if (platform.topics.length === 0) throw error
    for (const topic of platform.topics) await markRefused({ shop, topic, error }, context)
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
  const { kept, missing, surplus, problems } = compareSubscriptions({
    topics: platform.topics,
    actual,
    addressOf: (topic) => addressFor(topic).href,
    isOurs: (address) => addresses.shopOf(platform.id, address) !== null,
  })
  const noted = await noteProblems({ shop, platform }, problems, context)
  const markActive = (topic: string, externalId: string) =>
    db.subscriptions.markActive({ shopId: shop.id, topic, externalId, problem: noted.get(topic) ?? null })
  for (const { topic, externalId } of kept) await markActive(topic, externalId)
  for (const topic of missing) {
    try {
      const { externalId } = await client.subscribe(topic, addressFor(topic))
      await markActive(topic, externalId)
    } catch (error) {
      await markRefused({ shop, topic, error }, context)
    }
  }
  // Last, so that there is never none: twice is harmless.
  for (const { externalId } of surplus) await client.unsubscribe(externalId)
  log.info({ shop: shop.id, created: missing.length, removed: surplus.length }, 'webhooks.registered')
}

/** Before anything is repaired. A topic that was never subscribed is not wrong yet; one that was refused lost something too. */
async function noteProblems(
  { shop, platform }: Pick<OpenShop, 'shop' | 'platform'>,
  problems: Comparison['problems'],
  { db, metrics, log }: JobContext,
): Promise<ReadonlyMap<string, SubscriptionProblem>> {
  const noted = new Map<string, SubscriptionProblem>()
  const known = await db.subscriptions.list({ accountId: null, shopId: shop.id })
  for (const { topic, status } of known) {
    const found = problems.get(topic)
    if (!found || status === 'wanted') continue
    const problem = status === 'refused' ? status : found
    noted.set(topic, problem)
    await db.subscriptions.noteProblem({ shopId: shop.id, topic, problem, loses: problem !== 'doubled' })
    // Refused it was before: that is no news.
    if (problem === 'refused') continue
    metrics.webhookProblem(platform.id, problem)
    log.warn({ shop: shop.id, topic, problem }, 'webhook.found_wrong')
  }
  return noted
}

interface Refusal {
  shop: Shop
  topic: string
  error: unknown
}

/** What the shop does not allow is marked and left: the other topics, and the syncs, matter no less. */
async function markRefused({ shop, topic, error }: Refusal, { db, metrics }: JobContext): Promise<void> {
  if (!(error instanceof PermanentError)) throw error
  await db.subscriptions.markRefused({ shopId: shop.id, topic, error: error.message })
  metrics.webhookProblem(shop.platform, 'refused')
  if (error.missingScope) await db.shops.markMissingScope(shop.id, error.missingScope)
}
