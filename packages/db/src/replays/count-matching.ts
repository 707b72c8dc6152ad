import type { Transaction } from '../connection.ts'
import type { ShopStatus } from '../schema/shops.ts'
import { matching, type ReplaySelection } from './matching.ts'

/** Matching deliveries of one topic. */
export interface MatchedTopic {
  platform: string
  topic: string
  deliveries: number
  withoutBody: number
  /** Ids of the oldest and the newest delivery that has a body, as examples of what the topic contains. */
  examples: string[]
}

/** Which topics are hints about objects of a resource. */
export interface HintTopic {
  platform: string
  topic: string
  resource: string
}

/** Matching deliveries of one shop. */
export interface ShopMatch {
  shopId: string
  platform: string
  domain: string
  status: ShopStatus
  deliveries: number
  withoutBody: number
  /** Different objects they are about. A delivery whose object is unknown counts as one. */
  objects: number
  /** Different objects to read, by resource. */
  reads: Record<string, number>
}

/** Counts at most `limit` deliveries, by topic, so that its time is bounded. */
export async function countTopics(
  sql: Transaction,
  selection: ReplaySelection,
  limit: number,
): Promise<MatchedTopic[]> {
  const rows = await sql<(Omit<MatchedTopic, 'examples'> & { oldest: string | null; newest: string | null })[]>`
    select platform, topic, count(*)::int as deliveries, (count(*) filter (where not has_body))::int as "withoutBody",
      min(id) filter (where has_body) as oldest, max(id) filter (where has_body) as newest
    from (select d.id, d.platform, d.topic, d.body is not null as has_body from webhook_deliveries d
      where ${matching(sql, selection)} limit ${limit}) d
    group by 1, 2 order by 1, 2`
  return rows.map(({ oldest, newest, ...topic }) => {
    const ids = [oldest, newest].filter((id) => id !== null)
    return { ...topic, examples: [...new Set(ids)] }
  })
}

/** By shop, with the objects that `hints` say have to be read, those of shops that can be read only. */
export async function countShops(
  sql: Transaction,
  selection: ReplaySelection,
  hints: readonly HintTopic[],
): Promise<ShopMatch[]> {
  const shops = await sql<Omit<ShopMatch, 'reads'>[]>`
    select s.id as "shopId", s.platform, s.domain, s.status, d.deliveries, d."withoutBody", d.objects
    from (select d.shop_id, count(*)::int as deliveries, (count(*) filter (where d.body is null))::int as "withoutBody",
        count(distinct coalesce(d.object, d.id))::int as objects
      from webhook_deliveries d where ${matching(sql, selection)} group by 1) d
    join shops s on s.id = d.shop_id order by d.deliveries desc, s.id`
  const reads = hints.length === 0 ? [] : await countReads(sql, selection, hints)
  const byShop = Map.groupBy(reads, ({ shopId }) => shopId)
  return shops.map((shop) => ({
    ...shop,
    reads: Object.fromEntries((byShop.get(shop.shopId) ?? []).map(({ resource, objects }) => [resource, objects])),
  }))
}

function countReads(sql: Transaction, selection: ReplaySelection, hints: readonly HintTopic[]) {
  return sql<{ shopId: string; resource: string; objects: number }[]>`
    select d.shop_id as "shopId", h.resource, count(distinct coalesce(d.object, d.id))::int as objects
    from webhook_deliveries d
    join shops s on s.id = d.shop_id and s.status = 'active'
    join jsonb_to_recordset(${JSON.stringify(hints)}::text::jsonb) as h(platform text, topic text, resource text)
      on h.platform = d.platform and h.topic = d.topic
    where ${matching(sql, selection)} and d.body is not null group by 1, 2`
}
