import { setTimeout as pause } from 'node:timers/promises'
import { SettingsError } from '@shopmirror/config'
import type { ReservedSql, Sql } from 'postgres'

const UNKNOWN_STATEMENT = '26000'
/** A pooler with one connection makes the second client wait for the first. */
const WAIT_MS = 1_000

/**
 * Throws a `SettingsError` when a pooler gives a client another session for its next transaction and does not take
 * its prepared statements along. Needs two connections of `sql`.
 */
export async function checkPreparedStatements(sql: Sql): Promise<void> {
  const [client, other] = await Promise.all([sql.reserve(), sql.reserve()])
  try {
    await usePreparedStatement(client)
    // Takes the session the client has just had, if a pooler shares it.
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
      '(transaction pooling). Add pgbouncer=true to DATABASE_URL, or set max_prepared_statements of PgBouncer ' +
      '(1.21 or newer) to 200.',
    { cause: error },
  )
}
