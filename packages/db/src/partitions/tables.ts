import { encodeTime } from '../create-id.ts'

/** A table with a partition for each day. */
export interface PartitionedTable {
  name: string
  keyColumn: string
  /** Value of the partition key at which the day of this time begins. */
  boundAt(start: Date): string
}

/** Logs that grow with every webhook. The others are deleted row by row: see docs/operations.md. */
export const partitionedTables: readonly PartitionedTable[] = [
  { name: 'webhook_deliveries', keyColumn: 'id', boundAt: (start) => `dlv_${encodeTime(start.getTime())}` },
  { name: 'object_changes', keyColumn: 'at', boundAt: (start) => start.toISOString() },
]

const DAY_MS = 24 * 3_600_000

/** The beginning of the day (UTC) that is `days` after the day of `moment`. */
export function startOfDay(moment: Date, days = 0): Date {
  return new Date((Math.floor(moment.getTime() / DAY_MS) + days) * DAY_MS)
}
