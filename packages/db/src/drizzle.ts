import { PgDialect } from 'drizzle-orm/pg-core'
import { drizzle, PostgresJsDatabase, PostgresJsSession } from 'drizzle-orm/postgres-js'
import type { Sql } from 'postgres'
import type { Db } from './connection.ts'

const casing = 'snake_case'
const dialect = new PgDialect({ casing })

/** Drizzle on a pool, whose parsers it sets. */
export function openDrizzle(sql: Sql): Db {
  return drizzle(sql, { casing })
}

/** Drizzle on a transaction of such a pool. What is the same for all of them is not built again for each. */
export function openDrizzleIn(transaction: Sql): Db {
  return new PostgresJsDatabase(dialect, new PostgresJsSession(transaction, dialect, undefined), undefined)
}
