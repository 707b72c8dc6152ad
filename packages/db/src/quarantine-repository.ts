import { and, desc, eq, sql as fragment, getTableColumns, lt, type SQL } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { placeOf } from './credentials-repository.ts'
import { firstOf } from './first-of.ts'
import type { Keyset, ListQuery } from './list-query.ts'
import { mirrorTables } from './mirror/tables.ts'
import type { Quarantined } from './quarantine/keep.ts'
import { quarantine, shops } from './schema/index.ts'

/** Filters of the list of quarantined objects. */
export interface QuarantineQuery extends ListQuery {
  table?: string | undefined
  runId?: string | undefined
}

/** How many objects of a shop are in quarantine, and the latest of them. */
export interface ShopQuarantine {
  shopId: string
  count: number
  latest: Quarantined
}

/** With the shop's name at its platform. */
const shown = { ...getTableColumns(quarantine), domain: shops.domain }

/** Objects that could not be stored, with the reason; their raw form is encrypted at rest. */
export const quarantineRepository = ({ db, sql, keyring }: Connection) => ({
  /** Newest first, with the encrypted objects. `accountId` null: of all accounts. */
  list: ({ accountId, shopId, table, runId, cursor, limit }: QuarantineQuery) =>
    db
      .select(shown)
      .from(quarantine)
      .innerJoin(shops, eq(shops.id, quarantine.shopId))
      .where(
        and(
          ofAccount(accountId),
          shopId ? eq(quarantine.shopId, shopId) : undefined,
          table ? eq(quarantine.tableName, table) : undefined,
          runId ? eq(quarantine.runId, runId) : undefined,
          cursor ? lt(quarantine.id, cursor) : undefined,
        ),
      )
      .orderBy(desc(quarantine.id))
      .limit(limit),

  /** How many objects of the shop, by table. */
  async countByTable(shopId: string): Promise<Map<string, number>> {
    const rows = await sql<{ table: string; objects: number }[]>`
      select table_name as "table", count(*)::int as objects from quarantine where shop_id = ${shopId} group by table_name`
    return new Map(rows.map(({ table, objects }) => [table, objects]))
  },

  /** With the decrypted raw object; `raw` is `null` after retention has deleted it. Throws `MissingKeyError`. */
  async find(id: string, accountId: string | null) {
    const row = firstOf(
      await db
        .select(shown)
        .from(quarantine)
        .innerJoin(shops, eq(shops.id, quarantine.shopId))
        .where(and(eq(quarantine.id, id), ofAccount(accountId))),
    )
    return row && { ...row, raw: row.raw === null ? null : keyring.decrypt(row.raw, placeOf(id, 'raw')) }
  },

  /** Shops with quarantined objects, ordered by id: how many, and the latest. */
  summary: ({ after = '', limit }: Keyset): Promise<ShopQuarantine[]> =>
    sql<ShopQuarantine[]>`
      select shop_id as "shopId", count(*)::int as count,
        (array_agg(jsonb_build_object('table', table_name, 'externalId', external_id, 'reason', reason)
          order by last_seen_at desc, id desc))[1] as latest
      from quarantine where shop_id > ${after} group by shop_id order by shop_id limit ${limit}`.then((rows) => [
      ...rows,
    ]),

  /**
   * After a whole resource was read: deletes what was not quarantined again since `before`, because it is mirrored or
   * no longer exists.
   */
  async releaseUnseen({ shopId, resource, before }: { shopId: string; resource: string; before: Date }) {
    const tables = [...mirrorTables.values()].filter((table) => table.resource === resource).map(({ name }) => name)
    await sql`
      delete from quarantine where shop_id = ${shopId} and table_name = any(${tables})
        and last_seen_at < ${before.toISOString()}`
  },

  /**
   * Deletes at most `limit` raw objects last seen before then. Returns how many. The rows are kept, because they
   * contain no customer data.
   */
  async sweepRaw(before: Date, limit: number) {
    const emptied = await sql`
      update quarantine set raw = null where id in (
        select id from quarantine where last_seen_at < ${before.toISOString()} and raw is not null limit ${limit})`
    return emptied.count
  },
})

function ofAccount(accountId: string | null): SQL | undefined {
  if (accountId === null) return undefined
  return fragment`${quarantine.shopId} in (select ${shops.id} from ${shops} where ${shops.accountId} = ${accountId})`
}
