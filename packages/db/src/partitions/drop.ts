import type { Transaction } from '../connection.ts'
import { listPartitions, type Partition } from './list.ts'
import { type PartitionedTable, partitionedTables, startOfDay } from './tables.ts'

/** What must not be dropped, by table: a condition. */
export interface DropOptions {
  table: PartitionedTable['name']
  /** Everything in a dropped partition is older. */
  before: Date
  /** A partition with such a row is kept. */
  unless?: string
}

/**
 * Drops the partitions whose rows are all older than `before`. Resolves to their names. Outside of a transaction, because a partition
 * is detached without a lock that readers or writers wait for.
 */
export async function dropPartitions(
  sql: Transaction,
  { table: name, before, unless }: DropOptions,
): Promise<string[]> {
  const table = partitionedTables.find((each) => each.name === name)
  if (!table) throw new Error(`${name} is not partitioned by day.`)
  const bound = table.boundAt(startOfDay(before))
  const dropped: string[] = []
  const old = (await listPartitions(sql, table)).filter(({ upTo }) => upTo <= bound)
  // Postgres detaches one at a time.
  for (const partition of old.toSorted((a, b) => Number(b.isPending) - Number(a.isPending))) {
    if (unless && !partition.isPending && (await hasRow(sql, partition, unless))) continue
    await detach(sql, table, partition)
    await sql`drop table if exists ${sql(partition.name)}`
    dropped.push(partition.name)
  }
  return dropped
}

/** Drops what an interrupted `dropPartitions` has detached. */
export async function dropDetached(sql: Transaction, { name }: PartitionedTable): Promise<void> {
  const rows = await sql<{ name: string }[]>`
    select relname as name from pg_class
    where relkind = 'r' and not relispartition and relnamespace = quote_ident(current_schema())::regnamespace
      and relname ~ ${`^${name}_(before|\\d{4}_\\d\\d_\\d\\d)$`}`
  for (const { name: detached } of rows) await sql`drop table if exists ${sql(detached)}`
}

async function hasRow(sql: Transaction, { name }: Partition, condition: string): Promise<boolean> {
  const rows = await sql.unsafe(`select from ${name} where ${condition} limit 1`)
  return rows.length > 0
}

async function detach(sql: Transaction, table: PartitionedTable, { name, isPending }: Partition): Promise<void> {
  const how = isPending ? 'finalize' : 'concurrently'
  await sql.unsafe(`alter table ${table.name} detach partition ${name} ${how}`)
}
