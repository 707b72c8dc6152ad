import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { accounts } from './accounts.ts'
import { createdAt } from './columns.ts'
import { users } from './users.ts'

/** What a person may do in an account, in ascending order: see, work, administer, own. */
export const memberRoles = ['viewer', 'member', 'admin', 'owner'] as const
/** One of `memberRoles`. */
export type MemberRole = (typeof memberRoles)[number]

/** Which people belong to which accounts. */
export const accountMembers = pgTable(
  'account_members',
  {
    accountId: text()
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: text().$type<MemberRole>().notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.userId] }), index().on(table.userId)],
)
