import { bigint, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { at, createdAt, shopId } from './columns.ts'

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
    checkedAt: at(),
    lastReceivedAt: at(),
    receivedCount: bigint({ mode: 'number' }).notNull().default(0),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('webhook_subscriptions_topic').on(t.shopId, t.topic)],
)
