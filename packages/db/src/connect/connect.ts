import {
  DatabaseConfig,
  type DatabaseServer,
  type DatabaseSettings,
  loadConfig,
  readDatabaseUrl,
} from '@shopmirror/config'
import postgres, { type Options, type Sql } from 'postgres'
import { pooledSettings, searchPathOf, sessionLimits, sessionSettings } from './session-settings.ts'

const CONNECT_TIMEOUT_SECONDS = 10
const IDLE_TIMEOUT_SECONDS = 60
const POOL_SIZE = 10

/** A database and a schema in it. */
export interface DatabaseAddress {
  /** DATABASE_URL. */
  url: string
  /** DATABASE_SCHEMA: the schema of all tables. Default: the role's `search_path`. */
  schema?: string | undefined
  /** DATABASE_POOLER: what `url` leads to, unless its parameters already say so. */
  pooler?: 'transaction' | undefined
  /** DATABASE_DIRECT_URL: the same database without the pooler. */
  directUrl?: string | undefined
}

/** Options of a pool. */
export interface ConnectOptions extends DatabaseAddress {
  /** Maximum number of connections. Default 10. */
  max?: number
  /** `application_name` in `pg_stat_activity`. Default `shopmirror`. */
  applicationName?: string
  /** A statement that takes longer is cancelled, ms; 0 disables the limit. Default 60,000. */
  statementTimeoutMs?: number
  /** Allows a standby, because nothing is written. Default false. */
  readsOnly?: boolean
}

/** Reads the settings of the database. Throws a `SettingsError` when one is missing or invalid. */
export function readAddress(env: NodeJS.ProcessEnv): DatabaseAddress {
  return addressOf(loadConfig(DatabaseConfig, env))
}

/** The database that the settings describe. */
export function addressOf(settings: DatabaseSettings): DatabaseAddress {
  return {
    url: settings.DATABASE_URL,
    schema: settings.DATABASE_SCHEMA,
    pooler: settings.DATABASE_POOLER,
    directUrl: settings.DATABASE_DIRECT_URL,
  }
}

/** The same database without the pooler, where its address is known; else as given. */
export function directAddress<Address extends DatabaseAddress>(address: Address): Address {
  const { directUrl } = address
  return directUrl === undefined ? address : { ...address, url: directUrl, pooler: undefined, directUrl: undefined }
}

/** Whether each transaction may run in another session. */
export function isPooled({ url, pooler }: DatabaseAddress): boolean {
  return pooler === 'transaction' || readDatabaseUrl(url).transactionPooler
}

/**
 * A pool that connects at the first statement, and reconnects after a lost connection; a statement that was running fails and
 * may be repeated. The only function that opens connections, so that all of them have the settings we rely on. Throws a
 * `SettingsError` when the address is invalid.
 */
export function connect(options: ConnectOptions): Sql {
  const { url, max = POOL_SIZE, applicationName = 'shopmirror', readsOnly = false } = options
  const server = { ...readDatabaseUrl(url), transactionPooler: isPooled(options) }
  return postgres({
    ...toDriver(server),
    max,
    idle_timeout: IDLE_TIMEOUT_SECONDS,
    onnotice: () => undefined,
    // After a failover the old server is a standby: the driver disconnects from it and connects to the new primary.
    ...(!readsOnly && { target_session_attrs: server.targetSessionAttributes ?? 'primary' }),
    connection: { application_name: applicationName, ...server.startParameters, ...startParameters(server, options) },
  })
}

/**
 * Values are strings, because the driver drops 0 and false. A pooler rejects parameters that it cannot keep per client.
 */
function startParameters(server: DatabaseServer, options: ConnectOptions): Record<string, string> {
  if (server.transactionPooler) return Object.fromEntries(pooledSettings.map((name) => [name, sessionSettings[name]]))
  const { schema, statementTimeoutMs } = options
  return {
    ...sessionSettings,
    ...sessionLimits,
    ...(statementTimeoutMs !== undefined && { statement_timeout: String(statementTimeoutMs) }),
    ...(schema && { search_path: searchPathOf(schema) }),
  }
}

/**
 * Options instead of an address, because the driver treats every unknown parameter of an address as a session setting.
 */
function toDriver(server: DatabaseServer): Options<Record<string, never>> {
  const { user, password, database, tls } = server
  return {
    ...toHosts(server),
    ...(user && { user }),
    ...(password && { password }),
    ...(database && { database }),
    ssl: tls,
    ...(server.directTls && { sslnegotiation: 'direct' }),
    connect_timeout: server.connectTimeoutSeconds ?? CONNECT_TIMEOUT_SECONDS,
    prepare: !server.transactionPooler,
  }
}

/**
 * Lists, although the driver's types allow only single values: it splits strings at colons, which IPv6 addresses
 * contain.
 */
function toHosts({ hosts }: DatabaseServer): object {
  const socket = hosts.find(({ host }) => host.startsWith('/'))
  return socket ?? { host: hosts.map(({ host }) => host), port: hosts.map(({ port }) => port) }
}
