import type { Transaction } from '../connection.ts'
import type { PartitionedTable } from './tables.ts'

/** A partition; its rows are before `upTo`. */
export interface Partition {
  name: string
  /** Value of the partition key. */
  upTo: string
  /** A detaching was interrupted. */
  isPending: boolean
}

/** The partitions of a table in the current schema, oldest first. */
export async function listPartitions(sql: Transaction, { name }: PartitionedTable): Promise<Partition[]> {
  const rows = await sql<{ name: string; bound: string; is_pending: boolean }[]>`
    select c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bound, i.inhdetachpending as is_pending
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = ${name}::regclass`
  return rows
    .flatMap(({ name: partition, bound, is_pending: isPending }) => {
      const upTo = / TO \('([^']+)'\)$/.exec(bound)?.[1]
      return upTo ? [{ name: partition, upTo: toBound(upTo), isPending }] : []
    })
    .sort((a, b) => (a.upTo < b.upTo ? -1 : 1))
}

/** Times as `boundAt` writes them: texts that sort by time. */
function toBound(value: string): string {
  return /^\d{4}-\d\d-\d\d /.test(value) ? new Date(value).toISOString() : value
}
