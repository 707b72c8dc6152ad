import { sql } from 'drizzle-orm'
import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at, beginOf, createdAt, hasLongError, hasShortError, knownShopId } from './columns.ts'

/** `received`: not finished yet. `ignored` and `failed`: `error` says why. */
export type DeliveryStatus = 'received' | 'applied' | 'ignored' | 'failed'

/**
 * Received webhooks, one row per platform and delivery id, partitioned by the day in which they were recorded: ids begin with
 * that time, so a row is found by its id in one partition. See `partitionedTables`.
 */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: text().notNull(),
    platform: text().notNull(),
    /** The platform's id of the delivery, or one generated at receipt. */
    deliveryId: text().notNull(),
    /** `null` when no shop is known for it; stored as an empty text, because it is part of the key. */
    shopId: knownShopId().notNull().default(sql`''`),
    /** `access`: about the app's own access; its body is encrypted. */
    about: text().$type<'access'>(),
    /** Merchant whose access it is about. */
    domain: text(),
    topic: text().notNull(),
    /** `resource/id` of the object it is about, once parsed. */
    object: text(),
    contentType: text().notNull(),
    /** Base64 of the bytes as sent; deleted by retention and erasure. */
    body: text(),
    status: text().$type<DeliveryStatus>().notNull().default('received'),
    attempts: integer().notNull().default(0),
    error: text(),
    triggeredAt: at(),
    receivedAt: at().notNull(),
    handledAt: at(),
    /** When it was last enqueued again because it was not finished. */
    requeuedAt: at(),
    /** The last replay that applied it again. */
    replayId: text(),
    /** Leads to the trace of its receipt; `null` where none was recorded. */
    traceContext: text(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.id, t.shopId] }),
    index('webhook_deliveries_by_shop').on(t.shopId, t.id),
    // The object first: searches look for one in all shops, too.
    index('webhook_deliveries_by_object').on(beginOf('object'), t.shopId, t.id),
    index('webhook_deliveries_by_age').on(t.receivedAt),
    // For text search without a look at each row.
    index('webhook_deliveries_error_texts').on(t.id, t.shopId, t.error).where(hasShortError),
    index('webhook_deliveries_long_errors').on(t.id).where(hasLongError),
    index('webhook_deliveries_errors_by_shop').on(t.shopId, t.id).where(sql`error is not null`),
    index('webhook_deliveries_by_replay').on(t.replayId, t.shopId, t.status).where(sql`replay_id is not null`),
    // Only failed rows: few, and looked for most.
    index('webhook_deliveries_failed').on(t.id).where(sql`status = 'failed'`),
    index('webhook_deliveries_failed_by_shop').on(t.shopId, t.id).where(sql`status = 'failed'`),
    // Only unfinished rows, for the sweep.
    index('webhook_deliveries_open').on(t.id).where(sql`handled_at is null`),
  ],
)

/** Which deliveries are known, so that a repeated one is recorded once. */
export const deliveryKeys = pgTable(
  'delivery_keys',
  {
    platform: text().notNull(),
    deliveryId: text().notNull(),
    /** The delivery's row. */
    id: text().notNull(),
    recordedAt: at().notNull(),
  },
  (t) => [primaryKey({ columns: [t.platform, t.deliveryId] }), index('delivery_keys_by_age').on(t.recordedAt)],
)
