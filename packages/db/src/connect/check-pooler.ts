import { setTimeout as pause } from 'node:timers/promises'
import { SettingsError } from '@shopmirror/config'
import type { ReservedSql, Sql } from 'postgres'

const UNKNOWN_STATEMENT = '26000'
/** Behind a pooler with one connection the second client waits for the first, ms. */
const WAIT_MS = 1_000

/**
 * Throws a `SettingsError` when a pooler runs a client's next transaction in another session that does not have its
 * prepared statements. Needs two connections of `sql`.
 */
export async function checkPreparedStatements(sql: Sql): Promise<void> {
  const [client, other] = await Promise.all([sql.reserve(), sql.reserve()])
  try {
    await usePreparedStatement(client)
    // If a pooler shares sessions, this takes the session that the client has just used.
    await other`begin`
    const again = client`begin`.then(() => usePreparedStatement(client))
    await Promise.race([again.catch(() => undefined), pause(WAIT_MS)])
    await other`rollback`
    await again
  } catch (error) {
    throw explain(error)
  } finally {
    await client`rollback`.catch(() => undefined)
    client.release()
    other.release()
  }
}

const usePreparedStatement = (client: ReservedSql) => client`select ${'prepared'}::text`

function explain(error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error && error.code === UNKNOWN_STATEMENT)) return error
  return new SettingsError(
    'The pooler of DATABASE_URL gives each transaction another session and does not support prepared statements ' +
      '(transaction pooling). Set DATABASE_POOLER=transaction, add pgbouncer=true to DATABASE_URL, or set ' +
      'max_prepared_statements of PgBouncer (1.21 or newer) to 200.',
    { cause: error },
  )
}
