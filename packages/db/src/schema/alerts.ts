import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { at, createdAt, shopId } from './columns.ts'

/** What a detail of ours says, for readers of other languages. Times as ISO 8601. */
export type AlertFacts =
  | { about: 'delete_guard'; resource: string; allowed: number; live: number }
  | { about: 'silence'; topics: { topic: string; since: string; longestHours: number }[] }
  | { about: 'quarantine'; count: number; object: string; reason: string }
  | { about: 'push_loop'; push: string; count: number; fields: string }
  | { about: 'privacy'; request: string; isExport: boolean; dueAt: string; others: number }

/** Failures in a row of one kind for one shop. Raised at the threshold; resolved by a success. */
export const alerts = pgTable(
  'alerts',
  {
    id: text().notNull(),
    shopId: shopId(),
    kind: text().notNull(),
    failures: integer().notNull().default(0),
    /** Text for operators: what happened and what to do. No customer data. */
    detail: text().notNull(),
    /** `null` where the detail is a message of a platform or of an error. */
    facts: jsonb().$type<AlertFacts>(),
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
    primaryKey({ columns: [t.id, t.shopId] }),

    uniqueIndex('alerts_one_open').on(t.shopId, t.kind).where(sql`resolved_at is null`),
    index('alerts_to_notify').on(t.raisedAt),
  ],
)
