import { sql } from 'drizzle-orm'
import { index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { at, createdAt, shopId } from './columns.ts'

/** Failures in a row of one kind for one shop. Raised at the threshold; resolved by a success. */
export const alerts = pgTable(
  'alerts',
  {
    id: text().primaryKey(),
    shopId: shopId(),
    kind: text().notNull(),
    failures: integer().notNull().default(0),
    /** Text for operators: what happened and what to do. No customer data. */
    detail: text().notNull(),
    createdAt: createdAt(),
    lastAt: at().notNull().defaultNow(),
    raisedAt: at(),
    /** Last failed notification. */
    notifyFailedAt: at(),
    notifiedAt: at(),
    resolvedAt: at(),
    /** A person has seen it: id of the API key or person. */
    acknowledgedBy: text(),
    acknowledgedAt: at(),
    /** No notification is sent until then, not even when the same happens again: alerts of this shop and kind. */
    mutedUntil: at(),
    mutedBy: text(),
  },
  (t) => [
    uniqueIndex('alerts_one_open').on(t.shopId, t.kind).where(sql`resolved_at is null`),
    index('alerts_to_notify').on(t.raisedAt),
  ],
)
