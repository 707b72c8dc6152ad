import { bigint, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { at, createdAt, shopId } from './columns.ts'

/** What a check at the platform found wrong. */
export type SubscriptionProblem = 'missing' | 'doubled' | 'wrong_address' | 'refused'
/** `wanted`: not registered yet. `refused`: the shop does not allow it; `error` says why. */
export type SubscriptionStatus = 'wanted' | 'active' | 'refused'

/** Desired and actual webhook subscriptions, one row per topic. */
export const webhookSubscriptions = pgTable(
  'webhook_subscriptions',
  {
    id: text().notNull(),
    shopId: shopId(),
    topic: text().notNull(),
    status: text().$type<SubscriptionStatus>().notNull().default('wanted'),
    externalId: text(),
    error: text(),
    /** Problem that the last check found; `null` without one. */
    problem: text().$type<SubscriptionProblem>(),
    /** When the last problem was found, even if it has been repaired since. */
    problemAt: at(),
    /** Changes after this time may be missing, and must still be read. */
    gapSince: at(),
    /** Longest recent interval between two deliveries, ms; `null` with too few deliveries. */
    longestGapMs: bigint({ mode: 'number' }),
    /** Last delivery before the topic became silent; `null` while it is not. */
    silentSince: at(),
    checkedAt: at(),
    lastReceivedAt: at(),
    receivedCount: bigint({ mode: 'number' }).notNull().default(0),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.id, t.shopId] }), uniqueIndex('webhook_subscriptions_topic').on(t.shopId, t.topic)],
)
