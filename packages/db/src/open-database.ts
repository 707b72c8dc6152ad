import postgres, { type Sql } from 'postgres'
import type { Keyring } from './keyring.ts'
import { createRepositories, type Repositories } from './repositories.ts'

const CONNECT_TIMEOUT_SECONDS = 10
const IDLE_TIMEOUT_SECONDS = 60
const STATEMENT_TIMEOUT_MS = 60_000
/** A process that stalls inside a transaction loses it, and its locks with it. */
const IDLE_IN_TRANSACTION_MS = 60_000
const POOL_SIZE = 10

export interface DatabaseOptions {
  url: string
  keyring: Keyring
  now?: () => Date
  /** Connections at most. */
  max?: number
  /** A statement that takes longer is cancelled, ms. */
  statementTimeoutMs?: number
}

export interface Database {
  sql: Sql
  repositories: Repositories
  close(): Promise<void>
}

/** Connects when first asked, and again after a cut: a statement that was on its way fails and may be repeated. */
export function openDatabase(options: DatabaseOptions): Database {
  const { url, keyring, now = () => new Date(), max = POOL_SIZE, statementTimeoutMs = STATEMENT_TIMEOUT_MS } = options
  const sql = postgres(url, {
    max,
    connect_timeout: CONNECT_TIMEOUT_SECONDS,
    idle_timeout: IDLE_TIMEOUT_SECONDS,
    onnotice: () => undefined,
    connection: {
      application_name: 'shopmirror',
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    },
  })
  return {
    sql,
    repositories: createRepositories(sql, { keyring, now }),
    close: () => sql.end({ timeout: 5 }),
  }
}
