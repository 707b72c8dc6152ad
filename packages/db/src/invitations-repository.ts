import { createHash, randomBytes } from 'node:crypto'
import { and, desc, eq, gt, inArray, isNull, lt } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { createId } from './create-id.ts'
import { firstOf } from './first-of.ts'
import { accountInvitations, accounts, type MemberRole } from './schema/index.ts'

const TOKEN_BYTES = 32

/** A new invitation. */
export interface NewInvitation {
  accountId: string
  email: string
  role: MemberRole
  /** `null` when an API key invites. */
  invitedBy: string | null
  ttlMs: number
}

/** Invitations into accounts. A link's token works once; only its hash is stored. */
export const invitationsRepository = ({ db, now }: Connection) => {
  const isOpen = () =>
    and(
      isNull(accountInvitations.acceptedAt),
      isNull(accountInvitations.revokedAt),
      gt(accountInvitations.expiresAt, now()),
    )

  return {
    /** Replaces an open invitation of the same address, whose link then no longer works. */
    create: ({ accountId, email, role, invitedBy, ttlMs }: NewInvitation) =>
      db.transaction(async (tx) => {
        const address = email.toLowerCase()
        const same = and(eq(accountInvitations.accountId, accountId), eq(accountInvitations.email, address), isOpen())
        await tx.update(accountInvitations).set({ revokedAt: now() }).where(same)
        const token = randomBytes(TOKEN_BYTES).toString('base64url')
        const id = createId('inv')
        const expiresAt = new Date(now().getTime() + ttlMs)
        await tx
          .insert(accountInvitations)
          .values({ id, accountId, email: address, role, invitedBy, expiresAt, tokenHash: hashOf(token) })
        return { id, token, expiresAt }
      }),

    /** The link was sent to the address. */
    async markMailed(id: string) {
      await db.update(accountInvitations).set({ mailedAt: now() }).where(eq(accountInvitations.id, id))
    },

    /** The open invitation of a link, with the account's name; `null` when it was used, revoked or has expired. */
    findOpen: async (token: string) =>
      firstOf(
        await db
          .select({ invitation: accountInvitations, accountName: accounts.name })
          .from(accountInvitations)
          .innerJoin(accounts, eq(accounts.id, accountInvitations.accountId))
          .where(and(eq(accountInvitations.tokenHash, hashOf(token)), isOpen())),
      ),

    /** Whether this call used it. Of two concurrent calls the second gets `false`. */
    async accept(id: string) {
      const accepted = await db
        .update(accountInvitations)
        .set({ acceptedAt: now() })
        .where(and(eq(accountInvitations.id, id), isOpen()))
        .returning({ id: accountInvitations.id })
      return accepted.length > 0
    },

    /** Open ones and the expired ones that nobody revoked, newest first. */
    list: (accountId: string) =>
      db
        .select()
        .from(accountInvitations)
        .where(
          and(
            eq(accountInvitations.accountId, accountId),
            isNull(accountInvitations.acceptedAt),
            isNull(accountInvitations.revokedAt),
          ),
        )
        .orderBy(desc(accountInvitations.id)),

    /** Deletes at most `limit` invitations that expired before then. Returns how many. */
    async sweep(before: Date, limit: number) {
      const { id, expiresAt } = accountInvitations
      const old = db.select({ id }).from(accountInvitations).where(lt(expiresAt, before)).limit(limit)
      return (await db.delete(accountInvitations).where(inArray(id, old)).returning({ id })).length
    },

    /** `null` when there is no open invitation with this id in the account. */
    async revoke(id: string, accountId: string) {
      const where = and(eq(accountInvitations.id, id), eq(accountInvitations.accountId, accountId))
      const open = and(where, isNull(accountInvitations.acceptedAt), isNull(accountInvitations.revokedAt))
      return firstOf(await db.update(accountInvitations).set({ revokedAt: now() }).where(open).returning())
    },
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
