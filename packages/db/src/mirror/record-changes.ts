import type { Transaction } from '../connection.ts'
import type { ChangeSource, ObjectChange } from '../schema/object-changes.ts'
import { idKeyOf } from './id-key.ts'
import { toStorableJson } from './storable.ts'
import type { MirrorTableInfo } from './tables.ts'

/** Where the changes of a write come from. Without it they are not recorded. */
export interface ChangeOrigin {
  source: ChangeSource
  /** Ids of the deliveries, pushes or the run that caused a change of the object; empty when none is known. */
  causesOf(table: string, externalId: string): readonly string[]
}

/** What changed in one row. */
export interface RowChange {
  externalId: string
  /** Id of the object of another table that the row belongs to. */
  ownerId: string | null
  change: ObjectChange
  /** The platform's, as a time that Postgres reads. */
  version: string | null
  /** Of an update. */
  columns: string[] | null
}

/** Takes the changes of rows of one table. */
export type NoteChanges = (table: MirrorTableInfo, changes: readonly RowChange[]) => void

/** A change with its table. */
export interface NotedChange extends RowChange {
  table: MirrorTableInfo
}

/** Collects what a transaction, or a part of it that may be rolled back, has changed. */
export function collectChanges(origin: ChangeOrigin | undefined): {
  note: NoteChanges | undefined
  noted: NotedChange[]
} {
  const noted: NotedChange[] = []
  const note: NoteChanges = (table, changes) => {
    for (const change of changes) noted.push({ ...change, table })
  }
  return { note: origin && note, noted }
}

/** `table/external_id` of the object that a change is about, as it is stored. */
function objectOf({ table, ownerId, externalId }: NotedChange): string {
  return idKeyOf(table.parent ? `${table.parent.table}/${ownerId}` : `${table.name}/${externalId}`)
}

interface Recording {
  shopId: string
  now: Date
  origin: ChangeOrigin | undefined
}

/** Stores changes, in one statement of the transaction that made them. Returns the changed objects. */
export async function recordChanges(
  tx: Transaction,
  { shopId, now, origin }: Recording,
  noted: readonly NotedChange[],
): Promise<string[]> {
  if (!origin || noted.length === 0) return []
  const rows = noted.map((change) => ({
    object: objectOf(change),
    table: change.table.name,
    row: change.table.parent && idKeyOf(change.externalId),
    causes: causesOf(change, origin),
    ...{ change: change.change, version: change.version, columns: change.columns },
  }))
  await tx`
    insert into object_changes (shop_id, at, object, table_name, row_id, change, source, causes, version, columns)
    select ${shopId}, ${now.toISOString()}::timestamptz, object, "table", "row", change, ${origin.source},
      array(select jsonb_array_elements_text(causes)), version,
      case when jsonb_typeof(columns) = 'array' then array(select jsonb_array_elements_text(columns)) end
    from jsonb_to_recordset(${toStorableJson(rows)}::text::jsonb) as c(object text, "table" text, "row" text, change text,
      causes jsonb, version timestamptz, columns jsonb)`
  return [...new Set(rows.map(({ object }) => object))]
}

/** A row that the write does not name was changed by what the write says of its object. */
function causesOf({ table, externalId, ownerId }: NotedChange, { causesOf: find }: ChangeOrigin): readonly string[] {
  const own = find(table.name, externalId)
  return own.length > 0 || !table.parent || ownerId === null ? own : find(table.parent.table, ownerId)
}
