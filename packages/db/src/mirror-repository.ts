import type { Connection, Transaction } from './connection.ts'
import { inTransaction } from './in-transaction.ts'
import { type Checkpoint, saveCheckpoint } from './mirror/checkpoint.ts'
import { compareRows, compareTables } from './mirror/compare-page.ts'
import { type PageCounts, total } from './mirror/counts.ts'
import { holdRun, holdShop } from './mirror/hold.ts'
import { type PreparedPage, preparePage, type WritableRows } from './mirror/prepare-page.ts'
import type { Doubt } from './mirror/refuse-orphans.ts'
import { mirrorTable, mirrorTables } from './mirror/tables.ts'
import { type OrphanSearch, type OrphansFound, tombstoneOrphans } from './mirror/tombstone-orphans.ts'
import { tombstoneRows } from './mirror/tombstones.ts'
import { countUnchanged, isUnchanged, writeTables } from './mirror/write-page.ts'
import { refetchesRepository } from './refetches-repository.ts'

interface PageWrite {
  shopId: string
  rows: WritableRows | PreparedPage
  /** Told as gone beside the rows; a row that is newer than its delete stays. */
  deleted?: readonly { table: string; externalIds: string[]; at: Date }[]
  checkpoint?: Checkpoint
}

export interface PageResult extends PageCounts {
  /** Resources of which objects wait in `refetches`, because what was written leaves them in doubt; absent when none do. */
  again?: string[]
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
  /** Which of these the mirror has not, or not like this. */
  compare: (shopId: string, table: string, rows: readonly { externalId: string; contentHash: string }[]) =>
    compareRows(sql, { shopId, table, rows }),

  /** What of a write needs no database, for whoever has time for it before: see `writePage`. */
  prepare: preparePage,

  /**
   * Rows, ids seen, checkpoint and what has to be read again in one transaction. Throws `FencedError` when the run is no longer the caller's, and
   * without a run `ShopGoneError` when the shop is uninstalled.
   */
  async writePage({ shopId, rows, deleted = [], checkpoint }: PageWrite): Promise<PageResult> {
    const page = 'tables' in rows ? rows : await preparePage(rows)
    const tables = await compareTables(sql, shopId, page.tables)
    if (!checkpoint && deleted.length === 0 && isUnchanged(tables)) return total(countUnchanged(tables))

    return inTransaction(sql, async (tx) => {
      await (checkpoint ? holdRun(tx, checkpoint, now()) : holdShop(tx, shopId))
      const written = await writeTables(tx, { ...page, shopId, tables, now: now() })
      const counts = total(written.counts)
      for (const gone of deleted) counts.deleted += await tombstoneRows(tx, { shopId, ...gone, now: now() })
      if (checkpoint) await saveCheckpoint(tx, { checkpoint, counts })
      const again = await wantAgain(tx, shopId, written.doubts)
      return { ...counts, ...(again.length > 0 && { again }) }
    })
  },

  /** Answers how many live rows of the table went. Throws `ShopGoneError` when the shop is uninstalled. */
  tombstone: (deletion: { shopId: string; table: string; externalIds: string[]; at: Date }): Promise<number> =>
    inTransaction(sql, async (tx) => {
      await holdShop(tx, deletion.shopId)
      return tombstoneRows(tx, { ...deletion, now: now() })
    }),

  /** One piece of what lives without what it depends on goes. Call again with `next` until it is `null`. */
  tombstoneOrphans: (search: Omit<OrphanSearch, 'now'>): Promise<OrphansFound> =>
    inTransaction(sql, async (tx) => {
      await holdShop(tx, search.shopId)
      return tombstoneOrphans(tx, { ...search, now: now() })
    }),

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
      where (select true from sync_seen s where s.run_id = ${runId} and s.resource = ${resource} and s.external_id = id) is null`
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

  /** Removes at most `limit` notes of runs that have ended; answers how many. */
  async sweepSeen(limit: number): Promise<number> {
    const result = await sql`
      delete from sync_seen where ctid = any(array(
        select s.ctid from sync_seen s left join sync_runs r on r.id = s.run_id
        where r.id is null or r.status in ('succeeded', 'failed', 'cancelled') limit ${limit}))`
    return result.count
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

/** Answers of which resources. */
async function wantAgain(tx: Transaction, shopId: string, doubts: readonly Doubt[]): Promise<string[]> {
  const objects = new Map(doubts.map((doubt) => [`${doubt.resource} ${doubt.externalId}`, { shopId, ...doubt }]))
  await refetchesRepository({ sql: tx }).want([...objects.values()])
  return [...new Set(doubts.map(({ resource }) => resource))]
}
