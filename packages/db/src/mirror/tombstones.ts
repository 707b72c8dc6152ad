import type { Transaction } from '../connection.ts'
import type { PreparedRow } from './prepare-rows.ts'
import { childrenOf, type MirrorTableInfo, mirrorTable } from './tables.ts'

interface MissingChildren {
  table: MirrorTableInfo
  shopId: string
  /** Parents whose children on the page are all of them. */
  owners: readonly PreparedRow[]
  children: readonly PreparedRow[]
  readAt: Date
  now: Date
}

/** Children the mirror has and the page has not, unless they are newer than their parent's version on the page. */
export async function tombstoneMissingChildren(tx: Transaction, missing: MissingChildren): Promise<number> {
  const { table, shopId, owners, children, readAt, now } = missing
  if (owners.length === 0 || !table.parent) return 0
  const result = await tx.unsafe(
    tombstoneStatement(
      table,
      `external_id <> all($5::text[])
        and coalesce(source_updated_at <= ($6::text::json ->> ${table.parent.column})::timestamptz, true)`,
    ),
    [
      shopId,
      owners.map((owner) => owner.externalId),
      readAt.toISOString(),
      now.toISOString(),
      children.map((child) => child.externalId),
      JSON.stringify(Object.fromEntries(owners.map((owner) => [owner.externalId, owner.version]))),
    ],
    { prepare: true },
  )
  return result.count
}

/**
 * Live children of some parents. `$1` shop id, `$2` parents' ids, `$3` when they went, `$4` now. Locked in the order of
 * their ids before they are written, as every writer does.
 */
function tombstoneStatement({ name, parent }: MirrorTableInfo, condition = 'true'): string {
  return `
    with gone as (
      select external_id from ${name}
      where shop_id = $1 and ${parent?.column} = any($2::text[]) and deleted_at is null and ${condition}
      order by external_id for update
    )
    update ${name} set deleted_at = $3::timestamptz, synced_at = $4::timestamptz
    where shop_id = $1 and external_id = any(array(select external_id from gone))`
}

export interface Deletion {
  shopId: string
  table: string
  externalIds: readonly string[]
  at: Date
  now: Date
}

/**
 * Marks objects as gone, their children with them. What changed after `at` stays; an id nobody knows gets a tombstone
 * of its own, so that a late create does not revive it. Answers how many live rows of the table went.
 */
export async function tombstoneRows(tx: Transaction, deletion: Deletion): Promise<number> {
  const { shopId, at, now } = deletion
  const table = mirrorTable(deletion.table)
  const ids = [...new Set(deletion.externalIds)].sort()
  const live = await tx.unsafe<{ external_id: string }[]>(
    `select external_id from ${table.name} where shop_id = $1 and external_id = any($2::text[]) and deleted_at is null
    order by external_id for update`,
    [shopId, ids],
    { prepare: true },
  )
  const marked = await tx.unsafe<{ external_id: string }[]>(
    markStatement(table),
    [shopId, ids, at.toISOString(), now.toISOString()],
    { prepare: true },
  )
  const gone = new Set(marked.map((row) => row.external_id))
  for (const child of childrenOf(table.name)) {
    const values = [shopId, [...gone], at.toISOString(), now.toISOString()]
    await tx.unsafe(tombstoneStatement(child), values, { prepare: true })
  }
  return live.filter((row) => gone.has(row.external_id)).length
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
