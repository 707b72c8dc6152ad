import type { Transaction } from '../connection.ts'
import type { PreparedTable } from './prepare-page.ts'
import type { PreparedRow } from './prepare-rows.ts'
import { mirrorTable } from './tables.ts'
import { compareStatement } from './upsert-statement.ts'

/** A page's part of one table, and what of it the mirror does not have yet. */
export interface ComparedTable extends PreparedTable {
  differing: PreparedRow[]
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
      return { table, rows, differing: rows.filter((row) => wanted.has(row.externalId)) }
    }),
  )
}

interface Comparison {
  shopId: string
  table: string
  rows: readonly Pick<PreparedRow, 'externalId' | 'contentHash'>[]
}

/** Ids of the rows that the mirror does not have, or has with a different content hash. */
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
