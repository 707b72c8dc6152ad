import { hash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import type { Transaction } from '../connection.ts'
import { type CopyColumn, encodeCopy } from './encode-copy.ts'
import type { PreparedRow } from './prepare-rows.ts'
import { type MirrorTableInfo, mirrorTables } from './tables.ts'
import { columnsOf, type RowSource } from './upsert-statement.ts'

/** Rows of one shape, sorted by id. */
interface Rows {
  table: MirrorTableInfo
  rows: readonly PreparedRow[]
}

interface Reading {
  shopId: string
  origin: 'api' | 'webhook'
  readAt: Date
  now: Date
}

/** Into the mirror's table itself. Throws a unique violation where the mirror has one of them. */
export async function copyNewRows(tx: Transaction, reading: Reading, rows: Rows): Promise<void> {
  const { shopId, origin } = reading
  const [readAt, now] = [origin === 'api' ? reading.readAt.toISOString() : null, reading.now.toISOString()]
  await copy(tx, rows.table.name, rows.rows, [
    { name: 'shop_id', type: 'text', read: () => shopId },
    { name: 'read_at', type: 'timestamptz', read: () => readAt },
    { name: 'synced_at', type: 'timestamptz', read: () => now },
    ...allColumnsOf(rows),
  ])
}

/** Into a temporary table, from which an upsert takes them. */
export async function stageRows(tx: Transaction, rows: Rows): Promise<{ source: RowSource; parameters: string[] }> {
  await tx.unsafe(staging.create)
  await copy(tx, staging.name, rows.rows, allColumnsOf(rows))
  // Postgres may have put a short row where an earlier page of the table had room left.
  return {
    source: { from: () => `(select * from ${staging.name} order by external_id) as page`, raw: 'raw' },
    parameters: [],
  }
}

/**
 * Has the columns of every table, so that a commit has one table to empty. Made once a session, so that the catalogs of Postgres
 * do not grow with each page, and in the transaction that uses it, because a pooler may have given that another session.
 * Its name says which columns it has: a pooler's session may be older than this version.
 */
const staging = describeStaging()

function describeStaging(): { name: string; create: string } {
  const typed = [...mirrorTables.values()].flatMap(({ columns }) => columns.map(({ name, type }) => `${name} ${type}`))
  const columns = [
    ...['external_id text collate "C"', 'content_hash text', 'source_updated_at timestamptz', 'raw jsonb'],
    ...new Set(typed),
  ].join(', ')
  const name = `staged_rows_${hash('sha256', columns).slice(0, 12)}`
  return {
    name: `pg_temp.${name}`,
    // Rows of another table or shape may have been staged, and written, in this transaction.
    create: `create temporary table if not exists ${name} (${columns}) on commit delete rows; delete from pg_temp.${name}`,
  }
}

function allColumnsOf({ table, rows: [first] }: Rows): CopyColumn<PreparedRow>[] {
  const typed = first ? columnsOf(table, first.shape) : []
  return [
    { name: 'external_id', type: 'text', read: ({ externalId }) => externalId },
    { name: 'content_hash', type: 'text', read: ({ contentHash }) => contentHash },
    { name: 'source_updated_at', type: 'timestamptz', read: ({ version }) => version },
    ...typed.map(({ name, type }) => ({ name, type, read: ({ values }: PreparedRow) => values[name] })),
    { name: 'raw', type: 'json text', read: ({ raw }) => raw },
  ]
}

async function copy(
  tx: Transaction,
  table: string,
  rows: readonly PreparedRow[],
  columns: readonly CopyColumn<PreparedRow>[],
): Promise<void> {
  const names = columns.map(({ name }) => name).join(', ')
  const stream = await tx.unsafe(`copy ${table} (${names}) from stdin (format binary)`).writable()
  await pipeline(encodeCopy(columns, rows), stream)
}
