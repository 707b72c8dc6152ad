import type { Connection } from './connection.ts'
import { inTransaction } from './in-transaction.ts'
import { compareRows, compareTables } from './mirror/compare-page.ts'
import { total } from './mirror/counts.ts'
import { NotEncodableError } from './mirror/encode-copy.ts'
import { idKeyOf } from './mirror/id-key.ts'
import { lockShop } from './mirror/lock.ts'
import { type PreparedPage, preparePage, type WritableRows } from './mirror/prepare-page.ts'
import { collectChanges, recordChanges } from './mirror/record-changes.ts'
import { mirrorTable, mirrorTables } from './mirror/tables.ts'
import { type OrphanSearch, type OrphansFound, tombstoneOrphans } from './mirror/tombstone-orphans.ts'
import { tombstoneRows } from './mirror/tombstones.ts'
import { countUnchanged, isUnchanged } from './mirror/write-page.ts'
import { isBroken, type Keys, type PageResult, type PreparedWrite, writeAll } from './mirror/write-prepared.ts'
import { writeValid } from './mirror/write-valid.ts'
import { releaseObjects } from './quarantine/keep.ts'
import { refusalOf } from './refusal.ts'

interface PageWrite extends Partial<Pick<PreparedWrite, 'deleted' | 'checkpoint' | 'deliveryOf' | 'record'>> {
  shopId: string
  rows: WritableRows | PreparedPage
}

/** A run, and whose it is. */
interface RunKey {
  id: string
  shopId: string
}

