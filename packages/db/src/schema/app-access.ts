import { bigint, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at, createdAt } from './columns.ts'

/** Nanoseconds since the epoch, as platforms number their events. */
const moment = () => bigint({ mode: 'bigint' })

/** Whether a merchant has the app, by the latest event; also for merchants that no account has claimed. */
export const appAccess = pgTable(
  'app_access',
  {
    platform: text().notNull(),
    domain: text().notNull(),
    installedAt: moment(),
    removedAt: moment(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.platform, t.domain] })],
)

/** Tokens that a platform gave by webhook, by its own names for them. What was revoked stays, without its token: a late word must not bring it back. */
export const appTokens = pgTable(
  'app_tokens',
  {
    /** `{platform}:{domain}:{the platform's id of the token}` */
    id: text().primaryKey(),
    platform: text().notNull(),
    domain: text().notNull(),
    /** Of the last word about it. */
    toldAt: moment().notNull(),
    /** Encrypted JSON of the token set; `null` when it is revoked, or was removed with the app. */
    tokens: text(),
    expiresAt: at(),
    createdAt: createdAt(),
  },
  (t) => [index('app_tokens_by_domain').on(t.platform, t.domain)],
)
