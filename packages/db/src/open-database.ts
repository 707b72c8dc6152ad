import type { Logger } from '@shopmirror/config'
import { drizzle } from 'drizzle-orm/postgres-js'
import type { Sql } from 'postgres'
import type { OnChange } from './changes.ts'
import { type ConnectOptions, connect, directAddress, isPooled } from './connect/connect.ts'
import type { CopyFrom } from './connection.ts'
import type { Keyring } from './keyring.ts'
import { listenForPushes } from './pushes/listen.ts'
import { readFromReplica } from './replica/read-from-replica.ts'
import { watchReplica } from './replica/watch-replica.ts'
import { createRepositories, type Repositories } from './repositories.ts'
import * as schema from './schema/index.ts'

/** Connections beside the pooler, for leases; a listener has one more. */
const DIRECT_POOL_SIZE = 2

/** Options of the pool and of the repositories. Default of `now`: the system clock. */
export interface DatabaseOptions extends ConnectOptions {
  keyring: Keyring
  now?: () => Date
  /** Default: 100 new rows, or 500 of which some are changed. */
  copyFrom?: CopyFrom | undefined
  /** Default: changes are reported to nobody. */
  changed?: OnChange | undefined
  /** Default: everything is read from the primary. */
  replica?: ReplicaOptions | undefined
}

/** Drizzle and the tables of people's sign-ins. */
export type SignInTables = ReturnType<typeof signInTables>

/** A standby of the same database. */
export interface ReplicaOptions {
  url: string
  /** Lists that would be older are read from the primary. */
  ageMsMax: number
  log: Logger
  /** Told of each list that the replica has answered: its rows are not older than this, ms. */
  onRead(ageMs: number): void
}

/** A pool and the repositories on it. `close` waits at most 5 s for running statements. */
export interface Database {
  sql: Sql
  repositories: Repositories
  /** The same, but lists and statistics come from the replica, if there is one. */
  lists: Repositories
  /** For the library that signs people in: it brings its own queries, and gets only these tables. */
  signIn: SignInTables
  /** See `listenForPushes`. Does nothing behind a transaction pooler, which cannot keep a listener, without a direct address. */
  listenForPushes(onPush: (shopId: string) => void): Promise<void>
  close(): Promise<void>
}

/** The repositories on a pool of `connect`, which connects at the first statement. */
export function openDatabase(given: DatabaseOptions): Database {
  const { keyring, now = () => new Date(), copyFrom, changed, replica, ...options } = given
  const sql = connect(options)
  const direct = options.directUrl ? connect({ ...directAddress(options), max: DIRECT_POOL_SIZE }) : null
  const repositories = createRepositories(sql, {
    ...{ keyring, now },
    ...(copyFrom !== undefined && { copyFrom }),
    ...(changed !== undefined && { changed }),
    ...(direct && { leases: direct }),
  })
  const reading = replica && openReplica(replica, { options, primary: { sql, repositories }, keyring, now })
  return {
    ...{ sql, repositories },
    lists: reading?.lists ?? repositories,
    signIn: signInTables(sql),
    listenForPushes: async (onPush) => {
      if (direct) await listenForPushes(direct, onPush)
      else if (!isPooled(options)) await listenForPushes(sql, onPush)
    },
    async close() {
      await reading?.close()
      await Promise.all([sql.end({ timeout: 5 }), direct?.end({ timeout: 5 })])
    },
  }
}

interface ReplicaParts extends Pick<DatabaseOptions, 'keyring'> {
  options: ConnectOptions
  primary: Pick<Database, 'sql' | 'repositories'>
  now: () => Date
}

function openReplica({ url, ageMsMax, log, onRead }: ReplicaOptions, { options, primary, ...deps }: ReplicaParts) {
  const sql = connect({ ...options, url, pooler: undefined, directUrl: undefined, readsOnly: true })
  const watch = watchReplica({ primary: primary.sql, replica: sql, ageMsMax, log })
  const replica = createRepositories(sql, deps)
  return {
    lists: readFromReplica({ primary: primary.repositories, replica, watch, onRead }),
    async close() {
      await watch.close()
      await sql.end({ timeout: 5 })
    },
  }
}

function signInTables(sql: Sql) {
  const { users, sessions, userLogins, verifications, passkeys } = schema
  const tables = { users, sessions, userLogins, verifications, passkeys }
  return { tables, db: drizzle(sql, { schema: tables, casing: 'snake_case' }) }
}
