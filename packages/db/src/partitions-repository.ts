import type { Connection } from './connection.ts'
import { inTransaction } from './in-transaction.ts'
import { createPartitions } from './partitions/create.ts'
import { dropDetached } from './partitions/drop.ts'
import { partitionedTables } from './partitions/tables.ts'

/** The days of tables that are partitioned by day. Their retention drops them. */
export const partitionsRepository = ({ sql, now }: Pick<Connection, 'sql' | 'now'>) => ({
  /** See `createPartitions`. Postgres does not analyze a partitioned table by itself: done here, once a day. */
  async create(): Promise<string[]> {
    const created = await inTransaction(sql, (tx) => createPartitions(tx, now()))
    for (const { name } of created.length > 0 ? partitionedTables : []) await sql.unsafe(`analyze ${name}`)
    for (const table of partitionedTables) await dropDetached(sql, table)
    return created
  },
})
