import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { at, createdAt, externalId, hasLongError, hasShortError, shopId } from './columns.ts'

/** See the table of statuses in docs/pushes.md. */
export type PushStatus =
  | 'pending'
  | 'held'
  | 'processing'
  | 'completed'
  | 'failed'
  | 'conflict'
  | 'superseded'
  | 'cancelled'

/** Why a push is held. */
export type HoldReason = 'direction_off' | 'object_off' | 'interval' | 'missing_scope' | 'loop'

/** What became of an attempt that did not carry the push out. */
export interface PushAttempt {
  /** ISO 8601 */
  at: string
  /** Of the push after it: `pending` when it is tried again. */
  status: PushStatus
  code: string | null
  error: string
}

/** Ledger of pushes: each row is one intended change of one object of a shop. */
export const pushes = pgTable(
  'pushes',
  {
    id: text().notNull(),
    shopId: shopId(),
    /** The order in which pushes were accepted; those of one object are sent in this order. */
    seq: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    /** The caller's idempotency key. */
    key: text().notNull(),
    /** Hash of the request: a second push with this key must have the same hash. */
    requestHash: text().notNull(),
    /** Such as `inventory.set`. */
    kind: text().notNull(),
    entity: text().notNull(),
    /** The object as the caller named it. */
    object: jsonb().$type<Record<string, string>>().notNull(),
    /** The payload of the kind; `null` after retention or an erasure has deleted it. */
    payload: jsonb().$type<Record<string, unknown>>(),
    /**
     * The object as the platform names it (`variantId`, or `id` of an order, a product or a customer), and what the payload
     * refers to; `null` until the sender has resolved it.
     */
    target: jsonb().$type<Record<string, unknown>>(),
    /** `table/external_id` of the object in the mirror; the views look pushes up by it. */
    mirrorObject: externalId().generatedAlwaysAs(sql`case
      when kind like 'inventory.%' or kind like 'variant.%' then 'product_variants/' || (target ->> 'variantId')
      else entity || '/' || coalesce(target ->> 'id', result ->> 'id') end`),
    /** The same for every push of one object; `null` until it is resolved. */
    objectKey: text(),
    status: text().$type<PushStatus>().notNull().default('pending'),
    holdReason: text().$type<HoldReason>(),
    /** Earliest time of sending: the next attempt, or the end of the interval. */
    dueAt: at().notNull().defaultNow(),
    attempts: integer().notNull().default(0),
    /** Attempts that did not carry it out, oldest first; the last ten. */
    failedAttempts: jsonb().$type<PushAttempt[]>().notNull().default([]),
    /** The platform's idempotency key of the call that is or was under way; pushes sent in one call share it. */
    attemptKey: text(),
    attemptAt: at(),
    /** When a call that may have carried it out was sent for the first time; stays when the push fails and is retried. */
    firstSentAt: at(),
    /** What that call contains of this push. A repeat must contain the same. */
    attemptRequest: jsonb().$type<Record<string, unknown>>(),
    errorCode: text(),
    /** What happened, then what to do. */
    error: text(),
    /** What the shop answered, or holds instead of what was expected. */
    result: jsonb().$type<Record<string, unknown>>(),
    supersededBy: text(),
    /** It gives the object back a value that the shop has changed after an earlier push had set it. */
    /** Leads to the trace of its acceptance; `null` where none was recorded. */
    traceContext: text(),
    isReversal: boolean().notNull().default(false),
    createdAt: createdAt(),
    updatedAt: createdAt(),
    finishedAt: at(),
  },
  (t) => [
    primaryKey({ columns: [t.id, t.shopId] }),

    uniqueIndex('pushes_by_key').on(t.shopId, t.key),
    index('pushes_by_shop').on(t.shopId, t.id),
    index('pushes_open').on(t.shopId, t.status, t.dueAt, t.seq).where(isOpen()),
    index('pushes_of_object').on(t.shopId, t.objectKey, t.seq).where(isOpen()),
    index('pushes_open_by_mirror_object').on(t.shopId, t.mirrorObject).where(isOpen()),
    index('pushes_ended_by_mirror_object')
      .on(t.shopId, t.mirrorObject, t.finishedAt)
      .where(sql`status in ('completed', 'failed')`),
    index('pushes_by_mirror_object').on(t.mirrorObject, t.shopId, t.id).where(sql`mirror_object is not null`),
    // For text search without a look at each row.
    index('pushes_error_texts').on(t.id, t.shopId, t.error).where(hasShortError),
    index('pushes_long_errors').on(t.id).where(hasLongError),
    index('pushes_failed').on(t.shopId, t.id).where(sql`status = 'failed'`),
    index('pushes_open_by_own_id')
      .on(t.shopId, t.entity, sql`(object ->> 'own_id')`, t.seq)
      .where(sql`${isOpen()} and object ->> 'own_id' is not null`),
    index('pushes_due').on(t.dueAt, t.shopId).where(sql`status in ('pending', 'processing', 'held')`),
    index('pushes_to_empty').on(t.finishedAt).where(sql`payload is not null and finished_at is not null`),
  ],
)

function isOpen() {
  return sql`status in ('pending', 'held', 'processing', 'conflict')`
}

/** Which process sends the pushes of a shop: one at a time, until the lease ends. */
export const pushSenders = pgTable('push_senders', {
  shopId: shopId().primaryKey(),
  owner: text().notNull(),
  leaseUntil: at().notNull(),
})
