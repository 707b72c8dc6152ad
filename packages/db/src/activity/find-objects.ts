import type { Transaction } from '../connection.ts'
import { mirrorTables } from '../mirror/tables.ts'

/** Objects in one or many shops: `accountId` null: of all accounts. */
export interface ObjectSearch {
  accountId: string | null
  shopId?: string | undefined
  /** A platform's id, `table/id`, an order number, a SKU or an own id. */
  text: string
}

/** An object that a text may mean. */
export interface FoundObject {
  shopId: string
  /** `table/external_id` */
  object: string
}

/** What a text may mean. */
export interface SearchedObjects {
  /** In any shop. */
  named: string[]
  /** Each in one shop. */
  pairs: FoundObject[]
}

/** Objects with the same name in one shop, and in all of them. */
const EACH_MAX = 10
const FOUND_MAX = 200

/** Objects that have the text as their number, SKU or own id: each shop is a few looks into indexes. */
export async function findByName(sql: Transaction, { accountId, shopId, text }: ObjectSearch): Promise<FoundObject[]> {
  const numbers = numbersOf(text)
  const rows = await sql<FoundObject[]>`
    select s.id as "shopId", found.object
    from shops s cross join lateral (
      (select 'orders/' || o.external_id as object from orders o
        where o.shop_id = s.id and left(o.number, 255) = any(${numbers}) and o.number = any(${numbers}) limit ${EACH_MAX})
      union all
      (select unnest(array['product_variants/' || v.external_id, 'products/' || v.product_external_id]) from product_variants v
        where v.shop_id = s.id and left(v.sku, 255) = left(${text}, 255) and v.sku = ${text} limit ${EACH_MAX})
      union all
      (select l.entity || '/' || l.external_id from object_links l
        where l.shop_id = s.id and l.entity in ('orders', 'products', 'customers') and l.own_id = ${text} limit ${EACH_MAX})
    ) as found
    where (${shopId ?? null}::text is null or s.id = ${shopId ?? null})
      and (${accountId}::text is null or s.account_id = ${accountId}) and found.object is not null
    limit ${FOUND_MAX}`
  return [...rows]
}

/** As merchants write it and as platforms store it: with `#`, and without. */
export function numbersOf(text: string): string[] {
  const bare = text.replace(/^#/, '')
  return [...new Set([text, bare, `#${bare}`])].map((number) => number.slice(0, 255))
}

/** Every object whose id the text may be: `table/id` as it is, else one in each table. Deliveries name stock by its resource. */
export function objectsNamed(text: string): string[] {
  if (tablesAndResources.some((name) => text.startsWith(`${name}/`))) return [text]
  return tablesAndResources.map((name) => `${name}/${text}`)
}

const tablesAndResources = [...new Set([...mirrorTables.values()].flatMap(({ name, resource }) => [name, resource]))]
