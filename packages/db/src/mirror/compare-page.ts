import type { Transaction } from '../connection.ts'
import type { PreparedTable } from './prepare-page.ts'
import type { PreparedRow } from './prepare-rows.ts'
import { mirrorTable } from './tables.ts'
import { compareStatement } from './upsert-statement.ts'

/** A page's part of one table, and what of it the mirror does not have yet. */
export interface ComparedTable extends PreparedTable {
  differing: PreparedRow[]
  /** Of those, the ids of which the mirror had no row. */
  unknown: ReadonlySet<string>
}

/** Ids and hashes go over first: what has not changed is not sent. Only advice: the guard decides when it is written. */
export async function compareTables(
  sql: Transaction,
  shopId: string,
  tables: readonly PreparedTable[],
): Promise<ComparedTable[]> {
  return Promise.all(
    tables.map(async ({ table, rows }) => {
      const wanted = await compareRows(sql, { shopId, table: table.name, rows })
      const unknown = new Set([...wanted].flatMap(([id, { isNew }]) => (isNew ? [id] : [])))
      return { table, rows, differing: rows.filter((row) => wanted.has(row.externalId)), unknown }
    }),
  )
}

interface Comparison {
  shopId: string
  table: string
  rows: readonly Pick<PreparedRow, 'externalId' | 'contentHash'>[]
}

/** A row that the mirror does not have, or has with a different content hash. */
interface Difference {
  isNew: boolean
}

/** By id. */
export async function compareRows(
  sql: Transaction,
  { shopId, table, rows }: Comparison,
): Promise<ReadonlyMap<string, Difference>> {
  if (rows.length === 0) return new Map()
  const ids = rows.map((row) => row.externalId)
  const hashes = rows.map((row) => row.contentHash)
  const differing = await sql.unsafe<(Difference & { id: string })[]>(
    compareStatement(mirrorTable(table)),
    [shopId, ids, hashes],
    { prepare: true },
  )
  return new Map(differing.map(({ id, isNew }) => [id, { isNew }]))
}
