import { bigint, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { at, createdAt, shopId } from './columns.ts'

/** What a look at the platform found wrong. */
export type SubscriptionProblem = 'missing' | 'doubled' | 'wrong_address' | 'refused'
export type SubscriptionStatus = 'wanted' | 'active' | 'refused'

/** Desired and actual, one row a topic. */
export const webhookSubscriptions = pgTable(
  'webhook_subscriptions',
  {
    id: text().primaryKey(),
    shopId: shopId(),
    topic: text().notNull(),
    status: text().$type<SubscriptionStatus>().notNull().default('wanted'),
    externalId: text(),
    error: text(),
    /** Of the last look; `null` when all was well. */
    problem: text().$type<SubscriptionProblem>(),
    /** When something was wrong last, also when it has been repaired since. */
    problemAt: at(),
    /** Repaired: what happened after this moment may not have reached us, and is still to be read. */
    gapSince: at(),
    /** The longest wait between two deliveries lately; `null` while there are too few to tell. */
    longestGapMs: bigint({ mode: 'number' }),
    /** Nothing came after this moment, for longer than ever; `null` while it does. */
    silentSince: at(),
    checkedAt: at(),
    lastReceivedAt: at(),
    receivedCount: bigint({ mode: 'number' }).notNull().default(0),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('webhook_subscriptions_topic').on(t.shopId, t.topic)],
)
