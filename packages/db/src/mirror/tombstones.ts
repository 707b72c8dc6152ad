import type { Transaction } from '../connection.ts'
import { refetchesRepository } from '../refetches-repository.ts'
import type { PreparedRow } from './prepare-rows.ts'
import type { NoteChanges, RowChange } from './record-changes.ts'
import { aboutRowsOf, childrenOf, type MirrorTableInfo, mirrorTable, type Subject } from './tables.ts'

interface Ids {
  external_id: string
  /** Of the object that the row belongs to. */
  owner_id: string | null
}

interface MissingChildren {
  table: MirrorTableInfo
  shopId: string
  /** Parents whose children on the page are all of them. */
  owners: Iterable<PreparedRow>
  children: readonly PreparedRow[]
  readAt: Date
  now: Date
  note?: NoteChanges | undefined
}

/** Children the mirror has and the page has not, unless they are newer than their parent's version on the page. */
export async function tombstoneMissingChildren(tx: Transaction, missing: MissingChildren): Promise<number> {
  const { table, shopId, children, readAt: at, now, note } = missing
  const versions = Object.fromEntries([...missing.owners].map(({ externalId, version }) => [externalId, version]))
  if (Object.keys(versions).length === 0 || !table.parent) return 0
  const gone = await tx.unsafe<Ids[]>(
    tombstoneStatement(
      table,
      `${table.parent.column} = any($2::text[]) and external_id <> all($5::text[])
        and coalesce(source_updated_at <= ($6::text::json ->> ${table.parent.column})::timestamptz, true)`,
    ),
    [
      ...[shopId, Object.keys(versions), at.toISOString(), now.toISOString()],
      children.map((child) => child.externalId),
      JSON.stringify(versions),
    ],
    { prepare: true },
  )
  note?.(table, gone.map(toDeleted))
  const ids = gone.map((row) => row.external_id)
  return ids.length + (await tombstoneDependents(tx, { table, shopId, externalIds: ids, at, now, note }))
}

/**
 * Live rows, by a condition in which `$2` are ids of others. `$1` shop id, `$3` when they went, `$4` now. Locked in the
 * order of their ids before they are written, as every writer does. Answers which.
 */
function tombstoneStatement({ name, parent }: MirrorTableInfo, condition: string): string {
  return `
    with gone as (
      select external_id from ${name} where shop_id = $1 and deleted_at is null and ${condition}
      order by external_id for update
    )
    update ${name} set deleted_at = $3::timestamptz, synced_at = $4::timestamptz
    where shop_id = $1 and external_id = any(array(select external_id from gone))
    returning external_id, ${parent?.column ?? 'null'} as owner_id`
}

function toDeleted({ external_id: externalId, owner_id: ownerId }: Ids): RowChange {
  return { externalId, ownerId, change: 'deleted', version: null, columns: null }
}

interface Dependents {
  table: MirrorTableInfo
  shopId: string
  /** Rows of the table that are gone. */
  externalIds: readonly string[]
  at: Date
  now: Date
  note?: NoteChanges | undefined
}

/** What belonged to rows that are gone, or was about them, goes with them. Answers how many rows. */
export async function tombstoneDependents(tx: Transaction, gone: Dependents): Promise<number> {
  const { table, shopId, externalIds, at, now, note } = gone
  if (externalIds.length === 0) return 0
  const values = [shopId, externalIds as string[], at.toISOString(), now.toISOString()]
  let count = 0
  for (const child of childrenOf(table.name)) {
    await rereadContradicted(tx, child, gone)
    const statement = tombstoneStatement(child, `${child.parent?.column} = any($2::text[])`)
    const rows = await tx.unsafe<Ids[]>(statement, values, { prepare: true })
    note?.(child, rows.map(toDeleted))
    const ids = rows.map((row) => row.external_id)
    count += ids.length + (await tombstoneDependents(tx, { ...gone, table: child, externalIds: ids }))
  }
  for (const { table: other, subject } of aboutRowsOf(table.name)) {
    const isAboutThem = `${subject.column} in (
      select ${subject.key} from ${subject.table} where shop_id = $1 and external_id = any($2::text[]))`
    const statement = tombstoneStatement(other, `${isAboutThem} and not ${hasLiving(subject, other)}`)
    const rows = await tx.unsafe<Ids[]>(statement, values, { prepare: true })
    note?.(other, rows.map(toDeleted))
    count += rows.length
  }
  return count
}

