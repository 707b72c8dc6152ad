import type { Transaction } from '../connection.ts'
import { type PreparedRow, prepareRows, type WritableRow } from './prepare-rows.ts'
import { type MirrorTableInfo, mirrorTable, mirrorTables } from './tables.ts'
import { compareStatement } from './upsert-statement.ts'

/** See `MirrorRows` of the platforms, which fits. */
export interface WritableRows {
  origin: 'api' | 'webhook'
  readAt: Date
  rows: Partial<Record<string, WritableRow[]>>
}

/** A page's part of one table, and what of it the mirror does not have yet. */
export interface ComparedTable {
  table: MirrorTableInfo
  rows: PreparedRow[]
  differing: PreparedRow[]
}

/** Ids and hashes go over first: what has not changed is not sent. Only advice: the guard decides when it is written. */
export async function comparePage(
  sql: Transaction,
  shopId: string,
  rows: WritableRows['rows'],
): Promise<ComparedTable[]> {
  return Promise.all(
    preparePage(rows).map(async ({ table, rows }) => {
      const wanted = await compareRows(sql, { shopId, table: table.name, rows })
      return { table, rows, differing: rows.filter((row) => wanted.has(row.externalId)) }
    }),
  )
}

/** In the order of `mirrorTables`, so that parents come before their children. */
function preparePage(page: WritableRows['rows']): Omit<ComparedTable, 'differing'>[] {
  for (const name of Object.keys(page)) mirrorTable(name)
  const versions = new Map<string, Map<string, string | null>>()
  const prepared = []
  for (const table of mirrorTables.values()) {
    const given = page[table.name]
    if (!given) continue
    const parentVersions = (table.parent && versions.get(table.parent.table)) ?? new Map<string, string | null>()
    const rows = prepareRows({ table, rows: given, parentVersions })
    versions.set(table.name, new Map(rows.map((row) => [row.externalId, row.version])))
    prepared.push({ table: withNamedColumns(table, given), rows })
  }
  return prepared
}

/** What no row names is not written: a webhook that holds less than the API must not empty what the API filled. */
function withNamedColumns(table: MirrorTableInfo, rows: readonly WritableRow[]): MirrorTableInfo {
  const named = new Set<string>()
  for (const { fields } of rows) for (const name in fields) named.add(name)
  return { ...table, columns: table.columns.filter(({ name }) => named.has(name)) }
}

interface Comparison {
  shopId: string
  table: string
  rows: readonly Pick<PreparedRow, 'externalId' | 'contentHash'>[]
}

export async function compareRows(sql: Transaction, { shopId, table, rows }: Comparison): Promise<Set<string>> {
  if (rows.length === 0) return new Set()
  const ids = rows.map((row) => row.externalId)
  const hashes = rows.map((row) => row.contentHash)
  const differing = await sql.unsafe<{ external_id: string }[]>(
    compareStatement(mirrorTable(table)),
    [shopId, ids, hashes],
    { prepare: true },
  )
  return new Set(differing.map((row) => row.external_id))
}
