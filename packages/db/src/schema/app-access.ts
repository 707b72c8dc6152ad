import { bigint, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at, createdAt } from './columns.ts'

/** Nanoseconds since the epoch, as platforms number their events. */
const nanoseconds = () => bigint({ mode: 'bigint' })

/** Whether a merchant has the app, by the latest event; also for merchants that no account has claimed. */
export const appAccess = pgTable(
  'app_access',
  {
    platform: text().notNull(),
    domain: text().notNull(),
    installedAt: nanoseconds(),
    removedAt: nanoseconds(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.platform, t.domain] })],
)

/**
 * Tokens that a platform sent by webhook, by the platform's id. A revoked token's row is kept without the token, so
 * that a late event does not restore it.
 */
export const appTokens = pgTable(
  'app_tokens',
  {
    /** `{platform}:{domain}:{the platform's id of the token}` */
    id: text().primaryKey(),
    platform: text().notNull(),
    domain: text().notNull(),
    /** Time of the latest event about it. */
    reportedAt: bigint('told_at', { mode: 'bigint' }).notNull(),
    /** Encrypted JSON of the token set; `null` when it was revoked, or deleted with the app. */
    tokens: text(),
    expiresAt: at(),
    createdAt: createdAt(),
  },
  (t) => [index('app_tokens_by_domain').on(t.platform, t.domain)],
)
