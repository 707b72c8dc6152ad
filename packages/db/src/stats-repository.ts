import type { Connection } from './connection.ts'
import { frequencySeconds } from './shop-settings-repository.ts'

/** Numbers for metrics; cheap enough for every scrape. */
export const statsRepository = ({ sql }: Connection) => ({
  /** Per platform and resource: age of the oldest watermark of an active shop, s, and the number of such shops. */
  async freshness() {
    return sql<{ platform: string; resource: string; oldest: number; shops: number }[]>`
      select h.platform, w.resource, extract(epoch from now() - min(w.synced_to))::float8 as oldest, count(*)::int as shops
      from watermarks w join shops h on h.id = w.shop_id where h.status = 'active'
      group by h.platform, w.resource order by 1, 2`
  },

  /**
   * Active shops with a schedule, by its interval: how many, and how many of them are late, because something of them was
   * last read more than two intervals ago.
   */
  async lateShops() {
    const [names, seconds] = [Object.keys(frequencySeconds), Object.values(frequencySeconds)]
    return sql<{ frequency: string; shops: number; late: number }[]>`
      with read as (
        select s.frequency, min(w.synced_to) as oldest
        from shops h join shop_settings s on s.shop_id = h.id join watermarks w on w.shop_id = h.id
        where h.status = 'active' and s.schedule_enabled and (s.resources is null or w.resource = any(s.resources))
        group by h.id, s.frequency
      )
      select f.frequency, count(r.oldest)::int as shops,
        count(*) filter (where r.oldest < now() - make_interval(secs => 2 * f.seconds))::int as late
      from unnest(${names}::text[], ${seconds}::int[]) as f (frequency, seconds)
      left join read r on r.frequency = f.frequency group by 1 order by 1`
  },

  /** Number of shops by platform and status. */
  async shopsByStatus() {
    return sql<{ platform: string; status: string; shops: number }[]>`
      select platform, status, count(*)::int as shops from shops group by 1, 2 order by 1, 2`
  },

  /** Number of runs by type and status. */
  async runsByStatus() {
    return sql<{ type: string; status: string; runs: number }[]>`
      select type, status, count(*)::int as runs from sync_runs group by 1, 2 order by 1, 2`
  },

  /** Number of batches in the spill. */
  async spilled(): Promise<number> {
    const [row] = await sql<{ groups: number }[]>`select count(*)::int as groups from inbox_spill`
    return row?.groups ?? 0
  },

  /** Number of jobs in the outbox. */
  async outboxJobs(): Promise<number> {
    const [row] = await sql<{ jobs: number }[]>`select count(*)::int as jobs from job_outbox`
    return row?.jobs ?? 0
  },
})
