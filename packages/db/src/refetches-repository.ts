import type { Connection } from './connection.ts'
import type { Keyset } from './list-query.ts'

/** An object that has to be read again from the platform's API. */
export interface Refetch {
  shopId: string
  resource: string
  externalId: string
}

/** An object that is wanted, as far as its reader knows. */
export interface Wanted {
  externalId: string
  hints: number
}

type Kind = Pick<Refetch, 'shopId' | 'resource'>

/** Hints that wait for their object to be read: one row per object, with the number of its hints. */
export const refetchesRepository = ({ sql }: Pick<Connection, 'sql'>) => ({
  /** Each object once in the list. */
  async add(objects: readonly Refetch[]) {
    if (objects.length === 0) return
    // In one order everywhere: two groups that share objects must not wait for each other.
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

  /** The ones that wait longest. */
  next: ({ shopId, resource }: Kind, limit: number): Promise<Wanted[]> =>
    sql<Wanted[]>`
      select external_id as "externalId", hints from refetches
      where shop_id = ${shopId} and resource = ${resource} order by wanted_at, external_id limit ${limit}`.then(
      (rows) => [...rows],
    ),

  /** Read; what was hinted at again since stays wanted. */
  async complete({ shopId, resource }: Kind, read: readonly Wanted[]) {
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

  /** What should long have been read; by shop. */
  waitingSince: (before: Date, { after = '', limit }: Keyset): Promise<{ shopId: string; resources: string[] }[]> =>
    sql<{ shopId: string; resources: string[] }[]>`
      select shop_id as "shopId", array_agg(distinct resource) as resources from refetches
      where wanted_at < ${before.toISOString()} and shop_id > ${after}
      group by 1 order by 1 limit ${limit}`.then((rows) => [...rows]),
})
