import type { Transaction } from '../connection.ts'
import { listPartitions } from './list.ts'
import { type PartitionedTable, partitionedTables, startOfDay } from './tables.ts'

/** So many days may pass without a clock before a webhook cannot be recorded. */
const DAYS_AHEAD = 7

/**
 * Creates the partitions of today and of the days to come that are missing. Writes and reads go on: a partition is made by itself and
 * then attached. Resolves to the names of the new ones. Safe to run concurrently.
 */
export async function createPartitions(tx: Transaction, now: Date): Promise<string[]> {
  const created: string[] = []
  for (const table of partitionedTables) {
    // Two at once would make the same.
    await tx`select pg_advisory_xact_lock(hashtext('shopmirror partitions'), hashtext(${table.name}))`
    let end = (await listPartitions(tx, table)).at(-1)?.upTo ?? table.boundAt(startOfDay(now))
    for (let days = 0; days <= DAYS_AHEAD; days++) {
      const upTo = table.boundAt(startOfDay(now, days + 1))
      if (upTo <= end) continue
      // After a pause of weeks the first one begins where the last has ended.
      created.push(await attach(tx, table, { day: startOfDay(now, days), from: end, upTo }))
      end = upTo
    }
  }
  return created
}

interface NewPartition {
  day: Date
  /** Values of the partition key. */
  from: string
  upTo: string
}

async function attach(tx: Transaction, table: PartitionedTable, { day, from, upTo }: NewPartition): Promise<string> {
  const name = `${table.name}_${day.toISOString().slice(0, 10).replaceAll('-', '_')}`
  await tx`create table ${tx(name)} (like ${tx(table.name)} including defaults including storage including compression)`
  await tx.unsafe(`alter table ${table.name} attach partition ${name} for values from ('${from}') to ('${upTo}')`)
  return name
}
