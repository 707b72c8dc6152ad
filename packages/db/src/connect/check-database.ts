import { verifySchema } from '../migrate/verify-schema.ts'
import { checkPreparedStatements } from './check-pooler.ts'
import { checkServer } from './check-server.ts'
import { checkSession } from './check-session.ts'
import { connect, type DatabaseAddress } from './connect.ts'
import { explainFailure } from './explain-failure.ts'

/**
 * Checks whether the database is suitable: server, session, pooler, schema. Resolves to warnings. Throws a
 * `SettingsError` that says what to change, or a `DatabaseUnreachableError` when there is no answer.
 */
export async function checkDatabase(address: DatabaseAddress): Promise<string[]> {
  const sql = connect({ ...address, max: 2 })
  try {
    await checkServer(sql)
    const warnings = await checkSession(sql, address)
    await checkPreparedStatements(sql)
    await verifySchema(sql)
    return warnings
  } catch (error) {
    throw explainFailure(error, address.url)
  } finally {
    await sql.end({ timeout: 1 })
  }
}