interface TombstoneWrite extends Pick<PreparedWrite, 'shopId' | 'record'> {
  table: string
  externalIds: string[]
  at: Date
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

/**
 * The mirror: compares, writes and deletes rows of shops. Writes are guarded by the platform's own version; those of a
 * run throw `FencedError` when another worker has taken it over.
 */
export const mirrorRepository = ({ sql, keyring, now, copyFrom, changed }: Connection) => ({
  /** Which of these the mirror has not, or not like this. */
  async compare(
    shopId: string,
    table: string,
    rows: readonly { externalId: string; contentHash: string }[],
  ): Promise<Set<string>> {
    return new Set((await compareRows(sql, { shopId, table, rows })).keys())
  },

  /** The part of a write that needs no database, so that it can be done before: see `writePage`. */
  prepare: preparePage,

  /**
   * Rows, ids seen, checkpoint and what has to be read again in one transaction. What Postgres refuses, or what has no
   * rows, is quarantined, and the rest is written. Throws `FencedError` when the run is no longer the caller's, and
   * without a run `ShopGoneError` when the shop is uninstalled.
   */
  async writePage({ shopId, rows, deleted = [], ...rest }: PageWrite): Promise<PageResult> {
    const page = 'tables' in rows ? rows : await preparePage(rows)
    const tables = await compareTables(sql, shopId, page.tables)
    const isNews = rest.checkpoint || deleted.length > 0 || page.unmapped.length > 0
    if (!isNews && isUnchanged(tables)) return total(countUnchanged(tables))

    const write = { shopId, page, tables, deleted, ...rest }
    const written = await writeWhole(sql, write, { keyring, now, copyFrom })
    if (rest.checkpoint) changed({ kind: 'run_progress', shopId, id: rest.checkpoint.runId })
    if (written.quarantined) changed({ kind: 'quarantine', shopId })
    return written
  },

  /** Answers how many live rows of the table went. Throws `ShopGoneError` when the shop is uninstalled. */
  tombstone: ({ record: origin, ...deletion }: TombstoneWrite): Promise<number> =>
    inTransaction(sql, async (tx) => {
      const { hasQuarantine } = await lockShop(tx, deletion.shopId)
      if (hasQuarantine) await releaseObjects(tx, { ...deletion, readAt: deletion.at, objects: goneOf(deletion) })
      const { note, noted } = collectChanges(origin)
      const count = await tombstoneRows(tx, { ...deletion, now: now(), note })
      await recordChanges(tx, { shopId: deletion.shopId, now: now(), origin }, noted)
      return count
    }),

  /** One piece of what lives without what it depends on goes. Call again with `next` until it is `null`. */
  tombstoneOrphans: (search: Omit<OrphanSearch, 'now'>): Promise<OrphansFound> =>
    inTransaction(sql, async (tx) => {
      await lockShop(tx, search.shopId)
      return tombstoneOrphans(tx, { ...search, now: now() })
    }),

  /** Live rows of a resource that the run has not seen, by id. */
  async unseen({ runId, shopId, resource, table, after, limit }: UnseenQuery): Promise<string[]> {
    const rows = await sql.unsafe<{ external_id: string }[]>(
      `select m.external_id from ${mirrorTable(table).name} m
      where m.shop_id = $1 and m.deleted_at is null and m.external_id > $2
        and not exists (select from sync_seen s where s.shop_id = $1 and s.run_id = $3 and s.resource = $4 and s.external_id = m.external_id)
      order by m.external_id limit $5`,
      [shopId, after, runId, resource, limit],
      { prepare: true },
    )
    return rows.map((row) => row.external_id)
  },

  /** Which of these ids the run has not seen. */
  async unseenOf(run: RunKey, resource: string, ids: readonly string[]): Promise<string[]> {
    const rows = await sql<{ id: string }[]>`
      select id from unnest(${[...ids]}::text[], ${ids.map(idKeyOf)}::text[]) as listed (id, key)
      where (select true from sync_seen s where s.shop_id = ${run.shopId} and s.run_id = ${run.id} and s.resource = ${resource}
        and s.external_id = key) is null`
    return rows.map((row) => row.id)
  },

  /** Number of ids of the resource that the run has seen. */
  async seenCount(run: RunKey, resource: string): Promise<number> {
    const [row] = await sql<{ seen: number }[]>`
      select count(*)::int as seen from sync_seen
      where shop_id = ${run.shopId} and run_id = ${run.id} and resource = ${resource}`
    return row?.seen ?? 0
  },

  /** Deletes the notes of a run. */
  async clearSeen(run: RunKey): Promise<void> {
    await sql`delete from sync_seen where shop_id = ${run.shopId} and run_id = ${run.id}`
  },

  /** Removes at most `limit` notes of runs that have ended; answers how many. */
  async sweepSeen(limit: number): Promise<number> {
    const result = await sql`
      delete from sync_seen where ctid = any(array(
        select s.ctid from sync_seen s left join sync_runs r on r.id = s.run_id
        where r.id is null or r.status in ('succeeded', 'failed', 'cancelled') limit ${limit}))`
    return result.count
  },

  /** Number of rows of the shop that are not deleted. Throws for a table that is not part of the mirror. */
  async liveCount(shopId: string, table: string): Promise<number> {
    const [row] = await sql.unsafe<{ live: number }[]>(
      `select count(*)::int as live from ${mirrorTable(table).name} where shop_id = $1 and deleted_at is null`,
      [shopId],
    )
    return row?.live ?? 0
  },

  /** As `liveCount`, and at most `max`: counts no further. */
  async liveCountUpTo(shopId: string, table: string, max: number): Promise<number> {
    const [row] = await sql.unsafe<{ live: number }[]>(
      `select count(*)::int as live from (
        select from ${mirrorTable(table).name} where shop_id = $1 and deleted_at is null limit $2) as counted`,
      [shopId, max],
    )
    return row?.live ?? 0
  },

  /** Locations that are in use, by name. */
  async activeLocations(shopId: string): Promise<{ id: string; name: string | null }[]> {
    const rows = await sql<{ id: string; name: string | null }[]>`
      select external_id as id, name from locations
      where shop_id = ${shopId} and deleted_at is null and active is not false order by name, external_id`
    return [...rows]
  },

  /** At most `limit` rows of each table; call again until every count is 0. */
  async eraseShop(shopId: string, limit: number): Promise<Record<string, number>> {
    const removed: Record<string, number> = {}
    for (const [table, key] of erased) {
      // All rows with the same `at` go together.
      const result = await sql.unsafe(
        `delete from ${table} where shop_id = $1
          and ${key} = any(array(select ${key} from ${table} where shop_id = $1 order by ${key} limit $2))`,
        [shopId, limit],
      )
      removed[table] = result.count
    }
    return removed
  },
})

/** What is erased in pieces, and the column that finds a row of a shop: a `ctid` says nothing across partitions. */
const erased = [
  ...[...mirrorTables.keys()].map((table) => [table, 'external_id'] as const),
  ...['quarantine', 'pushes', 'webhook_deliveries'].map((table) => [table, 'id'] as const),
  ['object_changes', 'at'] as const,
]

/** All of the page, or what can be stored of it. */
async function writeWhole(sql: Connection['sql'], write: PreparedWrite, keys: Keys): Promise<PageResult> {
  try {
    if (!isBroken(write.page)) return await inTransaction(sql, (tx) => writeAll(tx, write, keys))
  } catch (error) {
    if (!refusalOf(error) && !(error instanceof NotEncodableError)) throw error
  }
  return inTransaction(sql, (tx) => writeValid(tx, write, keys))
}

function goneOf({ table, externalIds, at }: { table: string; externalIds: string[]; at: Date }) {
  return externalIds.map((externalId) => ({ table, externalId, version: at.toISOString() }))
}
