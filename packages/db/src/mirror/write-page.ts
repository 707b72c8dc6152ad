import type { Transaction } from '../connection.ts'
import type { ComparedTable } from './compare-page.ts'
import type { Counts } from './counts.ts'
import type { PreparedPage } from './prepare-page.ts'
import type { PreparedRow } from './prepare-rows.ts'
import { tombstoneMissingChildren } from './tombstones.ts'
import { upsertStatement } from './upsert-statement.ts'

export interface PageWrite extends Omit<PreparedPage, 'tables'> {
  shopId: string
  tables: readonly ComparedTable[]
  now: Date
}

/** What of a table's part was believed, and what was not. */
interface Outcome {
  accepted: PreparedRow[]
  stale: Set<string>
}

/** Counts by table, children's included. Has to run inside a transaction. */
export async function writeTables(tx: Transaction, page: PageWrite): Promise<Map<string, Counts>> {
  const counts = new Map<string, Counts>()
  const outcomes = new Map<string, Outcome>()
  for (const compared of page.tables) {
    const { table, rows } = compared
    const parents = table.parent ? outcomes.get(table.parent.table) : undefined
    const { inserted, updated, stale } = await writeTable(tx, page, withoutStaleParents(compared, parents))
    const accepted = rows.filter((row) => !stale.has(row.externalId))
    outcomes.set(table.name, { accepted, stale })
    const owners = parents?.accepted ?? []
    const deleted = await tombstoneMissingChildren(tx, { ...page, table, owners, children: rows })
    const unchanged = rows.length - inserted - updated - stale.size
    counts.set(table.name, { inserted, updated, unchanged, stale: stale.size, deleted })
  }
  return counts
}

/** A page that changes nothing needs no transaction, unless children may be missing on it. */
export function isUnchanged(tables: readonly ComparedTable[]): boolean {
  const names = new Set(tables.filter(({ rows }) => rows.length > 0).map(({ table }) => table.name))
  return tables.every(
    ({ table, differing }) => differing.length === 0 && !(table.parent && names.has(table.parent.table)),
  )
}

export function countUnchanged(tables: readonly ComparedTable[]): Map<string, Counts> {
  const none = { inserted: 0, updated: 0, stale: 0, deleted: 0 }
  return new Map(tables.map(({ table, rows }) => [table.name, { ...none, unchanged: rows.length }]))
}

interface Sending {
  table: ComparedTable['table']
  sent: PreparedRow[]
  /** Refused without asking. */
  stale: Set<string>
}

/** What an old copy of a parent lists may be gone since: its children are as old as it is. */
function withoutStaleParents({ table, differing }: ComparedTable, parents: Outcome | undefined): Sending {
  const isStale = ({ parentId }: PreparedRow) => parentId !== null && parents?.stale.has(parentId) === true
  return {
    table,
    sent: differing.filter((row) => !isStale(row)),
    stale: new Set(differing.filter(isStale).map((row) => row.externalId)),
  }
}

interface Written {
  written: number
  inserted: number
  /** `null`: all that were sent. */
  ids: string[] | null
}

async function writeTable(
  tx: Transaction,
  { shopId, origin, readAt, now }: PageWrite,
  { table, sent, stale }: Sending,
): Promise<{ inserted: number; updated: number; stale: Set<string> }> {
  if (sent.length === 0) return { inserted: 0, updated: 0, stale }
  const [row] = await tx.unsafe<Written[]>(
    upsertStatement(table),
    [
      `[${sent.map((each) => each.json).join(',')}]`,
      sent.map((each) => each.raw).join('\n'),
      ...[shopId, origin, readAt.toISOString(), now.toISOString(), sent.length],
    ],
    { prepare: true },
  )
  const { written = 0, inserted = 0, ids = null } = row ?? {}
  const accepted = ids && new Set(ids)
  const refused = written === sent.length ? [] : sent.filter((each) => !accepted?.has(each.externalId))
  return {
    inserted,
    updated: written - inserted,
    stale: new Set([...stale, ...refused.map((each) => each.externalId)]),
  }
}
