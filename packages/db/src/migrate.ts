import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator'
import { connect } from './connect/connect.ts'

/** Any number that no other program of the database takes. */
const LOCK = 7_463_928_110

/** Brings the database to the newest schema, forward only. Two at once is fine: the second waits and finds nothing to do. */
export async function migrate(url: string): Promise<void> {
  const sql = connect({ url, max: 1 })
  try {
    await sql`select pg_advisory_lock(${LOCK})`
    await applyMigrations(drizzle(sql), { migrationsFolder: join(import.meta.dirname, 'migrations') })
  } finally {
    await sql.end()
  }
}
