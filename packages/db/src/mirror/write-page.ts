import type { Transaction } from '../connection.ts'
import type { ComparedTable } from './compare-page.ts'
import type { Counts } from './counts.ts'
import { findTies } from './find-ties.ts'
import { type LockedRow, type LockedRows, lockRows } from './lock-rows.ts'
import type { PreparedPage } from './prepare-page.ts'
import type { PreparedRow } from './prepare-rows.ts'
import { refuseOrphans, type UncertainObject } from './refuse-orphans.ts'
import { findRestored } from './restored.ts'
import { aboutRowsOf, childrenOf, type MirrorTableInfo } from './tables.ts'
import { tombstoneMissingChildren } from './tombstones.ts'
import { type UpsertContext, upsertRows } from './upsert-rows.ts'

/** A prepared and compared page of one shop, to be written. */
export interface PageWrite extends Omit<PreparedPage, 'tables'>, UpsertContext {
  tables: readonly ComparedTable[]
}

/** What of a table's part was believed, by id, and what was not. */
interface Outcome {
  accepted: Map<string, PreparedRow>
  stale: Set<string>
}

const nothing: Outcome = { accepted: new Map(), stale: new Set() }

/** What a transaction wrote, and the objects to be read again. */
export interface Written {
  /** By table, children's included. */
  counts: Map<string, Counts>
  uncertain: UncertainObject[]
}

/** Has to run inside a transaction. */
export async function writeTables(tx: Transaction, page: PageWrite): Promise<Written> {
  const counts = new Map<string, Counts>()
  const uncertain: UncertainObject[] = []
  const outcomes = new Map<string, Outcome>()
  for (const compared of page.tables) {
    const { table, rows } = compared
    const parents = (table.parent && outcomes.get(table.parent.table)) ?? nothing
    const held = await holdDependedOn(tx, page, compared)
    const sending = await decideSending(tx, page, { compared, parents, held })
    const { inserted, updated, stale, ...written } = await writeTable(tx, page, sending)
    const accepted = new Map(rows.flatMap((row) => (stale.has(row.externalId) ? [] : [[row.externalId, row]])))
    outcomes.set(table.name, { accepted, stale })
    const owners = parents.accepted.values()
    const deleted = await tombstoneMissingChildren(tx, { ...page, table, owners, children: rows })
    const unchanged = rows.length - inserted - updated - stale.size
    counts.set(table.name, { inserted, updated, unchanged, stale: stale.size, deleted })
    const revived = [...held].flatMap(([id, row]) => (isGone(row) && accepted.has(id) ? [id] : []))
    uncertain.push(
      ...written.uncertain,
      ...(await findRestored(tx, { table, shopId: page.shopId, externalIds: revived })),
    )
  }
  return { counts, uncertain }
}

/** A page that changes nothing needs no transaction, unless children may be missing on it. */
export function isUnchanged(tables: readonly ComparedTable[]): boolean {
  const names = new Set(tables.filter(({ rows }) => rows.length > 0).map(({ table }) => table.name))
  return tables.every(
    ({ table, differing }) => differing.length === 0 && !(table.parent && names.has(table.parent.table)),
  )
}

/** Counts of a page that changes nothing: every row is unchanged. */
export function countUnchanged(tables: readonly ComparedTable[]): Map<string, Counts> {
  const none = { inserted: 0, updated: 0, stale: 0, deleted: 0 }
  return new Map(tables.map(({ table, rows }) => [table.name, { ...none, unchanged: rows.length }]))
}

function isGone(held: LockedRow | undefined): boolean {
  return typeof held?.goneAt === 'number'
}

/** What other rows depend on must not go while those are written. */
async function holdDependedOn(
  tx: Transaction,
  { shopId }: PageWrite,
  { table, rows, differing }: ComparedTable,
): Promise<LockedRows> {
  if (childrenOf(table.name).length === 0 && aboutRowsOf(table.name).length === 0) return new Map()
  if (isLockedByUpsert(table, { rows, differing })) return new Map()
  return lockRows(tx, table, { shopId, ids: rows.map(({ externalId }) => externalId) })
}

/**
 * An upsert that sends every row of the page locks them all in the same order, also those its guard refuses. What other
 * rows are about, or what may be refused before it is sent, has to be looked at first.
 */
function isLockedByUpsert(
  table: MirrorTableInfo,
  { rows, differing }: Pick<ComparedTable, 'rows' | 'differing'>,
): boolean {
  const isIndependent = !table.parent && table.subjects.length === 0 && aboutRowsOf(table.name).length === 0
  return isIndependent && differing.length === rows.length && new Set(rows.map(({ shape }) => shape)).size === 1
}

interface Sending extends Pick<ComparedTable, 'table' | 'unknown'> {
  sent: PreparedRow[]
  /** Refused without asking. */
  stale: Set<string>
  uncertain: UncertainObject[]
  /** Of the parents on the page. */
  parents: Outcome
}

interface Decision {
  compared: ComparedTable
  parents: Outcome
  held: LockedRows
}

/** What an old copy of a parent lists may be gone since: its children are as old as it is. */
async function decideSending(
  tx: Transaction,
  page: PageWrite,
  { compared, parents, held }: Decision,
): Promise<Sending> {
  const { table, rows, unknown } = compared
  const differing = new Set(compared.differing.map(({ externalId }) => externalId))
  // Gone since they were compared, some of them.
  const wanted = rows.filter(({ externalId }) => differing.has(externalId) || isGone(held.get(externalId)))
  const isStale = ({ parentId }: PreparedRow) => parentId !== null && parents.stale.has(parentId)
  const { refused, uncertain } = await refuseOrphans(tx, {
    ...page,
    table,
    rows: wanted.filter((row) => !isStale(row)),
    hasParent: (id) => parents.accepted.has(id),
  })
  const stale = new Set(wanted.flatMap((row) => (isStale(row) ? [row.externalId] : [])))
  for (const id of refused) stale.add(id)
  return { table, unknown, sent: wanted.filter(({ externalId }) => !stale.has(externalId)), stale, uncertain, parents }
}

interface TableWritten {
  inserted: number
  updated: number
  stale: Set<string>
  uncertain: UncertainObject[]
}

async function writeTable(tx: Transaction, page: PageWrite, sending: Sending): Promise<TableWritten> {
  const { table } = sending
  const written: TableWritten = { inserted: 0, updated: 0, stale: sending.stale, uncertain: sending.uncertain }
  for (const rows of Map.groupBy(sending.sent, ({ shape }) => shape).values()) {
    const upserted = await upsertRows(tx, page, { ...sending, rows, parents: sending.parents.accepted.values() })
    written.inserted += upserted.inserted
    written.updated += upserted.written - upserted.inserted
    const accepted = upserted.ids && new Set(upserted.ids)
    const refused = accepted ? rows.filter(({ externalId }) => !accepted.has(externalId)) : []
    for (const { externalId } of refused) written.stale.add(externalId)
    if (page.origin === 'webhook') written.uncertain.push(...(await findTies(tx, { ...page, table, rows: refused })))
    const created = new Set(upserted.created)
    for (const { externalId, parentId } of rows)
      if (created.has(externalId))
        written.uncertain.push({ resource: table.resource, externalId: parentId ?? externalId })
  }
  return written
}
