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
const FAILURES = 'deliveries_failed + pushes_failed + pushes_conflict + runs_failed'
const FAILURE_COUNTERS = ['deliveries_failed', 'pushes_failed', 'pushes_conflict', 'runs_failed']

/** `$1` account or null, `$2` shop or null, `$3` from, `$4` to. What is still to be added to the hours. */
const deltas = `
  select hour, ${sumsOfDeltas} from hour_deltas where hour >= $3::timestamptz and hour < $4::timestamptz
    and ($2::text is null or shop_id = $2)
    and ($1::text is null or shop_id in (select id from shops where account_id = $1))
  group by hour`

/** With the same parameters: of one shop, if the account has it. */
const hoursOfShop = `
  select hour, ${names} from shop_hours where hour >= $3::timestamptz and hour < $4::timestamptz and shop_id = $2
    and ($1::text is null or shop_id in (select id from shops where account_id = $1))`

/** With the same parameters: of one account, or of all. */
const hoursOfAccounts = `
  select hour, ${names} from account_hours where hour >= $3::timestamptz and hour < $4::timestamptz
    and ($1::text is null or account_id = $1) and $2::text is null`

/** Numbers of settled work per shop and hour. */
export const statisticsRepository = ({ sql }: Pick<Connection, 'sql'>) => ({
  /** Each hour with any count, oldest first, and their sums. */
  async byHour(query: StatisticsQuery): Promise<{ hours: HourCounts[]; total: Counts }> {
    const hours = query.shopId === undefined ? hoursOfAccounts : hoursOfShop
    const rows = await sql.unsafe<(Counts & { at: number })[]>(
      `select extract(epoch from hour)::float8 as at, ${sums} from (${hours} union all ${deltas}) as h
      group by hour order by hour`,
      parametersOf(query),
    )
    return { hours: rows.map(({ at, ...counts }) => ({ hour: new Date(at * 1_000), ...counts })), total: sumOf(rows) }
  },

  /** Shops with the most failures, at most `limit`, with all their counts; none without a failure. */
  async worstShops({ accountId, from, to }: StatisticsQuery, limit: number): Promise<ShopCounts[]> {
    const rows = await sql.unsafe<ShopCounts[]>(
      `with failed as (
        select shop_id, sum(failures) as failures from (
          select shop_id, ${FAILURES} as failures from shop_hours
          where hour >= $2::timestamptz and hour < $3::timestamptz and ${FAILURES} > 0
          union all
          select shop_id, amount from hour_deltas
          where hour >= $2::timestamptz and hour < $3::timestamptz and counter = any($5::text[])
        ) as f
        where $1::text is null or shop_id in (select id from shops where account_id = $1)
        group by shop_id order by 2 desc, 1 limit $4
      )
      select f.shop_id as "shopId", s.platform, s.domain, c.* from failed f join shops s on s.id = f.shop_id
      cross join lateral (
        select ${sums} from (
          select ${names} from shop_hours h
          where h.shop_id = f.shop_id and h.hour >= $2::timestamptz and h.hour < $3::timestamptz
          union all
          select ${ofDeltas.join(', ')} from hour_deltas d
          where d.shop_id = f.shop_id and d.hour >= $2::timestamptz and d.hour < $3::timestamptz
        ) as h
      ) as c
      order by f.failures desc, f.shop_id`,
      [accountId, hourOf(from), hourOf(to), limit, FAILURE_COUNTERS],
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
      ), by_shop as materialized (
        select shop_id, hour, ${sumsOfDeltas} from taken group by shop_id, hour
      ), of_shops as (
        insert into shop_hours as h (shop_id, hour, ${names})
        select shop_id, hour, ${names} from by_shop order by shop_id, hour
        on conflict (shop_id, hour) do update set ${added}
      ), of_accounts as (
        insert into account_hours as h (account_id, hour, ${names})
        select s.account_id, b.hour, ${counters.map((name) => `sum(b.${name})`).join(', ')}
        from by_shop b join shops s on s.id = b.shop_id group by 1, 2 order by 1, 2
        on conflict (account_id, hour) do update set ${added}
      )
      select count(*)::int as folded from taken`,
      [limit],
    )
    return row?.folded ?? 0
  },

  /** Deletes at most `limit` hours of shops, and as many of accounts, before then. Returns how many. */
  async sweep(before: Date, limit: number): Promise<number> {
    let count = 0
    for (const table of ['shop_hours', 'account_hours']) {
      const gone = await sql.unsafe(
        `delete from ${table} where ctid = any(array(select ctid from ${table} where hour < $1 order by hour limit $2))`,
        [before.toISOString(), limit],
      )
      count += gone.count
    }
    return count
  },
})

const added = counters.map((name) => `${name} = h.${name} + excluded.${name}`).join(', ')

function sumOf(rows: readonly Counts[]): Counts {
  const sum = (name: Counter) => rows.reduce((total, row) => total + row[name], 0)
  return Object.fromEntries(counters.map((name) => [name, sum(name)])) as Counts
}

function parametersOf({ accountId, shopId, from, to }: StatisticsQuery) {
  return [accountId, shopId ?? null, hourOf(from), hourOf(to)]
}
