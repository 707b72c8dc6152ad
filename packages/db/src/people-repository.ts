import { and, asc, eq, inArray, lt } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { firstOf } from './first-of.ts'
import { accountMembers, accounts, passkeys, sessions, userLogins, users, verifications } from './schema/index.ts'

/** People, and what a session of theirs lets them do. Sign-in itself is not here. */
export const peopleRepository = ({ db, now }: Connection) => {
  const membershipsOf = (userId: string) =>
    db
      .select({ accountId: accountMembers.accountId, name: accounts.name, role: accountMembers.role })
      .from(accountMembers)
      .innerJoin(accounts, eq(accounts.id, accountMembers.accountId))
      .where(eq(accountMembers.userId, userId))
      .orderBy(asc(accountMembers.createdAt), asc(accountMembers.accountId))

  return {
    /** The person of a session, with the accounts they belong to, oldest membership first; `null` when it has ended. */
    async ofSession(sessionId: string) {
      const found = firstOf(
        await db
          .select({ selected: sessions.accountId, expiresAt: sessions.expiresAt, user: users })
          .from(sessions)
          .innerJoin(users, eq(users.id, sessions.userId))
          .where(eq(sessions.id, sessionId)),
      )
      if (!found || found.expiresAt <= now()) return null
      const { user, selected } = found
      return { user, selected, memberships: await membershipsOf(user.id) }
    },

    membershipsOf,

    /** `null` when nobody has this address, in any case of letters. */
    findByEmail: async (email: string) =>
      firstOf(await db.select().from(users).where(eq(users.email, email.toLowerCase()))),

    /** `null` for an unknown id. */
    find: async (id: string) => firstOf(await db.select().from(users).where(eq(users.id, id))),

    /** Whether there is an operator already. */
    async hasOperator() {
      const [found] = await db.select({ id: users.id }).from(users).where(eq(users.operator, true)).limit(1)
      return found !== undefined
    },

    /** Gives the person access to all accounts. */
    async makeOperator(id: string) {
      await db.update(users).set({ operator: true, updatedAt: now() }).where(eq(users.id, id))
    },

    /** Since when the person signs in through this provider (`null`: they do not), and how many other ways they have. */
    async loginsOf(userId: string, provider: string): Promise<{ provider: Date | null; others: number }> {
      const [logins, keys] = await Promise.all([
        db.select().from(userLogins).where(eq(userLogins.userId, userId)),
        db.select({ id: passkeys.id }).from(passkeys).where(eq(passkeys.userId, userId)),
      ])
      const linked = logins.find((login) => login.provider === provider)
      return { provider: linked?.createdAt ?? null, others: logins.length + keys.length - (linked ? 1 : 0) }
    },

    /** The person no longer signs in through this provider. */
    async removeLogin(userId: string, provider: string) {
      await db.delete(userLogins).where(and(eq(userLogins.userId, userId), eq(userLogins.provider, provider)))
    },

    /** The person's open links for a new password no longer work. */
    async endPasswordResets(userId: string) {
      await db.delete(verifications).where(eq(verifications.value, userId))
    },

    /**
     * A mail has reached the person. If it is the first one, passkeys are deleted: somebody else may have made them
     * for this address.
     */
    proveEmail: (id: string) =>
      db.transaction(async (tx) => {
        const unproven = and(eq(users.id, id), eq(users.emailVerified, false))
        const proven = await tx
          .update(users)
          .set({ emailVerified: true, updatedAt: now() })
          .where(unproven)
          .returning({ id: users.id })
        if (proven.length > 0) await tx.delete(passkeys).where(eq(passkeys.userId, id))
      }),

    /** Deletes at most `limit` values of sign-ins under way that expired before then. Returns how many. */
    async sweepVerifications(before: Date, limit: number) {
      const { id, expiresAt } = verifications
      const old = db.select({ id }).from(verifications).where(lt(expiresAt, before)).limit(limit)
      return (await db.delete(verifications).where(inArray(id, old)).returning({ id })).length
    },

    /** Changes what the person may change of themselves. */
    async update(id: string, change: { name?: string | undefined; language?: 'en' | 'hu' | 'de' | null | undefined }) {
      const set = { ...definedOf(change), updatedAt: now() }
      return firstOf(await db.update(users).set(set).where(eq(users.id, id)).returning())
    },
  }
}

function definedOf<Fields extends object>(fields: Fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Fields>
}
