import { and, asc, eq } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { firstOf } from './first-of.ts'
import { accountMembers, accounts, type MemberRole, users } from './schema/index.ts'

interface Membership {
  accountId: string
  userId: string
}

/** `last_owner`: the account would have no owner any more. */
export type MembershipChange = 'done' | 'not_found' | 'last_owner'

/** People of accounts and their roles. An account that has an owner keeps at least one. */
export const membersRepository = ({ db, now }: Connection) => {
  const at = ({ accountId, userId }: Membership) =>
    and(eq(accountMembers.accountId, accountId), eq(accountMembers.userId, userId))

  /** With the account locked, so that of two owners who leave at once one stays. */
  const change = (
    { accountId, userId }: Membership,
    next: MemberRole | null,
    write: (tx: Pick<typeof db, 'update' | 'delete'>) => Promise<unknown>,
  ) =>
    db.transaction(async (tx): Promise<MembershipChange> => {
      await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, accountId)).for('update')
      const members = await tx
        .select({ userId: accountMembers.userId, role: accountMembers.role })
        .from(accountMembers)
        .where(eq(accountMembers.accountId, accountId))
      const before = members.find((member) => member.userId === userId)
      if (!before) return 'not_found'
      const owners = members.filter(({ role }) => role === 'owner')
      if (before.role === 'owner' && next !== 'owner' && owners.length === 1) return 'last_owner'
      await write(tx)
      return 'done'
    })

  return {
    /** By name. */
    list: (accountId: string) =>
      db
        .select({
          userId: users.id,
          name: users.name,
          email: users.email,
          role: accountMembers.role,
          createdAt: accountMembers.createdAt,
        })
        .from(accountMembers)
        .innerJoin(users, eq(users.id, accountMembers.userId))
        .where(eq(accountMembers.accountId, accountId))
        .orderBy(asc(users.name), asc(users.id)),

    /** `null` when the person is not a member. */
    roleOf: async (membership: Membership) =>
      firstOf(await db.select({ role: accountMembers.role }).from(accountMembers).where(at(membership)))?.role ?? null,

    /** Leaves the role of somebody who is a member already. */
    async add({ role, ...membership }: Membership & { role: MemberRole }) {
      await db
        .insert(accountMembers)
        .values({ ...membership, role, createdAt: now() })
        .onConflictDoNothing()
    },

    setRole: (membership: Membership, role: MemberRole) =>
      change(membership, role, (tx) => tx.update(accountMembers).set({ role }).where(at(membership))),

    remove: (membership: Membership) =>
      change(membership, null, (tx) => tx.delete(accountMembers).where(at(membership))),
  }
}
