import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { at } from './columns.ts'

/** How an action ended: done, refused (4xx), or failed (5xx). */
export const auditOutcomes = ['done', 'refused', 'failed'] as const
/** One of `auditOutcomes`. */
export type AuditOutcome = (typeof auditOutcomes)[number]

/** What people did: one row per action, without foreign keys, so that it outlives what it is about. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: text().primaryKey(),
    at: at().notNull(),
    /** `null` for a sign-in that failed before it was known who it was. */
    userId: text(),
    /** Their address at that time. */
    email: text(),
    /** The account that the person had selected. */
    accountId: text(),
    /** `operationId` of the route in `/openapi.json`; of Bull Board, `queues:` and the method and path. */
    operation: text().notNull(),
    /** What it was done to: the parameters of the path, and what the route adds. */
    targets: jsonb().$type<Record<string, string>>().notNull(),
    outcome: text().$type<AuditOutcome>().notNull(),
    /** Status of the response. */
    status: integer().notNull(),
    ipAddress: text(),
    requestId: text().notNull(),
  },
  (table) => [index().on(table.accountId, table.id), index().on(table.at)],
)
