import type { Connection } from './connection.ts'
import { FencedError } from './errors.ts'
import { type Checkpoint, saveCheckpoint } from './mirror/checkpoint.ts'
import { mirrorTable, mirrorTables } from './mirror/tables.ts'
import { tombstoneRows } from './mirror/tombstones.ts'
import {
  addCounts,
  type Counts,
  noCounts,
  type Transaction,
  type WritableRows,
  writeTables,
} from './mirror/write-page.ts'

interface PageWrite {
  shopId: string
  rows: WritableRows
  checkpoint?: Checkpoint
}

export interface PageCounts extends Counts {
  tables: Record<string, Counts>
}

interface UnseenQuery {
  runId: string
  shopId: string
  resource: string
  table: string
  /** Id of the last one seen, `''` for the first page. */
  after: string
  limit: number
}

export const mirrorRepository = ({ sql, now }: Connection) => ({
  /** Rows, ids seen and checkpoint in one transaction. Throws `FencedError` when the run is no longer the caller's. */
  writePage: ({ shopId, rows, checkpoint }: PageWrite): Promise<PageCounts> =>
    inTransaction(sql, async (tx) => {
      if (checkpoint) await holdRun(tx, checkpoint, now())
      const tables = await writeTables(tx, { shopId, page: rows, now: now() })
      const total = [...tables.values()].reduce(addCounts, noCounts)
      if (checkpoint) await saveCheckpoint(tx, { checkpoint, counts: total })
      return { ...total, tables: Object.fromEntries(tables) }
    }),

  tombstone: (deletion: { shopId: string; table: string; externalIds: string[]; at: Date }): Promise<number> =>
    inTransaction(sql, (tx) => tombstoneRows(tx, { ...deletion, now: now() })),

  /** Live rows of a resource that the run has not seen, by id. */
  async unseen({ runId, shopId, resource, table, after, limit }: UnseenQuery): Promise<string[]> {
    const rows = await sql.unsafe<{ external_id: string }[]>(
      `select m.external_id from ${mirrorTable(table).name} m
      where m.shop_id = $1 and m.deleted_at is null and m.external_id > $2
        and not exists (select from sync_seen s where s.run_id = $3 and s.resource = $4 and s.external_id = m.external_id)
      order by m.external_id limit $5`,
      [shopId, after, runId, resource, limit],
      { prepare: true },
    )
    return rows.map((row) => row.external_id)
  },

  async unseenOf(runId: string, resource: string, ids: readonly string[]): Promise<string[]> {
    const rows = await sql<{ id: string }[]>`
      select id from unnest(${[...ids]}::text[]) as id
      where not exists (select from sync_seen s where s.run_id = ${runId} and s.resource = ${resource} and s.external_id = id)`
    return rows.map((row) => row.id)
  },

  async seenCount(runId: string, resource: string): Promise<number> {
    const [row] = await sql<{ seen: number }[]>`
      select count(*)::int as seen from sync_seen where run_id = ${runId} and resource = ${resource}`
    return row?.seen ?? 0
  },

  async clearSeen(runId: string): Promise<void> {
    await sql`delete from sync_seen where run_id = ${runId}`
  },

  async liveCount(shopId: string, table: string): Promise<number> {
    const [row] = await sql.unsafe<{ live: number }[]>(
      `select count(*)::int as live from ${mirrorTable(table).name} where shop_id = $1 and deleted_at is null`,
      [shopId],
    )
    return row?.live ?? 0
  },

  /** At most `limit` rows of each table; call again until every count is 0. */
  async eraseShop(shopId: string, limit: number): Promise<Record<string, number>> {
    const removed: Record<string, number> = {}
    for (const table of [...mirrorTables.keys(), 'webhook_deliveries']) {
      const result = await sql.unsafe(
        `delete from ${table} where ctid = any(array(select ctid from ${table} where shop_id = $1 limit $2))`,
        [shopId, limit],
      )
      removed[table] = result.count
    }
    return removed
  },
})

function inTransaction<T>(sql: Transaction, work: (tx: Transaction) => Promise<T>): Promise<T> {
  // Inside a transaction already: part of it.
  if (!('begin' in sql)) return work(sql)
  return sql.begin((tx) => work(tx)) as Promise<T>
}

async function holdRun(tx: Transaction, { runId, epoch, spent }: Checkpoint, now: Date): Promise<void> {
  const held = await tx`
    update sync_runs set heartbeat_at = ${now.toISOString()}, requests = requests + ${spent?.requests ?? 0},
      throttled = throttled + ${spent?.throttled ?? 0}, waited_ms = waited_ms + ${Math.round(spent?.waitedMs ?? 0)}
    where id = ${runId} and epoch = ${epoch} and status = 'running'`
  if (held.count === 0) throw new FencedError(runId)
}
