import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { createId } from './create-id.ts'
import { isWithin, type TimeRange } from './list-query.ts'
import { type AuditOutcome, auditLog } from './schema/index.ts'

/** One action of a person. */
export type NewAuditEntry = Omit<typeof auditLog.$inferInsert, 'id' | 'at'>

/** A page of the audit log. */
export interface AuditQuery extends TimeRange {
  /** `null`: all accounts, and sign-ins of nobody. */
  accountId: string | null
  userId?: string | undefined
  operation?: string | undefined
  outcome?: AuditOutcome | undefined
  /** An id among the targets. */
  target?: string | undefined
  /** Id of the last entry of the previous page. */
  cursor?: string | undefined
  limit: number
}

/** What people did. */
export const auditRepository = ({ db, now }: Connection) => ({
  async record(entry: NewAuditEntry) {
    await db.insert(auditLog).values({ ...entry, id: createId('aud'), at: now() })
  },

  /** Newest first. */
  list: ({ accountId, userId, operation, outcome, target, cursor, limit, ...range }: AuditQuery) =>
    db
      .select()
      .from(auditLog)
      .where(
        and(
          accountId === null ? undefined : eq(auditLog.accountId, accountId),
          userId ? eq(auditLog.userId, userId) : undefined,
          operation ? eq(auditLog.operation, operation) : undefined,
          outcome ? eq(auditLog.outcome, outcome) : undefined,
          target ? sql`${target} in (select value from jsonb_each_text(${auditLog.targets}))` : undefined,
          cursor ? lt(auditLog.id, cursor) : undefined,
          ...isWithin(auditLog.at, range),
        ),
      )
      .orderBy(desc(auditLog.id))
      .limit(limit),

  /** Deletes at most `limit` entries from before then. Returns how many. */
  async sweep(before: Date, limit: number) {
    const old = db.select({ id: auditLog.id }).from(auditLog).where(lt(auditLog.at, before)).limit(limit)
    return (await db.delete(auditLog).where(inArray(auditLog.id, old)).returning({ id: auditLog.id })).length
  },
})
