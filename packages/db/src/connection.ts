import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type { Keyring } from './keyring.ts'
import type { Transaction } from './mirror/write-page.ts'
import type * as schema from './schema/index.ts'

export type Db = PostgresJsDatabase<typeof schema>

/** What a repository is made of. `sql` is the same connection as `db`, for statements Drizzle has no words for. */
export interface Connection {
  db: Db
  sql: Transaction
  keyring: Keyring
  now(): Date
}
