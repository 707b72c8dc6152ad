import type { SubscriptionProblem } from '@shopmirror/db'
import { PermanentError, type Subscription } from '@shopmirror/platforms'
import { z } from 'zod'
import type { JobContext, OpenShop } from '../context.ts'
import { defineJob } from '../queue/define-job.ts'
import type { Shop } from '../shop.ts'
import { backfillGaps } from './backfill-gaps.ts'
import { type Comparison, compareSubscriptions } from './compare-subscriptions.ts'
import { updateIntervals } from './detect-silence.ts'

/**
 * Repairs the shop's webhook subscriptions: lists them, stores what is wrong, creates missing ones, removes surplus
 * ones of ours, and starts a run that reads what may have been missed.
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
    await context.db.subscriptions.setWanted(shopId, open.platform.webhooks.topics)
    const actual = await list(open, context)
    if (actual) await repair(open, actual, context)
    await updateIntervals(open.shop, context)
    await backfillGaps(open, context)
  },
})

/** `null` when the shop refuses to list them: each topic is marked as refused. Without topics the error is thrown. */
async function list({ shop, platform, client }: OpenShop, context: JobContext): Promise<Subscription[] | null> {
  try {
    return await client.webhooks.list()
  } catch (error) {
    if (platform.webhooks.topics.length === 0) throw error
    for (const topic of platform.webhooks.topics) await markRefused({ shop, topic, error }, context)
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
    topics: platform.webhooks.topics,
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
      const { externalId } = await client.webhooks.subscribe(topic, addressFor(topic))
      await markActive(topic, externalId)
    } catch (error) {
      await markRefused({ shop, topic, error }, context)
    }
  }
  // Last, so that a topic always has a subscription. Duplicate deliveries are harmless.
  for (const { externalId } of surplus) await client.webhooks.unsubscribe(externalId)
  log.info({ shop: shop.id, created: missing.length, removed: surplus.length }, 'webhooks.registered')
}

/**
 * Runs before the repair. A topic that was never subscribed has no problem yet; a topic that was refused has missed
 * events, too.
 */
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
    await db.subscriptions.recordProblem({ shopId: shop.id, topic, problem, loses: problem !== 'doubled' })
    // It was already refused before: not a new problem.
    if (problem === 'refused') continue
    metrics.webhookProblem(platform.id, problem)
    log.warn({ shop: shop.id, topic, problem }, 'subscription.problem_found')
  }
  return noted
}

interface Refusal {
  shop: Shop
  topic: string
  error: unknown
}

/** Marks a topic that the shop does not allow, so that the other topics are still registered. Rethrows other errors. */
async function markRefused({ shop, topic, error }: Refusal, { db, metrics }: JobContext): Promise<void> {
  if (!(error instanceof PermanentError)) throw error
  await db.subscriptions.markRefused({ shopId: shop.id, topic, error: error.message })
  metrics.webhookProblem(shop.platform, 'refused')
  if (error.missingScope) await db.shops.markMissingScope(shop.id, error.missingScope)
}
