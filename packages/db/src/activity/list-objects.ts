import type { Transaction } from '../connection.ts'
import { mirrorTables } from '../mirror/tables.ts'
import { numbersOf } from './find-objects.ts'
import { nameColumnOf } from './life.ts'

/** How an object was found. */
export type MatchedBy = 'id' | 'number' | 'sku' | 'own_id'

/** An object of one shop. */
export interface ListedObject {
  table: string
  externalId: string
  /** Order number, title, SKU or name; `null` for customers and where there is none. */
  name: string | null
  matchedBy: MatchedBy
  deletedAt: Date | null
}

/** Objects of a shop whose id, order number, SKU or own id is the text, at most `limit`. */
export async function listObjects(
  sql: Transaction,
  { shopId, text, limit }: { shopId: string; text: string; limit: number },
): Promise<ListedObject[]> {
  const byId = [...mirrorTables.keys()].map((name) => select(name, 'id', 'm.external_id = $2'))
  const byOwnId = ['orders', 'products', 'customers'].map((name) =>
    select(
      name,
      'own_id',
      `m.external_id in (select external_id from object_links where shop_id = $1 and entity = '${name}' and own_id = $2)`,
    ),
  )
  const rows = await sql.unsafe<ListedObject[]>(
    `select * from (${[
      ...byId,
      select('orders', 'number', 'left(m.number, 255) = any($4) and m.number = any($4)'),
      select('product_variants', 'sku', 'left(m.sku, 255) = left($2, 255) and m.sku = $2'),
      ...byOwnId,
    ].join(' union all ')}) as found limit $3`,
    [shopId, text, limit, numbersOf(text)],
  )
  return rows.map((row) => ({ ...row, deletedAt: row.deletedAt && new Date(row.deletedAt) }))
}

function select(name: string, matchedBy: MatchedBy, condition: string): string {
  return `(select '${name}' as "table", m.external_id as "externalId", ${nameColumnOf(name) ?? 'null'} as name,
    '${matchedBy}' as "matchedBy", m.deleted_at as "deletedAt" from ${name} m where m.shop_id = $1 and ${condition} limit $3)`
}
