import type { Connection } from './connection.ts'
import type { Keyset } from './list-query.ts'

/** An object that must be read from the platform's API. */
export interface Refetch {
  shopId: string
  resource: string
  externalId: string
}

/** A waiting object with the number of its hints when it was read. */
export interface Hint {
  externalId: string
  hints: number
}

type Kind = Pick<Refetch, 'shopId' | 'resource'>

/** Hints that wait for their object to be read: one row per object, with the number of its hints. */
export const refetchesRepository = ({ sql }: Pick<Connection, 'sql'>) => ({
  /** Adds a hint for each object; `objects` must not contain duplicates. */
  async add(objects: readonly Refetch[]) {
    if (objects.length === 0) return
    // Always in the same order, so that two batches with common objects cannot deadlock.
    await sql`
      insert into refetches (shop_id, resource, external_id)
      select * from unnest(
        ${objects.map(({ shopId }) => shopId)}::text[],
        ${objects.map(({ resource }) => resource)}::text[],
        ${objects.map(({ externalId }) => externalId)}::text[]
      ) as wanted (shop_id, resource, external_id)
      order by 1, 2, 3
      on conflict (shop_id, resource, external_id) do update set hints = refetches.hints + 1`
  },

  /** The longest waiting objects. */
  next: ({ shopId, resource }: Kind, limit: number): Promise<Hint[]> =>
    sql<Hint[]>`
      select external_id as "externalId", hints from refetches
      where shop_id = ${shopId} and resource = ${resource} order by wanted_at, external_id limit ${limit}`.then(
      (rows) => [...rows],
    ),

  /** Removes objects that were read. One with a newer hint stays. */
  async complete({ shopId, resource }: Kind, read: readonly Hint[]) {
    await sql`
      delete from refetches r
      using unnest(
        ${read.map(({ externalId }) => externalId)}::text[], ${read.map(({ hints }) => hints)}::int[]
      ) as read (external_id, hints)
      where r.shop_id = ${shopId} and r.resource = ${resource}
        and r.external_id = read.external_id and r.hints = read.hints`
  },

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
