import type { JobContext } from '../context.ts'
import type { Shop } from '../shop.ts'

/** Deliveries this old say how long a topic uses to be quiet, ms: two weekends are among them. */
const RHYTHM_MS = 14 * 86_400_000
const MIN_DELIVERIES = 20
const MIN_SPAN_MS = 3 * 86_400_000
/** How many times its longest wait a topic may be quiet, and how long in any case, ms. */
const TIMES = 2
const AT_LEAST_MS = 3_600_000
const TOPICS_PER_LOOK = 500
const KIND = 'webhook_silence'

/** What each topic's own rhythm is; asked of the deliveries once a look at the shop. */
export async function learnRhythm({ id }: Pick<Shop, 'id'>, { db, now }: JobContext): Promise<void> {
  const since = new Date(now().getTime() - RHYTHM_MS)
  await db.subscriptions.learnRhythm({ shopId: id, since, minDeliveries: MIN_DELIVERIES, minSpanMs: MIN_SPAN_MS })
}

/**
 * Raises an alert for topics that are quiet for longer than they ever were lately, and ends it when they are heard
 * again. Answers the shops whose subscriptions should be looked at now.
 */
export async function watchSilence({ db, metrics, log }: JobContext): Promise<string[]> {
  for (const { shopId, isStillSilent } of await db.subscriptions.markHeard())
    if (!isStillSilent) await db.alerts.clear(shopId, KIND)

  const silent = await db.subscriptions.listSilent({ times: TIMES, atLeastMs: AT_LEAST_MS, limit: TOPICS_PER_LOOK })
  for (const [shopId, topics] of Map.groupBy(silent, (one) => one.shopId)) {
    await db.alerts.countFailure({ shopId, kind: KIND, detail: topics.map(describe).join(' '), threshold: 1 })
    // Last: who dies before it tells people twice, and never not at all.
    for (const one of topics) {
      await db.subscriptions.markSilent(one)
      metrics.webhookProblem(one.platform, 'silent')
    }
    log.warn({ shop: shopId, topics: topics.map(({ topic }) => topic) }, 'webhooks.silent')
  }
  return [...new Set(silent.map(({ shopId }) => shopId))]
}

function describe({
  topic,
  lastReceivedAt,
  longestGapMs,
}: {
  topic: string
  lastReceivedAt: Date
  longestGapMs: number
}) {
  return `${topic}: none since ${lastReceivedAt.toISOString()}, and never ${inHours(longestGapMs)} h without one before.`
}

function inHours(ms: number): string {
  return (ms / 3_600_000).toFixed(1)
}
