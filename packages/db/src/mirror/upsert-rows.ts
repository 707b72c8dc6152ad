import type { CopyFrom, Transaction } from '../connection.ts'
import { copyNewRows, stageRows } from './copy-rows.ts'
import type { PreparedRow } from './prepare-rows.ts'
import type { NoteChanges, RowChange } from './record-changes.ts'
import type { MirrorTableInfo } from './tables.ts'
import { jsonSource, type RowSource, upsertStatement } from './upsert-statement.ts'

/** The read that rows come from, and how they may be sent. */
export interface UpsertContext {
  shopId: string
  origin: 'api' | 'webhook'
  readAt: Date
  now: Date
  copyFrom: CopyFrom
  /** Whether temporary tables may be created. */
  mayStage: boolean
  /** Whether the mirror is on partitions by shop. */
  isPartitioned: boolean
  /** Takes what changed; absent: it is not recorded. */
  note?: NoteChanges | undefined
}

/** Rows of one table and shape, sorted by id. */
export interface Upsert {
  table: MirrorTableInfo
  rows: readonly PreparedRow[]
  /** Ids of which the mirror had no row when they were compared. */
  unknown: ReadonlySet<string>
  /** Of the same page. */
  parents: Iterable<PreparedRow>
}

/** What the guard let through. */
export interface Upserted {
  written: number
  inserted: number
  /** `null`: all that were sent. */
  ids: string[] | null
  /** Which are new, of partial rows. */
  created: string[] | null
}

/**
 * Writes what the guard lets through. Many rows go by COPY, which takes Postgres less time than JSON: into the table
 * itself where all are new, else into a temporary one. Few go as JSON, in one round trip. Throws a unique violation where one
 * was inserted since they were compared, `NotEncodableError` where COPY cannot carry a value.
 */
export async function upsertRows(tx: Transaction, context: UpsertContext, upsert: Upsert): Promise<Upserted> {
  const { table, rows, unknown } = upsert
  const [first] = rows
  if (!first) return { written: 0, inserted: 0, ids: [], created: null }
  const { copyFrom, mayStage, note } = context
  if (rows.length >= copyFrom.newRows && rows.every(({ externalId }) => unknown.has(externalId))) {
    await copyNewRows(tx, context, { table, rows })
    note?.(table, rows.map(toInserted))
    const created = first.shape.isPartial ? rows.map(({ externalId }) => externalId) : null
    return { written: rows.length, inserted: rows.length, ids: null, created }
  }
  if (rows.length >= copyFrom.changedRows && mayStage)
    return merge(tx, context, { ...upsert, ...(await stageRows(tx, { table, rows })) })
  const parameters = [`[${rows.map(({ json }) => json).join(',')}]`, rows.map(({ raw }) => raw).join('\n')]
  return merge(tx, context, { ...upsert, source: jsonSource, parameters })
}

interface Merge extends Upsert {
  source: RowSource
  parameters: string[]
}

async function merge(
  tx: Transaction,
  { shopId, origin, readAt, now, isPartitioned, note }: UpsertContext,
  { table, rows, parents, source, parameters }: Merge,
): Promise<Upserted> {
  const shape = rows[0]?.shape
  if (!shape) throw new Error('There are no rows to merge.')
  const [row] = await tx.unsafe<(Upserted & { changes: RowChange[] | null })[]>(
    upsertStatement(table, shape, source, { isRecorded: note !== undefined, isPartitioned }),
    [
      ...[shopId, origin, readAt.toISOString(), now.toISOString(), rows.length],
      ...(table.parent ? [versionsOf(parents)] : []),
      ...parameters,
    ],
    { prepare: true },
  )
  if (!row) throw new Error('An upsert answered nothing.')
  if (row.changes) note?.(table, row.changes)
  // Of no row at all there is nothing to list.
  return { ...row, ids: row.written === 0 ? [] : row.ids }
}

function toInserted({ externalId, parentId, version }: PreparedRow): RowChange {
  return { externalId, ownerId: parentId, version, change: 'inserted', columns: null }
}

function versionsOf(parents: Iterable<PreparedRow>): string {
  return JSON.stringify(Object.fromEntries([...parents].map(({ externalId, version }) => [externalId, version])))
}
