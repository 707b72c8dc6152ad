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
  const newest = readMeta<Journal>('_journal.json').entries.at(-1)?.idx ?? 0
  const { tables } = readMeta<Snapshot>(`${String(newest).padStart(4, '0')}_snapshot.json`)
  return Object.values(tables).flatMap(({ name, columns }) => Object.keys(columns).map((column) => `${name}.${column}`))
}

function readMeta<Content>(file: string): Content {
  return JSON.parse(readFileSync(join(migrationsFolder, 'meta', file), 'utf8'))
}
