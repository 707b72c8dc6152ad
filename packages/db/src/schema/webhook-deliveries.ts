import { sql } from 'drizzle-orm'
import { index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { at, beginOf, createdAt } from './columns.ts'

export type DeliveryStatus = 'received' | 'applied' | 'ignored' | 'failed'

export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: text().primaryKey(),
    platform: text().notNull(),
    /** The platform's own id of the delivery, or one made at the door. */
    deliveryId: text().notNull(),
    /** `null` while nobody knows whose it is. */
    shopId: text(),
    /** `access`: of the app's own access to a shop; its body is encrypted. */
    about: text().$type<'access'>(),
    /** Whose access. */
    domain: text(),
    topic: text().notNull(),
    /** `resource/id` of the object it is about, once read. */
    object: text(),
    contentType: text().notNull(),
    /** Base64 of the bytes as sent; emptied by retention and by erasure. */
    body: text(),
    status: text().$type<DeliveryStatus>().notNull().default('received'),
    attempts: integer().notNull().default(0),
    error: text(),
    triggeredAt: at(),
    receivedAt: at().notNull(),
    handledAt: at(),
    /** When it was last put into the queue again because it was not finished. */
    requeuedAt: at(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('webhook_deliveries_once').on(t.platform, t.deliveryId),
    index('webhook_deliveries_by_shop').on(t.shopId, t.id),
    index('webhook_deliveries_by_object').on(t.shopId, beginOf('object')),
    index('webhook_deliveries_by_age').on(t.receivedAt),
    // The few that went wrong, found among the many that did not: for searches in their text.
    index('webhook_deliveries_errors').on(t.id).where(sql`error is not null`),
    index('webhook_deliveries_errors_by_shop').on(t.shopId, t.id).where(sql`error is not null`),
    // The few that are not finished, found among the many that are.
    index('webhook_deliveries_open').on(t.id).where(sql`handled_at is null`),
  ],
)
