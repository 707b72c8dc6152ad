import type { Sql, TransactionSql } from 'postgres'
import { type PreparedRow, prepareRows, type WritableRow } from './prepare-rows.ts'
import { childrenOf, type MirrorTableInfo, mirrorTable, mirrorTables } from './tables.ts'
import { tombstoneMissingChildren } from './tombstones.ts'
import { compareStatement, upsertStatement } from './upsert-statement.ts'

export type Transaction = TransactionSql<Record<string, never>> | Sql<Record<string, never>>

/** See `MirrorRows` of the platforms, which fits. */
export interface WritableRows {
  origin: 'api' | 'webhook'
  readAt: Date
  rows: Partial<Record<string, WritableRow[]>>
}

export interface Counts {
  inserted: number
  updated: number
  unchanged: number
  stale: number
  deleted: number
}

export const noCounts: Counts = { inserted: 0, updated: 0, unchanged: 0, stale: 0, deleted: 0 }

export function addCounts(a: Counts, b: Counts): Counts {
  return {
    inserted: a.inserted + b.inserted,
    updated: a.updated + b.updated,
    unchanged: a.unchanged + b.unchanged,
    stale: a.stale + b.stale,
    deleted: a.deleted + b.deleted,
  }
}

export interface WriteOptions {
  shopId: string
  page: WritableRows
  now: Date
}

/** Counts by table, children's included. Has to run inside a transaction. */
export async function writeTables(tx: Transaction, { shopId, page, now }: WriteOptions): Promise<Map<string, Counts>> {
  const counts = new Map<string, Counts>()
  const parents = new Map<string, PreparedRow[]>()
  for (const table of mirrorTables.values()) {
    const rows = page.rows[table.name]
    if (!rows) continue
    const prepared = prepareRows(rows, table.parent?.column ?? null)
    const { stale, ...written } = await writeTable(tx, { table, prepared, shopId, page, now })
    if (childrenOf(table.name).length > 0)
      parents.set(
        table.name,
        prepared.filter((row) => !stale.has(row.externalId)),
      )
    const owners = table.parent && parents.get(table.parent.table)
    const deleted = owners
      ? await tombstoneMissingChildren(tx, { table, shopId, owners, children: prepared, at: page.readAt, now })
      : 0
    counts.set(table.name, { ...written, stale: stale.size, deleted })
  }
  return counts
}

interface TableWrite extends WriteOptions {
  table: MirrorTableInfo
  prepared: PreparedRow[]
}

async function writeTable(tx: Transaction, write: TableWrite) {
  const { table, prepared, shopId, page, now } = write
  const sent = await differing(tx, write)
  const json = `[${sent.map((row) => row.json).join(',')}]`
  const written =
    sent.length === 0
      ? []
      : await tx.unsafe<{ external_id: string; inserted: boolean }[]>(
          upsertStatement(table),
          [json, shopId, page.origin, page.readAt.toISOString(), now.toISOString()],
          { prepare: true },
        )
  const stale = new Set(sent.map((row) => row.externalId))
  for (const row of written) stale.delete(row.external_id)
  const inserted = written.filter((row) => row.inserted).length
  return { inserted, updated: written.length - inserted, unchanged: prepared.length - sent.length, stale }
}

/** Ids and hashes go over first: what has not changed is not sent. */
async function differing(tx: Transaction, { table, prepared, shopId }: TableWrite): Promise<PreparedRow[]> {
  if (prepared.length === 0) return []
  const ids = prepared.map((row) => row.externalId)
  const hashes = prepared.map((row) => row.contentHash)
  const rows = await tx.unsafe<{ external_id: string }[]>(compareStatement(table), [shopId, ids, hashes], {
    prepare: true,
  })
  const wanted = new Set(rows.map((row) => row.external_id))
  return prepared.filter((row) => wanted.has(row.externalId))
}

export function tableOfRows(name: string): MirrorTableInfo {
  return mirrorTable(name)
}
