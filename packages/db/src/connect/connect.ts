import { DatabaseConfig, type DatabaseServer, loadConfig, readDatabaseUrl } from '@shopmirror/config'
import postgres, { type Options, type Sql } from 'postgres'
import { pooledSettings, searchPathOf, sessionSettings } from './session-settings.ts'

const CONNECT_TIMEOUT_SECONDS = 10
const IDLE_TIMEOUT_SECONDS = 60
const STATEMENT_TIMEOUT_MS = 60_000
/** A process that stalls inside a transaction loses it, and its locks with it. */
const IDLE_IN_TRANSACTION_MS = 60_000
const POOL_SIZE = 10

/** Which database, and where in it. */
export interface DatabaseAddress {
  /** DATABASE_URL. */
  url: string
  /** DATABASE_SCHEMA: holds every table. Default: what the role's `search_path` says. */
  schema?: string | undefined
}

/** Where to connect, and how the pool behaves. */
export interface ConnectOptions extends DatabaseAddress {
  /** Connections at most. Default 10. */
  max?: number
  /** What `pg_stat_activity` shows. Default `shopmirror`. */
  applicationName?: string
  /** A statement that takes longer is cancelled, ms; 0 never is. Default a minute. */
  statementTimeoutMs?: number
  /** Nothing will be written, so that a standby will do. Default false. */
  readsOnly?: boolean
}

/** DATABASE_URL and DATABASE_SCHEMA. Throws a `SettingsError` when one is missing or cannot be used. */
export function readAddress(env: NodeJS.ProcessEnv): DatabaseAddress {
  const { DATABASE_URL: url, DATABASE_SCHEMA: schema } = loadConfig(DatabaseConfig, env)
  return { url, schema }
}

/**
 * A pool that connects when first asked, and again after a cut: a statement that was on its way fails and may be
 * repeated. The only place that makes connections, so that all of them have the settings we rely on. Throws a
 * `SettingsError` when the address cannot be read.
 */
export function connect(options: ConnectOptions): Sql {
  const { url, max = POOL_SIZE, applicationName = 'shopmirror', readsOnly = false } = options
  const server = readDatabaseUrl(url)
  return postgres({
    ...toDriver(server),
    max,
    idle_timeout: IDLE_TIMEOUT_SECONDS,
    onnotice: () => undefined,
    // A server that a failover has made a standby refuses writes: it is left for whichever is at the address next.
    ...(!readsOnly && { target_session_attrs: server.targetSessionAttributes ?? 'primary' }),
    connection: { application_name: applicationName, ...server.startParameters, ...startParameters(server, options) },
  })
}

/** All as text: the driver leaves out what is 0 or false. A pooler refuses those it cannot keep for each client. */
function startParameters(server: DatabaseServer, options: ConnectOptions): Record<string, string> {
  if (server.transactionPooler) return Object.fromEntries(pooledSettings.map((name) => [name, sessionSettings[name]]))
  const { schema, statementTimeoutMs = STATEMENT_TIMEOUT_MS } = options
  return {
    ...sessionSettings,
    statement_timeout: String(statementTimeoutMs),
    idle_in_transaction_session_timeout: String(IDLE_IN_TRANSACTION_MS),
    ...(schema && { search_path: searchPathOf(schema) }),
  }
}

/** Not as an address: the driver takes every parameter it does not know for a setting of the session. */
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

/** Lists, though the driver's types know single ones only: it splits text at colons, which IPv6 addresses hold. */
function toHosts({ hosts }: DatabaseServer): object {
  const socket = hosts.find(({ host }) => host.startsWith('/'))
  return socket ?? { host: hosts.map(({ host }) => host), port: hosts.map(({ port }) => port) }
}
