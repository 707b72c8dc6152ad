import type { Connection } from './connection.ts'

/** Whose shops; `null`: of all accounts. */
type Scope = string | null

/** What waits to be done: received deliveries, objects to be read again, pushes, and syncs. */
export const waitingQueues = ['deliveries', 'reads', 'pushes', 'runs'] as const
export type WaitingQueue = (typeof waitingQueues)[number]

/** What waits in one queue, and whose it is. */
export interface Waiting {
  queue: WaitingQueue
  /** At most `COUNTED_MAX`. */
  waiting: number
  /** Waiting since, of the oldest one looked at. */
  oldest: Date | null
  /** The shops with the most, beginning with the one with most. */
  shops: { shopId: string; domain: string; waiting: number }[]
}

/** How fresh the mirror of a platform's active shops is, by each shop's oldest resource. */
export interface Freshness {
  platform: string
  shops: number
  /** Read within the last hour, and within the last day. */
  withinHour: number
  withinDay: number
  oldest: Date | null
  median: Date | null
}

/** More than this is not counted to its end. */
const COUNTED_MAX = 100_000
const SHOPS_SHOWN = 5

/** Rows that wait, oldest first: a shop, and since when. */
const waitingRows: Readonly<Record<WaitingQueue, string>> = {
  deliveries: 'select shop_id, received_at as since from webhook_deliveries where handled_at is null order by id',
  reads: 'select shop_id, wanted_at as since from refetches order by wanted_at',
  pushes:
    "select shop_id, due_at as since from pushes where status in ('pending', 'processing', 'held') order by due_at",
  runs: "select shop_id, created_at as since from sync_runs where status in ('queued', 'running', 'paused')",
}

/** Numbers of the overview that no statistics keep: how things are now. */
export const overviewRepository = ({ sql, now }: Pick<Connection, 'sql' | 'now'>) => ({
  /** What waits in each queue, and which shops it belongs to. */
  waiting: (accountId: Scope): Promise<Waiting[]> =>
    Promise.all(
      waitingQueues.map(async (queue) => {
        const [row] = await sql.unsafe<(Omit<Waiting, 'queue' | 'oldest'> & { oldest: string | null })[]>(
          `with rows as materialized (
            select w.shop_id, w.since from (${waitingRows[queue]}) as w
            where $1::text is null or w.shop_id in (select id from shops where account_id = $1) limit ${COUNTED_MAX}
          ), by_shop as (
            select shop_id, count(*)::int as waiting from rows group by shop_id order by 2 desc, 1 limit ${SHOPS_SHOWN}
          )
          select (select count(*)::int from rows) as waiting, (select min(since) from rows) as oldest,
            (select coalesce(json_agg(json_build_object('shopId', s.id, 'domain', s.domain, 'waiting', b.waiting)
              order by b.waiting desc, s.id), '[]') from by_shop b join shops s on s.id = b.shop_id) as shops`,
          [accountId],
        )
        const { waiting = 0, oldest = null, shops = [] } = row ?? {}
        return { queue, waiting, oldest: oldest === null ? null : new Date(oldest), shops }
      }),
    ),

  /** Number of shops by status. */
  async shopsByStatus(accountId: Scope): Promise<{ status: string; shops: number }[]> {
    const rows = await sql<{ status: string; shops: number }[]>`
      select status, count(*)::int as shops from shops where ${accountId}::text is null or account_id = ${accountId}
      group by 1 order by 1`
    return [...rows]
  },

  /** By platform; only active shops count. A shop that has never been synced counts as neither within an hour nor a day. */
  async freshness(accountId: Scope): Promise<Freshness[]> {
    const at = now().getTime()
    const before = (ms: number) => new Date(at - ms).toISOString()
    const rows = await sql<(Omit<Freshness, 'oldest' | 'median'> & Record<'oldest' | 'median', number | null>)[]>`
      select platform, count(*)::int as shops,
        count(*) filter (where synced_to >= ${before(HOUR_MS)})::int as "withinHour",
        count(*) filter (where synced_to >= ${before(DAY_MS)})::int as "withinDay",
        extract(epoch from min(synced_to))::float8 as oldest,
        percentile_disc(0.5) within group (order by extract(epoch from synced_to)::float8) as median
      from (
        select s.platform, min(w.synced_to) as synced_to from shops s left join watermarks w on w.shop_id = s.id
        where s.status = 'active' and (${accountId}::text is null or s.account_id = ${accountId}) group by s.id
      ) as shop
      group by platform order by platform`
    return rows.map(({ oldest, median, ...rest }) => ({ ...rest, oldest: toDate(oldest), median: toDate(median) }))
  },

  /** Number of alerts that are raised and not resolved. */
  async openAlerts(accountId: Scope): Promise<number> {
    const [row] = await sql<{ alerts: number }[]>`
      select count(*)::int as alerts from alerts a join shops s on s.id = a.shop_id
      where a.raised_at is not null and a.resolved_at is null
        and (${accountId}::text is null or s.account_id = ${accountId})`
    return row?.alerts ?? 0
  },
})

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

function toDate(seconds: number | null): Date | null {
  return seconds === null ? null : new Date(seconds * 1_000)
}
