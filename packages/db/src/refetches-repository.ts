import type { Connection } from './connection.ts'
import { hourOf } from './count-hour.ts'
import type { Keyset } from './list-query.ts'
import { idKeyOf } from './mirror/id-key.ts'

/** An object that must be read from the platform's API. */
export interface Refetch {
  shopId: string
  resource: string
  externalId: string
  /** Ids of the deliveries and pushes that want it read. */
  causes?: readonly string[]
}

/** A waiting object with the number of its hints when it was read, and the ids of what caused them. */
export interface Hint {
  externalId: string
  hints: number
  causes: string[]
  /** Time of the first hint. */
  wantedAtMs: number
}

/** What became of objects that were read. */
export interface Completed {
  /** When they were read. */
  at: Date
  /** Mirror table of the objects. */
  table: string
  /** Those whose read changed nothing, to be recorded. */
  unchanged: readonly Hint[]
}

/** Causes noted per object; more hints than this lead to the same read and add nothing. */
const CAUSES_MAX = 20

type Kind = Pick<Refetch, 'shopId' | 'resource'>

/** Hints that wait for their object to be read: one row per object, with the number of its hints. */
export const refetchesRepository = ({ sql }: Pick<Connection, 'sql'>) => ({
  /** Adds a hint for each object; `objects` must not contain duplicates. */
  async add(objects: readonly Refetch[]) {
    if (objects.length === 0) return
    // Always in the same order, so that two batches with common objects cannot deadlock.
    await sql`
      insert into refetches (shop_id, resource, external_id, causes)
      select shop_id, resource, external_id, string_to_array(causes, ' ') from unnest(
        ${objects.map(({ shopId }) => shopId)}::text[],
        ${objects.map(({ resource }) => resource)}::text[],
        ${objects.map(({ externalId }) => externalId)}::text[],
        ${objects.map(({ causes = [] }) => causes.join(' '))}::text[]
      ) as wanted (shop_id, resource, external_id, causes)
      order by 1, 2, 3
      on conflict (shop_id, resource, external_id) do update set hints = refetches.hints + 1,
        causes = case when cardinality(refetches.causes) < ${CAUSES_MAX} then refetches.causes || excluded.causes
          else refetches.causes end`
  },

  /** The longest waiting objects. */
  next: ({ shopId, resource }: Kind, limit: number): Promise<Hint[]> =>
    sql<Hint[]>`
      select external_id as "externalId", hints, causes, extract(epoch from wanted_at)::float8 * 1000 as "wantedAtMs"
      from refetches
      where shop_id = ${shopId} and resource = ${resource} order by wanted_at, external_id limit ${limit}`.then(
      (rows) => [...rows],
    ),

  /** Removes objects that were read, and counts the reads. One with a newer hint stays. */
  async complete({ shopId, resource }: Kind, read: readonly Hint[], { at, table, unchanged }: Completed) {
    await sql`
      with completed as (
        delete from refetches r
        using unnest(
          ${read.map(({ externalId }) => externalId)}::text[], ${read.map(({ hints }) => hints)}::int[]
        ) as read (external_id, hints)
        where r.shop_id = ${shopId} and r.resource = ${resource}
          and r.external_id = read.external_id and r.hints = read.hints
      ), recorded as (
        insert into object_changes (shop_id, at, object, table_name, change, source, causes)
        select ${shopId}, ${at.toISOString()}::timestamptz, object, ${table}, 'unchanged', 'read', string_to_array(causes, ' ')
        from unnest(
          ${unchanged.map(({ externalId }) => idKeyOf(`${table}/${externalId}`))}::text[],
          ${unchanged.map(({ causes }) => causes.join(' '))}::text[]
        ) as u (object, causes)
      )
      insert into hour_deltas (shop_id, hour, counter, amount)
      values (${shopId}, ${hourOf(at)}, 'objects_read', ${read.length})`
  },

  /** Objects of the shop that still wait to be read because of a delivery or push. */
  causedBy: (shopId: string, cause: string, limit: number): Promise<(Kind & { externalId: string })[]> =>
    sql<(Kind & { externalId: string })[]>`
      select shop_id as "shopId", resource, external_id as "externalId" from refetches
      where shop_id = ${shopId} and ${cause} = any(causes) limit ${limit}`.then((rows) => [...rows]),

  /** Resources with objects of the shop that wait to be read. */
  resourcesOf: (shopId: string): Promise<string[]> =>
    sql<{ resource: string }[]>`select distinct resource from refetches where shop_id = ${shopId}`.then((rows) =>
      rows.map(({ resource }) => resource),
    ),

  /** Removes all hints of the shop. */
  async drop(shopId: string) {
    await sql`delete from refetches where shop_id = ${shopId}`
  },

  /** Shops with objects waiting since before then, ordered by shop. */
  waitingSince: (before: Date, { after = '', limit }: Keyset): Promise<{ shopId: string; resources: string[] }[]> =>
    sql<{ shopId: string; resources: string[] }[]>`
      select shop_id as "shopId", array_agg(distinct resource) as resources from refetches
      where wanted_at < ${before.toISOString()} and shop_id > ${after}
      group by 1 order by 1 limit ${limit}`.then((rows) => [...rows]),
})
