import type { Connection } from './connection.ts'
import { hourOf } from './count-hour.ts'
import { type Counter, counters } from './schema/shop-hours.ts'

/** Counts in a range of whole hours; `accountId` null: of all accounts. */
export interface StatisticsQuery {
  accountId: string | null
  shopId?: string | undefined
  /** Inclusive, the beginning of an hour. */
  from: Date
  /** Exclusive, the beginning of an hour. */
  to: Date
}

/** One number per counter. */
export type Counts = Record<Counter, number>

/** Counts of one hour. */
export interface HourCounts extends Counts {
  hour: Date
}

/** Counts of one shop. */
export interface ShopCounts extends Counts {
  shopId: string
  platform: string
  domain: string
}

const names = counters.join(', ')
const sums = counters.map((name) => `coalesce(sum(${name}), 0)::float8 as ${name}`).join(', ')
const ofDeltas = counters.map((name) => `coalesce(sum(amount) filter (where counter = '${name}'), 0)`)
const sumsOfDeltas = ofDeltas.map((sum, index) => `${sum} as ${counters[index]}`).join(', ')

/** `$1` account or null, `$2` shop or null, `$3` from, `$4` to. Rows of `shop_hours`, and what is still to be added to them. */
const hours = `
  select shop_id, hour, ${names} from shop_hours where hour >= $3::timestamptz and hour < $4::timestamptz
    and ($2::text is null or shop_id = $2)
    and ($1::text is null or shop_id in (select id from shops where account_id = $1))
  union all
  select shop_id, hour, ${sumsOfDeltas} from hour_deltas where hour >= $3::timestamptz and hour < $4::timestamptz
    and ($2::text is null or shop_id = $2)
    and ($1::text is null or shop_id in (select id from shops where account_id = $1))
  group by shop_id, hour`

/** Numbers of settled work per shop and hour. */
export const statisticsRepository = ({ sql }: Pick<Connection, 'sql'>) => ({
  /** Each hour with any count, oldest first. */
  async byHour(query: StatisticsQuery): Promise<HourCounts[]> {
    const rows = await sql.unsafe<(Counts & { at: number })[]>(
      `select extract(epoch from hour)::float8 as at, ${sums} from (${hours}) as h group by hour order by hour`,
      parametersOf(query),
    )
    return rows.map(({ at, ...counts }) => ({ hour: new Date(at * 1_000), ...counts }))
  },

  /** All hours together. */
  async total(query: StatisticsQuery): Promise<Counts> {
    const [row] = await sql.unsafe<Counts[]>(`select ${sums} from (${hours}) as h`, parametersOf(query))
    return row ?? none
  },

  /** Shops with the most failures, at most `limit`; none without a failure. */
  async worstShops(query: StatisticsQuery, limit: number): Promise<ShopCounts[]> {
    const rows = await sql.unsafe<ShopCounts[]>(
      `select c.*, s.platform, s.domain from (
        select shop_id as "shopId", ${sums} from (${hours}) as h group by shop_id
        having sum(deliveries_failed + pushes_failed + runs_failed) > 0
        order by sum(deliveries_failed + pushes_failed + runs_failed) desc, shop_id limit $5
      ) as c join shops s on s.id = c."shopId"
      order by c.deliveries_failed + c.pushes_failed + c.runs_failed desc, s.id`,
      [...parametersOf(query), limit],
    )
    return [...rows]
  },

  /**
   * Adds at most `limit` deltas to their hours, in one statement: none is added twice, or lost. Returns how many. May run
   * several times at once.
   */
  async fold(limit: number): Promise<number> {
    const [row] = await sql.unsafe<{ folded: number }[]>(
      `with taken as (
        delete from hour_deltas where ctid = any(array(select ctid from hour_deltas limit $1 for update skip locked))
        returning *
      ), added as (
        insert into shop_hours as h (shop_id, hour, ${names})
        select shop_id, hour, ${ofDeltas.join(', ')} from taken group by shop_id, hour order by shop_id, hour
        on conflict (shop_id, hour) do update set ${counters.map((name) => `${name} = h.${name} + excluded.${name}`).join(', ')}
      )
      select count(*)::int as folded from taken`,
      [limit],
    )
    return row?.folded ?? 0
  },

  /** Deletes at most `limit` hours before then. Returns how many. */
  async sweep(before: Date, limit: number): Promise<number> {
    const gone = await sql`
      delete from shop_hours where ctid = any(array(
        select ctid from shop_hours where hour < ${before.toISOString()} order by hour limit ${limit}))`
    return gone.count
  },
})

const none = Object.fromEntries(counters.map((name) => [name, 0])) as Counts

function parametersOf({ accountId, shopId, from, to }: StatisticsQuery) {
  return [accountId, shopId ?? null, hourOf(from), hourOf(to)]
}
