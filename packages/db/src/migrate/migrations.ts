import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator'

const migrationsFolder = join(import.meta.dirname, '..', 'migrations')

/** All migrations, oldest first. */
export const readMigrations = (): MigrationMeta[] => readMigrationFiles({ migrationsFolder })

interface Journal {
  entries: { idx: number }[]
}

interface Snapshot {
  tables: Record<string, { name: string; columns: Record<string, { name: string }> }>
}

/** The columns after all migrations, as `table.column`. */
export function readExpectedColumns(): string[] {
  return Object.values(readNewest().tables).flatMap(({ name, columns }) =>
    Object.keys(columns).map((column) => `${name}.${column}`),
  )
}

/** The tables after all migrations. */
export const readExpectedTables = (): string[] => Object.values(readNewest().tables).map(({ name }) => name)

function readNewest(): Snapshot {
  const newest = readMeta<Journal>('_journal.json').entries.at(-1)?.idx ?? 0
  return readMeta<Snapshot>(`${String(newest).padStart(4, '0')}_snapshot.json`)
}

function readMeta<Content>(file: string): Content {
  return JSON.parse(readFileSync(join(migrationsFolder, 'meta', file), 'utf8'))
}
