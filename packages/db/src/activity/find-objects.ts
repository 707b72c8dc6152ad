import type { Transaction } from '../connection.ts'
import { mirrorTables } from '../mirror/tables.ts'

/** Objects in one or many shops: `accountId` null: of all accounts. */
export interface ObjectSearch {
  accountId: string | null
  shopId?: string | undefined
  /** A platform's id, `table/id`, an order number; within one shop also a SKU or an own id. */
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

/** Objects of other shops with the same order number that are shown beside each other. */
const FOUND_MAX = 200

/**
 * Objects that have the text as their number, SKU or own id. Across many shops only order numbers: each shop is one look
 * into an index.
 */
export async function findByName(sql: Transaction, { accountId, shopId, text }: ObjectSearch): Promise<FoundObject[]> {
  const numbers = numbersOf(text)
  const rows = await sql<FoundObject[]>`
    select s.id as "shopId", 'orders/' || o.external_id as object
    from shops s cross join lateral (
      select external_id from orders o
      where o.shop_id = s.id and left(o.number, 255) = any(${numbers}) and o.number = any(${numbers}) limit 5
    ) as o
    where (${shopId ?? null}::text is null or s.id = ${shopId ?? null})
      and (${accountId}::text is null or s.account_id = ${accountId})
    limit ${FOUND_MAX}`
  return shopId === undefined ? [...rows] : [...rows, ...(await findInShop(sql, shopId, text))]
}

async function findInShop(sql: Transaction, shopId: string, text: string): Promise<FoundObject[]> {
  const rows = await sql<FoundObject[]>`
    select ${shopId} as "shopId", object from (
      select 'product_variants/' || external_id as object from product_variants
      where shop_id = ${shopId} and left(sku, 255) = left(${text}, 255) and sku = ${text}
      union all
      select 'products/' || product_external_id from product_variants
      where shop_id = ${shopId} and left(sku, 255) = left(${text}, 255) and sku = ${text}
      union all
      select entity || '/' || external_id from object_links
      where shop_id = ${shopId} and entity in ('orders', 'products', 'customers') and own_id = ${text}
    ) as found limit ${FOUND_MAX}`
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
