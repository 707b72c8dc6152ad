import type { Sql } from 'postgres'
import { type ConnectOptions, connect } from './connect/connect.ts'
import type { Keyring } from './keyring.ts'
import { createRepositories, type Repositories } from './repositories.ts'

/** Options of the pool and of the repositories. Default of `now`: the system clock. */
export interface DatabaseOptions extends ConnectOptions {
  keyring: Keyring
  now?: () => Date
}

/** A pool and the repositories on it. `close` waits at most 5 s for running statements. */
export interface Database {
  sql: Sql
  repositories: Repositories
  close(): Promise<void>
}

/** The repositories on a pool of `connect`, which connects at the first statement. */
export function openDatabase({ keyring, now = () => new Date(), ...options }: DatabaseOptions): Database {
  const sql = connect(options)
  return {
    sql,
    repositories: createRepositories(sql, { keyring, now }),
    close: () => sql.end({ timeout: 5 }),
  }
}
