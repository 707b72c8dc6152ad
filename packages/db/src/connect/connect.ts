import postgres, { type Sql } from 'postgres'
import { searchPathOf, sessionSettings } from './session-settings.ts'

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

/**
 * A pool that connects when first asked, and again after a cut: a statement that was on its way fails and may be
 * repeated. The only place that makes connections, so that all of them have the settings we rely on.
 */
export function connect(options: ConnectOptions): Sql {
  const { url, max = POOL_SIZE, readsOnly = false } = options
  return postgres(url, {
    max,
    connect_timeout: CONNECT_TIMEOUT_SECONDS,
    idle_timeout: IDLE_TIMEOUT_SECONDS,
    onnotice: () => undefined,
    // A server that a failover has made a standby refuses writes: it is left for whichever is at the address next.
    ...(!readsOnly && { target_session_attrs: 'primary' }),
    connection: startParameters(options),
  })
}

/** All as text: the driver leaves out what is 0 or false. */
function startParameters(options: ConnectOptions): Record<string, string> {
  const { schema, applicationName = 'shopmirror', statementTimeoutMs = STATEMENT_TIMEOUT_MS } = options
  return {
    application_name: applicationName,
    ...sessionSettings,
    statement_timeout: String(statementTimeoutMs),
    idle_in_transaction_session_timeout: String(IDLE_IN_TRANSACTION_MS),
    ...(schema && { search_path: searchPathOf(schema) }),
  }
}
