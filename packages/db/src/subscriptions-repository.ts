import { and, asc, desc, eq, gte, inArray, lte, notInArray, sql } from 'drizzle-orm'
import type { PendingQuery, Row } from 'postgres'
import type { Connection } from './connection.ts'
import { createId } from './create-id.ts'
import { shops, webhookSubscriptions } from './schema/index.ts'
import type { SubscriptionProblem } from './schema/webhook-subscriptions.ts'
import { silence } from './subscription-silence.ts'
import { whileConnected } from './while-connected.ts'

interface Topic {
  shopId: string
  topic: string
}

type Active = Topic & { externalId: string; problem?: SubscriptionProblem | null }

/** Webhook subscriptions of shops: their state, gaps and silence. */
export const subscriptionsRepository = ({ db, sql: raw, now, changed }: Connection) => ({
  /** Adds missing topics and deletes all others. No effect when `topics` is empty. Throws `ShopGoneError`. */
  async setWanted(shopId: string, topics: readonly string[]) {
    if (topics.length === 0) return
    await whileConnected(db, shopId, async (tx) => {
      await tx
        .insert(webhookSubscriptions)
        .values(topics.map((topic) => ({ id: createId('sub'), shopId, topic })))
        .onConflictDoNothing()
      await tx
        .delete(webhookSubscriptions)
        .where(and(eq(webhookSubscriptions.shopId, shopId), notInArray(webhookSubscriptions.topic, [...topics])))
    })
    changed({ kind: 'subscription', shopId })
  },

  /** By shop and topic. `accountId` null: of all accounts. */
  list: ({ accountId, shopId }: { accountId: string | null; shopId?: string }) =>
    db
      .select({ subscription: webhookSubscriptions })
      .from(webhookSubscriptions)
      .innerJoin(shops, eq(shops.id, webhookSubscriptions.shopId))
      .where(
        and(accountId === null ? undefined : eq(shops.accountId, accountId), shopId ? eq(shops.id, shopId) : undefined),
      )
      .orderBy(desc(webhookSubscriptions.shopId), asc(webhookSubscriptions.topic))
      .then((rows) => rows.map(({ subscription }) => subscription)),

  /** `problem`: what was wrong before the repair, if anything. */
  async markActive({ shopId, topic, externalId, problem = null }: Active) {
    await db
      .update(webhookSubscriptions)
      .set({ status: 'active', externalId, error: null, problem, checkedAt: now() })
      .where(isTopic(shopId, topic))
    changed({ kind: 'subscription', shopId })
  },

  /**
   * Call it before the repair. With `loses`, opens a gap: the changes since the last delivery must be read after the
   * repair.
   */
  async recordProblem({ shopId, topic, problem, loses }: Topic & { problem: SubscriptionProblem; loses: boolean }) {
    const { gapSince, lastReceivedAt, createdAt } = webhookSubscriptions
    await db
      .update(webhookSubscriptions)
      .set({
        ...{ problem, problemAt: now() },
        ...(loses && { gapSince: sql`coalesce(${gapSince}, ${lastReceivedAt}, ${createdAt})` }),
      })
      .where(isTopic(shopId, topic))
    changed({ kind: 'subscription', shopId })
  },

  /** The platform refused the subscription; `error` is for users. */
  async markRefused({ shopId, topic, error }: { shopId: string; topic: string; error: string }) {
    await db
      .update(webhookSubscriptions)
      .set({ status: 'refused', externalId: null, error, problem: 'refused', problemAt: now(), checkedAt: now() })
      .where(isTopic(shopId, topic))
    changed({ kind: 'subscription', shopId })
  },

  /** Shops with a subscription that has not been checked since `before`. */
  takeForCheck: (before: Date, limit: number) =>
    takeLeastRecent(
      { sql: raw, now, limit },
      raw`exists (select from webhook_subscriptions s where s.shop_id = h.id
        and (s.checked_at is null or s.checked_at < ${before.toISOString()}))`,
    ),

  /** Shops with a gap, without an open run, and without a gap run since `triedBefore`. */
  takeForBackfill: (triedBefore: Date, limit: number) =>
    takeLeastRecent(
      { sql: raw, now, limit },
      raw`exists (select from webhook_subscriptions s
          where s.shop_id = h.id and s.status = 'active' and s.gap_since is not null)
        and not exists (select from sync_runs r where r.shop_id = h.id and (r.status in ('queued', 'running', 'paused')
          or r.trigger = 'gap' and r.created_at > ${triedBefore.toISOString()}))`,
    ),

  /**
   * Closes the gaps of these topics after a run has read their resources. Gaps that were recorded after `notedBefore`,
   * or that start before `since`, stay.
   */
  async closeGaps({ shopId, topics, since, notedBefore }: ClosedGaps) {
    await db
      .update(webhookSubscriptions)
      .set({ gapSince: null })
      .where(
        and(
          eq(webhookSubscriptions.shopId, shopId),
          eq(webhookSubscriptions.status, 'active'),
          inArray(webhookSubscriptions.topic, [...topics]),
          lte(webhookSubscriptions.problemAt, notedBefore),
          since ? gte(webhookSubscriptions.gapSince, since) : undefined,
        ),
      )
  },

  ...silence({ db, sql: raw, now }),
})

interface ClosedGaps {
  shopId: string
  topics: readonly string[]
  /** Start of the run's time range; `null` when it read everything. */
  since: Date | null
  notedBefore: Date
}

type TakeOptions = Pick<Connection, 'sql' | 'now'> & { limit: number }

/**
 * Active shops that match the condition, the least recently taken first, so that shops whose checks always fail do not
 * block the others.
 */
async function takeLeastRecent(
  { sql: raw, now, limit }: TakeOptions,
  condition: PendingQuery<Row[]>,
): Promise<string[]> {
  const rows = await raw<{ shop_id: string }[]>`
    with turns as (
      select t.shop_id from shop_settings t join shops h on h.id = t.shop_id
      where h.status = 'active' and ${condition}
      order by t.webhook_check_queued_at nulls first, t.shop_id limit ${limit} for update of t skip locked
    )
    update shop_settings t set webhook_check_queued_at = ${now().toISOString()}
    from turns where turns.shop_id = t.shop_id returning t.shop_id`
  return rows.map((row) => row.shop_id)
}

function isTopic(shopId: string, topic: string) {
  return and(eq(webhookSubscriptions.shopId, shopId), eq(webhookSubscriptions.topic, sql`${topic}`))
}
