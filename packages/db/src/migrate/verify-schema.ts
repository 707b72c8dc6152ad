import { SettingsError } from '@shopmirror/config'
import type { MigrationMeta } from 'drizzle-orm/migrator'
import type { Transaction } from '../connection.ts'
import { readExpectedColumns, readMigrations } from './migrations.ts'

const NAMES_SHOWN = 5

/** Throws a `SettingsError` when a migration or a column is missing in the current schema. */
export async function verifySchema(sql: Transaction): Promise<void> {
  const schema = await currentSchema(sql)
  const pending = await findPending(sql)
  if (pending.length > 0) {
    throw new SettingsError(
      `The schema "${schema}" lacks ${pending.length} of Shopmirror's migrations. Run npm run migrate with the same ` +
        'DATABASE_URL and DATABASE_SCHEMA, then start again.',
    )
  }
  const missing = await findMissingColumns(sql)
  if (missing.length === 0) return
  const names = missing.slice(0, NAMES_SHOWN).join(', ')
  throw new SettingsError(
    `The schema "${schema}" lacks ${missing.length} columns, although the migrations that create them are recorded in ` +
      `shopmirror_migrations: ${names}${missing.length > NAMES_SHOWN ? ', …' : ''}. Restore them from a backup, or set ` +
      'DATABASE_SCHEMA to an empty schema and run npm run migrate.',
  )
}

/** Migrations that are not recorded in the schema, oldest first. */
export async function findPending(sql: Transaction): Promise<MigrationMeta[]> {
  const applied = (await hasRecords(sql)) ? await sql`select hash from shopmirror_migrations` : []
  const hashes = new Set(applied.map(({ hash }) => hash))
  return readMigrations().filter(({ hash }) => !hashes.has(hash))
}

/** Whether the current schema has a table of our migrations. */
export async function hasRecords(sql: Transaction): Promise<boolean> {
  const found = await sql`
    select from pg_tables where schemaname = current_schema() and tablename = 'shopmirror_migrations'`
  return found.length > 0
}

/** The current schema, in which new tables are created. Throws a `SettingsError` when there is none. */
export async function currentSchema(sql: Transaction): Promise<string> {
  const [row] = await sql`select current_schema() as name, current_setting('search_path') as path`
  if (row?.name) return row.name
  throw new SettingsError(
    `No schema of the search_path exists, or the role may not use it (${row?.path}). Set DATABASE_SCHEMA to the schema ` +
      'for the mirror and run npm run migrate, which creates it. The role needs the USAGE privilege on it.',
  )
}

async function findMissingColumns(sql: Transaction): Promise<string[]> {
  const rows = await sql`
    select relname || '.' || attname as name from pg_attribute
    join pg_class c on c.oid = attrelid join pg_namespace n on n.oid = relnamespace
    where nspname = current_schema() and relkind in ('r', 'p') and attnum > 0 and not attisdropped`
  const present = new Set(rows.map(({ name }) => name))
  return readExpectedColumns().filter((column) => !present.has(column))
}
