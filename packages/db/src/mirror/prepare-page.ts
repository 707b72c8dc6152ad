import { type PreparedRow, prepareRows, type WritableRow } from './prepare-rows.ts'
import { type MirrorTableInfo, mirrorTable, mirrorTables } from './tables.ts'

interface Reading {
  origin: 'api' | 'webhook'
  readAt: Date
}

/** See `MirrorRows` of the platforms, which fits. */
export interface WritableRows extends Reading {
  rows: Partial<Record<string, WritableRow[]>>
  /** Objects that are there, and of which no rows could be made. */
  unmapped?: readonly UnmappedObject[]
}

/** An object that the adapter could not map; it goes to quarantine. */
export interface UnmappedObject {
  table: string
  externalId: string
  raw: unknown
}

/** The rows of one table on a page, ready to be written. */
export interface PreparedTable {
  table: MirrorTableInfo
  rows: PreparedRow[]
}

/** A page as it goes to Postgres; the objects it was made of are no longer needed. */
export interface PreparedPage extends Reading {
  tables: PreparedTable[]
  unmapped: readonly UnmappedObject[]
}

/** In the order of `mirrorTables`, so that parents come before their children. */
export async function preparePage({ origin, readAt, rows: given, unmapped = [] }: WritableRows): Promise<PreparedPage> {
  for (const name of Object.keys(given)) mirrorTable(name)
  const versions = new Map<string, Map<string, string | null>>()
  const tables: PreparedTable[] = []
  for (const table of mirrorTables.values()) {
    const part = given[table.name]
    if (!part) continue
    const parentVersions = (table.parent && versions.get(table.parent.table)) ?? new Map<string, string | null>()
    const rows = await prepareRows({ table, rows: part, parentVersions })
    versions.set(table.name, new Map(rows.map((row) => [row.externalId, row.version])))
    tables.push({ table, rows })
  }
  return { origin, readAt, tables, unmapped }
}
