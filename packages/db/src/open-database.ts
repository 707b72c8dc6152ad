import { readDatabaseUrl } from '@shopmirror/config'
import type { Sql } from 'postgres'
import type { OnChange } from './changes.ts'
import { type ConnectOptions, connect } from './connect/connect.ts'
import type { CopyFrom } from './connection.ts'
import type { Keyring } from './keyring.ts'
import { listenForPushes } from './pushes/listen.ts'
import { createRepositories, type Repositories } from './repositories.ts'

/** Options of the pool and of the repositories. Default of `now`: the system clock. */
export interface DatabaseOptions extends ConnectOptions {
  keyring: Keyring
  now?: () => Date
  /** Default: 100 new rows, or 500 of which some are changed. */
  copyFrom?: CopyFrom | undefined
  /** Default: changes are reported to nobody. */
  changed?: OnChange | undefined
}

/** A pool and the repositories on it. `close` waits at most 5 s for running statements. */
export interface Database {
  sql: Sql
  repositories: Repositories
  /** See `listenForPushes`. Does nothing behind a transaction pooler, which cannot keep a listener. */
  listenForPushes(onPush: (shopId: string) => void): Promise<void>
  close(): Promise<void>
}

/** The repositories on a pool of `connect`, which connects at the first statement. */
export function openDatabase(given: DatabaseOptions): Database {
  const { keyring, now = () => new Date(), copyFrom, changed, ...options } = given
  const sql = connect(options)
  return {
    sql,
    repositories: createRepositories(sql, {
      ...{ keyring, now },
      ...(copyFrom !== undefined && { copyFrom }),
      ...(changed !== undefined && { changed }),
    }),
    listenForPushes: async (onPush) => {
      if (!readDatabaseUrl(options.url).transactionPooler) await listenForPushes(sql, onPush)
    },
    close: () => sql.end({ timeout: 5 }),
  }
}