/** A child that changed after its parent went contradicts that: the parent, which may be there again, is read again. */
async function rereadContradicted(tx: Transaction, child: MirrorTableInfo, gone: Dependents): Promise<void> {
  const { table, shopId, externalIds, at } = gone
  const parent = child.parent?.column
  const contradicted = await tx.unsafe<Ids[]>(
    `select distinct ${parent} as external_id from ${child.name} where shop_id = $1 and deleted_at is null
      and ${parent} = any($2::text[]) and source_updated_at > $3::timestamptz`,
    [shopId, externalIds as string[], at.toISOString()],
    { prepare: true },
  )
  const objects = contradicted.map((row) => ({ shopId, resource: table.resource, externalId: row.external_id }))
  await refetchesRepository({ sql: tx }).add(objects)
}

/** Whether a row has something living that it is about. */
export function hasLiving({ table, column, key }: Subject, { name }: MirrorTableInfo): string {
  return `exists (
    select from ${table} s where s.shop_id = $1 and s.${key} = ${name}.${column} and s.deleted_at is null)`
}

/** Objects to be marked as deleted at a time of the platform's clock (`at`). */
export interface Deletion {
  shopId: string
  table: string
  externalIds: readonly string[]
  at: Date
  now: Date
  note?: NoteChanges | undefined
}

/**
 * Tombstones objects and what depends on them. What changed after `at` stays; an unknown id gets its own tombstone,
 * so that a late create does not revive it. Returns the number of rows of the table that were live before.
 */
export async function tombstoneRows(tx: Transaction, deletion: Deletion): Promise<number> {
  const { shopId, at, now, note } = deletion
  const table = mirrorTable(deletion.table)
  const ids = [...new Set(deletion.externalIds)].sort()
  const live = await tx.unsafe<Ids[]>(
    `select external_id, ${table.parent?.column ?? 'null'} as owner_id from ${table.name}
    where shop_id = $1 and external_id = any($2::text[]) and deleted_at is null order by external_id for update`,
    [shopId, ids],
    { prepare: true },
  )
  const marked = await tx.unsafe<Ids[]>(markStatement(table), [shopId, ids, at.toISOString(), now.toISOString()], {
    prepare: true,
  })
  const gone = new Set(marked.map((row) => row.external_id))
  const deleted = live.filter((row) => gone.has(row.external_id))
  note?.(table, deleted.map(toDeleted))
  await tombstoneDependents(tx, { table, shopId, externalIds: [...gone], at, now, note })
  return deleted.length
}

/** `$1` shop id, `$2` ids, `$3` when they were deleted, `$4` now. A tombstone moves to a later delete. */
function markStatement({ name, parent }: MirrorTableInfo): string {
  const isOlder = `case when m.deleted_at is null then m.source_updated_at is null or m.source_updated_at <= $3::timestamptz
      else m.deleted_at < $3::timestamptz end`
  // Children carry their parent's id in a column that may not be empty, so only whole objects are remembered unseen.
  if (parent) {
    return `update ${name} m set deleted_at = $3::timestamptz, synced_at = $4::timestamptz
      where m.shop_id = $1 and m.external_id = any($2::text[]) and ${isOlder} returning m.external_id`
  }
  return `
    insert into ${name} as m (shop_id, external_id, raw, content_hash, deleted_at, synced_at)
    select $1, id, '{}', '', $3::timestamptz, $4::timestamptz from unnest($2::text[]) as id
    on conflict (shop_id, external_id) do update
    set deleted_at = excluded.deleted_at, synced_at = excluded.synced_at
    where ${isOlder}
    returning m.external_id`
}
