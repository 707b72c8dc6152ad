import type { Sql } from 'postgres'
import { lastVersions, objectOf, type Plan, type PlatformName, platforms, tables, versionOf } from './plan.ts'

/** What became of the deliveries. All of it is counted, nothing estimated. */
export interface Outcome {
  /** Acknowledged deliveries of which there is no row, or one that is not `applied`. */
  lost: number
  /** Objects that are not in the mirror in their last version. */
  outdated: number
  /** Versions of an object that were written more than once. */
  writtenTwice: number
  /** Deliveries that the shops' statistics count beyond the number of rows, or do not count. */
  miscounted: number
}

export async function checkOutcome(sql: Sql, plan: Plan): Promise<Outcome> {
  return {
    lost: await countLost(sql, plan),
    outdated: await countOutdated(sql, plan),
    writtenTwice: await countWrittenTwice(sql),
    miscounted: await countMiscounted(sql),
  }
}

/** How much is under way: deliveries, objects to be read again, batches in the spill. */
export async function countUnderWay(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select (select count(*) from webhook_deliveries where handled_at is null)::int
      + (select count(*) from refetches)::int + (select count(*) from inbox_spill)::int as count`
  return row?.count ?? Number.NaN
}

/** Counted at the subscriptions, so that a look costs little. */
export async function countRecorded(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select sum(received_count)::int as count from webhook_subscriptions`
  return row?.count ?? 0
}

/** Each delivery has its number in its id, or in its body. */
async function countLost(sql: Sql, { deliveries }: Plan): Promise<number> {
  const [row] = await sql<{ lost: number }[]>`
    with applied as (
      select substring(case when platform = 'shoprenter' then convert_from(decode(body, 'base64'), 'UTF8') else delivery_id end
        from 'bench-([0-9]+)')::int as number
      from webhook_deliveries where status = 'applied'
    )
    select (${deliveries}::int - count(distinct number))::int as lost from applied`
  return row?.lost ?? Number.NaN
}

async function countOutdated(sql: Sql, plan: Plan): Promise<number> {
  const wanted = lastVersions(plan)
  for (const platform of platforms)
    for await (const rows of mirrored(sql, platform)) {
      for (const { externalId, at } of rows) {
        const object = objectOf[platform](externalId)
        if (wanted[object] === versionOf(new Date(at))) wanted[object] = 0
      }
    }
  return wanted.reduce((count, version) => count + (version > 0 ? 1 : 0), 0)
}

function mirrored(sql: Sql, platform: PlatformName) {
  return sql<{ externalId: string; at: string }[]>`
    select m.external_id as "externalId", m.source_updated_at as at
    from ${sql(tables[platform])} m join shops s on s.id = m.shop_id
    where s.platform = ${platform} and m.deleted_at is null`.cursor(5_000)
}

/** A guarded write changes a row only to a newer version, so that each version has one change at most. */
async function countWrittenTwice(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from (
      select 1 from object_changes where change <> 'unchanged'
      group by shop_id, table_name, object, row_id, version having count(*) > 1
    ) as again`
  return row?.count ?? Number.NaN
}

/** Received and applied are counted in the transactions that record and settle; folded into hours, or not yet. */
async function countMiscounted(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    with rows as (select count(*) as count from webhook_deliveries), counted as (
      select sum(deliveries_received) as received, sum(deliveries_applied) as applied from (
        select deliveries_received, deliveries_applied from shop_hours
        union all
        select case when counter = 'deliveries_received' then amount end,
          case when counter = 'deliveries_applied' then amount end from hour_deltas
      ) as both_tables
    )
    select (abs(received - count) + abs(applied - count))::int as count from counted, rows`
  return row?.count ?? Number.NaN
}
