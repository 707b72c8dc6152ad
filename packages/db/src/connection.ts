import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type { Sql, TransactionSql } from 'postgres'
import type { OnChange } from './changes.ts'
import type { Keyring } from './keyring.ts'

/** Drizzle on the pool, or on one transaction. */
export type Db = PostgresJsDatabase

/** The pool, or one transaction of it. */
export type Transaction = TransactionSql<Record<string, never>> | Sql<Record<string, never>>

/** So many rows of one table and shape in a write go by COPY, fewer as JSON; `Infinity`: they never go by COPY. */
export interface CopyFrom {
  /** All of them new to the mirror. */
  newRows: number
  /** At least one of them not new. */
  changedRows: number
}

/**
 * What repositories are created from. `sql` is the same connection as `db`, for statements that Drizzle cannot express.
 */
export interface Connection {
  db: Db
  sql: Transaction
  keyring: Keyring
  now(): Date
  copyFrom: CopyFrom
  /** Receives what repositories change, for people who look at it. */
  changed: OnChange
}
