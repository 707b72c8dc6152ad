import { and, desc, eq, gt, inArray, lt, ne } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { sessions } from './schema/index.ts'

/** Sign-ins of people. Created and prolonged by the sign-in; listed and ended here. */
export const sessionsRepository = ({ db, now }: Connection) => ({
  /** Those that have not expired, newest first, without their tokens. */
  list: (userId: string) =>
    db
      .select({
        id: sessions.id,
        ipAddress: sessions.ipAddress,
        userAgent: sessions.userAgent,
        createdAt: sessions.createdAt,
        updatedAt: sessions.updatedAt,
        expiresAt: sessions.expiresAt,
      })
      .from(sessions)
      .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, now())))
      .orderBy(desc(sessions.id)),

  /** `false` when the person has no such session. */
  async end(id: string, userId: string) {
    const ended = await db
      .delete(sessions)
      .where(and(eq(sessions.id, id), eq(sessions.userId, userId)))
      .returning({ id: sessions.id })
    return ended.length > 0
  },

  /** Ends all sessions of a person but one. Returns how many. */
  async endOthers(userId: string, keptId: string | null) {
    const ended = await db
      .delete(sessions)
      .where(and(eq(sessions.userId, userId), keptId === null ? undefined : ne(sessions.id, keptId)))
      .returning({ id: sessions.id })
    return ended.length
  },

  /** Which account the session works in from now on. */
  async selectAccount(id: string, accountId: string) {
    await db.update(sessions).set({ accountId }).where(eq(sessions.id, id))
  },

  /** Deletes at most `limit` sessions that expired before then. Returns how many. */
  async sweep(before: Date, limit: number) {
    const old = db.select({ id: sessions.id }).from(sessions).where(lt(sessions.expiresAt, before)).limit(limit)
    return (await db.delete(sessions).where(inArray(sessions.id, old)).returning({ id: sessions.id })).length
  },
})
