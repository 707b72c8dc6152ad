import type { Connection, Transaction } from './connection.ts'
import { idKeyOf } from './mirror/id-key.ts'
import { dropPartitions } from './partitions/drop.ts'
import { startOfDay } from './partitions/tables.ts'
import type { ChangeSource, ObjectChange } from './schema/object-changes.ts'

/** A recorded change of a row in the mirror. */
export interface RecordedChange {
  /** Ascending in the order of recording. */
  id: number
  at: Date
  /** `table/external_id`; of a variant or a line, the object that it belongs to. */
  object: string
  table: string
  /** The row's own id, when it is not the object's. */
  rowId: string | null
  change: ObjectChange
  source: ChangeSource
  /** Ids of deliveries, pushes or the run. */
  causes: string[]
  version: Date | null
  columns: string[] | null
}

/** Changes caused by one delivery or push. */
export interface CausedQuery {
  shopId: string
  /** Id of the delivery or push. */
  cause: string
  /** Nothing before it is looked at. */
  since: Date
  limit: number
}

/** How long after its cause a change is looked for, ms: longer than any read waits for a shop's rate limit. */
const LOOKED_FOR_MS = 24 * 3_600_000
/** Changes looked at for one cause. */
const LOOKED_AT = 50_000

/** What changed in the mirror and what caused it. */
export const objectChangesRepository = ({ sql }: Pick<Connection, 'sql'>) => ({
  /** Changes that a delivery or push led to, oldest first. */
  causedBy: ({ shopId, cause, since, limit }: CausedQuery): Promise<RecordedChange[]> =>
    sql<RecordedChange[]>`
      select * from (
        select ${sql.unsafe(columns)} from object_changes c where c.shop_id = ${shopId} and c.at >= ${since.toISOString()}
          and c.at < ${new Date(since.getTime() + LOOKED_FOR_MS).toISOString()} order by c.at, c.id limit ${LOOKED_AT}
      ) as recent where ${cause} = any(causes) order by at, id limit ${limit}`.then((rows) => rows.map(toChange)),

  /** Drops the days whose changes are all older. Returns the names of the partitions. */
  dropDays: (before: Date): Promise<string[]> => dropPartitions(sql, { table: 'object_changes', before }),

  /**
   * Deletes at most `limit` changes of days before then that stand in a partition with newer ones, shop by shop: the key begins
   * with the shop. Returns how many.
   */
  async sweep(before: Date, limit: number): Promise<number> {
    const day = startOfDay(before).toISOString()
    const gone = await sql`
      delete from object_changes c using (
        select old.shop_id, old.at, old.id from shops s cross join lateral (
          select c.shop_id, c.at, c.id from object_changes c where c.shop_id = s.id and c.at < ${day} limit ${limit}
        ) as old limit ${limit}) old
      where c.shop_id = old.shop_id and c.at = old.at and c.id = old.id and c.at < ${day}`
    return gone.count
  },
})

/** Columns of object_changes `c`, as `RecordedChange`. */
const columns = `c.id, c.at, c.object, c.table_name as "table", c.row_id as "rowId", c.change, c.source, c.causes, c.version, c.columns`

function toChange(row: RecordedChange): RecordedChange {
  const { id, at, version } = row
  return { ...row, id: Number(id), at: new Date(at), version: version && new Date(version) }
}

/** Changes of objects of a shop, as rows of the table. */
export async function exportChanges(
  sql: Transaction,
  shopId: string,
  objects: readonly string[],
): Promise<Record<string, unknown>[]> {
  const rows = await sql`
    select * from object_changes where shop_id = ${shopId} and object = any(${objects.map(idKeyOf)}) order by at, id`
  return [...rows]
}
