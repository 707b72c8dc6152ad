import { index, pgTable, text } from 'drizzle-orm/pg-core'
import type { MemberRole } from './account-members.ts'
import { accounts } from './accounts.ts'
import { at, createdAt } from './columns.ts'
import { users } from './users.ts'

/** Invitations of an e-mail address into an account, by a link that works once. */
export const accountInvitations = pgTable(
  'account_invitations',
  {
    id: text().primaryKey(),
    accountId: text()
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    /** Lower case. */
    email: text().notNull(),
    role: text().$type<MemberRole>().notNull(),
    /** SHA-256 of the link's token, hex. */
    tokenHash: text().notNull().unique(),
    /** Whether the link was sent to the address; then accepting it proves the address. */
    mailedAt: at(),
    /** `null` when an API key invited. */
    invitedBy: text().references(() => users.id, { onDelete: 'set null' }),
    expiresAt: at().notNull(),
    createdAt: createdAt(),
    acceptedAt: at(),
    revokedAt: at(),
  },
  (table) => [index().on(table.accountId)],
)
