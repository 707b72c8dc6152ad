import type { PreparedRow } from './prepare-rows.ts'
import { childrenOf, type MirrorTableInfo, mirrorTable } from './tables.ts'
import type { Transaction } from './write-page.ts'

interface MissingChildren {
  table: MirrorTableInfo
  shopId: string
  /** Parents whose children on the page are all of them. */
  owners: readonly PreparedRow[]
  children: readonly PreparedRow[]
  at: Date
  now: Date
}

/** Children the mirror has and the page has not, unless they are newer than their parent's version on the page. */
export async function tombstoneMissingChildren(tx: Transaction, missing: MissingChildren): Promise<number> {
  const { table, shopId, owners, children, at, now } = missing
  if (owners.length === 0 || !table.parent) return 0
  const result = await tx.unsafe(
    `update ${table.name} m set deleted_at = $5::timestamptz, synced_at = $6::timestamptz
    from unnest($2::text[], $3::text[]::timestamptz[]) as p(external_id, version)
    where m.shop_id = $1 and m.${table.parent.column} = p.external_id and m.deleted_at is null
      and m.external_id <> all($4::text[])
      and (m.source_updated_at is null or p.version is null or m.source_updated_at <= p.version)`,
    [
      shopId,
      owners.map((owner) => owner.externalId),
      owners.map((owner) => owner.sourceUpdatedAt),
      children.map((child) => child.externalId),
      at.toISOString(),
      now.toISOString(),
    ],
    { prepare: true },
  )
  return result.count
}

export interface Deletion {
  shopId: string
  table: string
  externalIds: string[]
  at: Date
  now: Date
}

/**
 * Marks objects as gone, their children with them. What changed after `at` stays; an id nobody knows gets a tombstone
 * of its own, so that a late create does not revive it. Answers how many live rows went.
 */
export async function tombstoneRows(tx: Transaction, deletion: Deletion): Promise<number> {
  const { shopId, table, externalIds, at, now } = deletion
  const { name } = mirrorTable(table)
  const values = [shopId, externalIds, at.toISOString(), now.toISOString()]
  const gone = await tx.unsafe<{ external_id: string }[]>(
    `update ${name} set deleted_at = $3::timestamptz, synced_at = $4::timestamptz
    where shop_id = $1 and external_id = any($2::text[]) and deleted_at is null
      and (source_updated_at is null or source_updated_at <= $3::timestamptz)
    returning external_id`,
    values,
    { prepare: true },
  )
  await rememberUnknown(tx, { ...deletion, table: name })
  for (const child of childrenOf(name)) {
    await tx.unsafe(
      `update ${child.name} set deleted_at = $3::timestamptz, synced_at = $4::timestamptz
      where shop_id = $1 and ${child.parent?.column} = any($2::text[]) and deleted_at is null`,
      [shopId, gone.map((row) => row.external_id), at.toISOString(), now.toISOString()],
      { prepare: true },
    )
  }
  return gone.length
}

/** Children carry their parent's id in a column that may not be empty, so only whole objects are remembered. */
async function rememberUnknown(tx: Transaction, { shopId, table, externalIds, at, now }: Deletion): Promise<void> {
  if (mirrorTable(table).parent) return
  await tx.unsafe(
    `insert into ${table} as m (shop_id, external_id, raw, content_hash, synced_at, deleted_at)
    select $1, id, '{}', '', $4::timestamptz, $3::timestamptz from unnest($2::text[]) as id
    on conflict (shop_id, external_id) do update set deleted_at = greatest(m.deleted_at, excluded.deleted_at)
    where m.deleted_at is not null`,
    [shopId, externalIds, at.toISOString(), now.toISOString()],
    { prepare: true },
  )
}
