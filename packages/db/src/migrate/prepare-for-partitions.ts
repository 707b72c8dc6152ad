import type { Sql } from 'postgres'
import { type PartitionedTable, partitionedTables, startOfDay } from '../partitions/tables.ts'

/** Below it the migration itself takes less than a second. */
const LARGE_ROWS = 100_000
/** The migration makes what exists the partition of everything before this day; writes go on until then. */
const DAYS_BEFORE_PARTITIONS = 2

/**
 * Before a table with many rows becomes a partition: builds its new key and has Postgres check that its rows fit, while the table is
 * read and written, so that the migration only has to rename. Repeatable. Does nothing for a table that is small, or partitioned.
 */
export async function prepareForPartitions(sql: Sql, now: Date): Promise<void> {
  for (const table of partitionedTables) {
    if (!(await isLarge(sql, table))) continue
    await checkBound(sql, table, now)
    if (table.name === 'webhook_deliveries') await buildKey(sql)
  }
}

async function isLarge(sql: Sql, { name }: PartitionedTable): Promise<boolean> {
  const rows = await sql`
    select from pg_class where oid = to_regclass(${name}) and relkind = 'r' and reltuples > ${LARGE_ROWS}`
  return rows.length > 0
}

async function checkBound(sql: Sql, { name, keyColumn, boundAt }: PartitionedTable, now: Date): Promise<void> {
  const bound = boundAt(startOfDay(now, DAYS_BEFORE_PARTITIONS))
  await sql.unsafe(`alter table ${name} drop constraint if exists ${name}_bound`)
  await sql.unsafe(
    `alter table ${name} add constraint ${name}_bound check (${keyColumn} is not null and ${keyColumn} < '${bound}') not valid`,
  )
  await sql.unsafe(`alter table ${name} validate constraint ${name}_bound`)
}

async function buildKey(sql: Sql): Promise<void> {
  // One that was interrupted is not valid.
  await sql`drop index if exists webhook_deliveries_key`
  await sql`create unique index concurrently webhook_deliveries_key on webhook_deliveries (id, shop_id)`
}
