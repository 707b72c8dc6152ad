import type { JobContext } from '../context.ts'
import type { Shop } from '../shop.ts'

/** Deliveries of this period give the longest normal interval of a topic, ms: it contains two weekends. */
const INTERVALS_FROM_MS = 14 * 86_400_000
const MIN_DELIVERIES = 20
const MIN_SPAN_MS = 3 * 86_400_000
/** A topic is silent after this many times its longest interval, and at least after `AT_LEAST_MS`. */
const TIMES = 2
const AT_LEAST_MS = 3_600_000
const TOPICS_PER_CHECK = 500
const KIND = 'webhook_silence'

/** Stores the longest interval between two recent deliveries of each topic of the shop. */
export async function updateIntervals({ id }: Pick<Shop, 'id'>, { db, now }: JobContext): Promise<void> {
  const since = new Date(now().getTime() - INTERVALS_FROM_MS)
  await db.subscriptions.updateIntervals({ shopId: id, since, minDeliveries: MIN_DELIVERIES, minSpanMs: MIN_SPAN_MS })
}

/**
 * Raises an alert for topics whose deliveries have stopped, and resolves it when deliveries are received again. Returns
 * the shops whose subscriptions should be checked now.
 */
export async function detectSilence({ db, metrics, log }: JobContext): Promise<string[]> {
  for (const { shopId, isStillSilent } of await db.subscriptions.clearSilent())
    if (!isStillSilent) await db.alerts.clear(shopId, KIND)

  const silent = await db.subscriptions.listSilent({ times: TIMES, atLeastMs: AT_LEAST_MS, limit: TOPICS_PER_CHECK })
  for (const [shopId, topics] of Map.groupBy(silent, (one) => one.shopId)) {
    const detail = topics.map(describe).join(' ')
    await db.alerts.countFailure({ shopId, kind: KIND, detail, facts: factsOf(topics), threshold: 1 })
    // Last: a crash before it repeats the alert rather than losing it.
    for (const one of topics) {
      await db.subscriptions.markSilent(one)
      metrics.webhookProblem(one.platform, 'silent')
    }
    log.warn({ shop: shopId, topics: topics.map(({ topic }) => topic) }, 'webhooks.silent')
  }
  return [...new Set(silent.map(({ shopId }) => shopId))]
}

interface SilentTopic {
  topic: string
  lastReceivedAt: Date
  longestGapMs: number
}

function factsOf(silent: readonly SilentTopic[]) {
  const topics = silent.map(({ topic, lastReceivedAt, longestGapMs }) => ({
    ...{ topic, since: lastReceivedAt.toISOString(), longestHours: Number(inHours(longestGapMs)) },
  }))
  return { about: 'silence', topics } as const
}

function describe({ topic, lastReceivedAt, longestGapMs }: SilentTopic): string {
  return `${topic}: no delivery since ${lastReceivedAt.toISOString()}; the longest interval before was ${inHours(longestGapMs)} h.`
}

function inHours(ms: number): string {
  return (ms / 3_600_000).toFixed(1)
}
