import { and, desc, eq, lt } from 'drizzle-orm'
import type { Connection, Transaction } from './connection.ts'
import { createId } from './create-id.ts'
import { firstOf } from './first-of.ts'
import { inTransaction } from './in-transaction.ts'
import { objectSwitches } from './schema/index.ts'
import type { SwitchedTable } from './schema/object-switches.ts'

/** An object of a shop, by the platform's id. */
export interface ObjectName {
  shopId: string
  table: SwitchedTable
  externalId: string
}

/** Objects that are not pushed until a user switches them on again. */
export const objectSwitchesRepository = ({ db, sql, now }: Connection) => ({
  /** Holds the object's pushes from now on, those that wait to be sent included. */
  switchOff: (object: ObjectName): Promise<void> =>
    inTransaction(sql, async (tx) => {
      await lockSwitches(tx, object.shopId, 'update')
      await tx`
        insert into object_switches (id, shop_id, table_name, external_id, created_at)
        values (${createId('osw')}, ${object.shopId}, ${object.table}, ${object.externalId}, ${now().toISOString()})
        on conflict do nothing`
      await holdObject(tx, object, now())
    }),

  /** What is held stays held until it is processed. `false` when the object was not switched off. */
  async switchOn(object: ObjectName): Promise<boolean> {
    const deleted = await db.delete(objectSwitches).where(isObject(object)).returning({ id: objectSwitches.id })
    return deleted.length > 0
  },

  async isOff(object: ObjectName): Promise<boolean> {
    return firstOf(await db.select().from(objectSwitches).where(isObject(object))) !== null
  },

  /** Objects of a shop that are switched off, the latest first. */
  list: (shopId: string, { cursor, limit }: { cursor?: string | undefined; limit: number }) =>
    db
      .select()
      .from(objectSwitches)
      .where(and(eq(objectSwitches.shopId, shopId), cursor ? lt(objectSwitches.id, cursor) : undefined))
      .orderBy(desc(objectSwitches.id))
      .limit(limit),

  /**
   * Which of these objects (`table/external_id`) are switched off. Until the end of the transaction none of the shop can be
   * switched off, so that a push is either held here or seen by `switchOff`.
   */
  async findOff(shopId: string, objects: readonly string[]): Promise<ReadonlySet<string>> {
    if (objects.length === 0) return new Set()
    // Both go out at once and are carried out in this order: what the lock has waited for is seen.
    const [, rows] = await Promise.all([
      lockSwitches(sql, shopId, 'share'),
      sql<{ object: string }[]>`
        select table_name || '/' || external_id as object from object_switches
        where shop_id = ${shopId} and (table_name, external_id) in (
          select split_part(o, '/', 1), substr(o, strpos(o, '/') + 1) from unnest(${[...objects]}::text[]) as o)`,
    ])
    return new Set(rows.map(({ object }) => object))
  },
})

function isObject({ shopId, table, externalId }: ObjectName) {
  return and(
    eq(objectSwitches.shopId, shopId),
    eq(objectSwitches.tableName, table),
    eq(objectSwitches.externalId, externalId),
  )
}

async function lockSwitches(sql: Transaction, shopId: string, mode: 'share' | 'update'): Promise<void> {
  if (mode === 'share') await sql`select from shop_settings where shop_id = ${shopId} for share`
  else await sql`select from shop_settings where shop_id = ${shopId} for update`
}

async function holdObject(sql: Transaction, { shopId, table, externalId }: ObjectName, now: Date): Promise<void> {
  await sql`
    update pushes set status = 'held', hold_reason = 'object_off', updated_at = ${now.toISOString()}
    where shop_id = ${shopId} and status = 'pending' and (mirror_object = ${`${table}/${externalId}`}
      or ${table === 'products'} and target ->> 'productId' = ${externalId})`
}
