import type { Transaction } from '../connection.ts'
import { childrenOf, type MirrorTableInfo, mirrorTable } from './tables.ts'
import { hasLiving, tombstoneDependents } from './tombstones.ts'

/** A piece ends with this row. */
export interface OrphanCursor {
  table: string
  externalId: string
}

/** One piece of a table to be checked for rows that outlived their parent. */
export interface OrphanSearch {
  shopId: string
  /** Looked at are its children, and its own rows where they are about others. */
  table: string
  /** When what is found counts as gone. */
  at: Date
  now: Date
  /** The end of the piece before; `null` for the first. */
  after: OrphanCursor | null
  /** Rows looked at. */
  limit: number
}

/** Outcome of one piece; `deleted` counts rows. */
export interface OrphansFound {
  deleted: number
  /** The end of this piece; `null` after the last. */
  next: OrphanCursor | null
}

interface Piece {
  last: string | null
  gone: string[] | null
  looked: number
}

/**
 * One piece: rows that live without a living parent, or about something that is known to be gone, go, and what
 * depends on them. By the primary key, so that no piece takes long in a shop of any size.
 */
export async function tombstoneOrphans(tx: Transaction, search: OrphanSearch): Promise<OrphansFound> {
  const { shopId, at, now, limit } = search
  const tables = dependentTables(search.table)
  const table = search.after ? mirrorTable(search.after.table) : tables[0]
  if (!table) return { deleted: 0, next: null }
  const [piece] = await tx.unsafe<Piece[]>(
    orphanStatement(table),
    [shopId, search.after?.externalId ?? '', limit, at.toISOString(), now.toISOString()],
    { prepare: true },
  )
  const { last = null, gone, looked = 0 } = piece ?? {}
  const externalIds = gone ?? []
  const others = await tombstoneDependents(tx, { table, shopId, externalIds, at, now })
  const following = tables[tables.indexOf(table) + 1]
  const isWhole = last === null || looked < limit
  const next = isWhole
    ? following && { table: following.name, externalId: '' }
    : { table: table.name, externalId: last }
  return { deleted: externalIds.length + others, next: next ?? null }
}

function dependentTables(name: string): MirrorTableInfo[] {
  const table = mirrorTable(name)
  return [...childrenOf(name), ...(table.subjects.length > 0 ? [table] : [])]
}

/** `$1` shop id, `$2` after this id, `$3` how many, `$4` when they went, `$5` now. */
function orphanStatement(table: MirrorTableInfo): string {
  const { name } = table
  return `
    with piece as (
      select external_id from ${name} where shop_id = $1 and external_id > $2 order by external_id limit $3
    ), orphans as (
      select external_id from ${name}
      where shop_id = $1 and deleted_at is null and external_id = any(array(select external_id from piece))
        and (${orphanConditions(table).join(' or ')})
      order by external_id for update
    ), gone as (
      update ${name} set deleted_at = $4::timestamptz, synced_at = $5::timestamptz
      where shop_id = $1 and external_id = any(array(select external_id from orphans)) returning external_id
    )
    select (select max(external_id) from piece) as last, (select count(*)::int from piece) as looked,
      (select json_agg(external_id) from gone) as gone`
}

function orphanConditions(table: MirrorTableInfo): string[] {
  const { name, parent, subjects } = table
  const ofParent =
    parent && `not ${hasLiving({ table: parent.table, column: parent.column, key: 'external_id' }, table)}`
  const ofSubjects = subjects.map(
    (subject) => `exists (
      select from ${subject.table} s where s.shop_id = $1 and s.${subject.key} = ${name}.${subject.column}
    ) and not ${hasLiving(subject, table)}`,
  )
  return [...(ofParent ? [ofParent] : []), ...ofSubjects.map((condition) => `(${condition})`)]
}
