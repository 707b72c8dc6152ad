import type { Transaction } from '../connection.ts'
import { tombstoneRows } from './tombstones.ts'

/** The customer whose personal data is removed from the mirror. */
export interface Redaction {
  shopId: string
  customerId: string
  /** Named by the request, beside those that are known to be the customer's. */
  orderIds: readonly string[]
  now: Date
}

interface PersonalColumns {
  table: string
  /** Who is meant: `$2` the customer's id, `$3` the orders' ids. */
  whose: string
  /** Beside `raw`, which goes everywhere. */
  columns: readonly string[]
}

/** In the order in which every writer locks. */
const personal: readonly PersonalColumns[] = [
  {
    table: 'customers',
    whose: 'external_id = $2',
    columns: ['email', 'first_name', 'last_name', 'phone', 'default_address', 'addresses'],
  },
  {
    table: 'orders',
    whose: 'external_id = any($3::text[])',
    columns: ['email', 'phone', 'customer_external_id', 'shipping_address', 'billing_address', 'history', 'note'],
  },
  { table: 'order_lines', whose: 'order_external_id = any($3::text[])', columns: [] },
  {
    table: 'fulfillments',
    whose: 'order_external_id = any($3::text[])',
    columns: ['tracking_numbers', 'tracking_urls'],
  },
  { table: 'refunds', whose: 'order_external_id = any($3::text[])', columns: ['note'] },
]

/**
 * Takes one customer out of the mirror: the customer's row becomes an empty tombstone, which an older event cannot revive;
 * orders stay as figures, without a person. Without its hash a row is written again by the next sync, as the platform
 * then shows it. Answers rows by table, and whose orders they were.
 */
export async function redactMirror(
  tx: Transaction,
  { shopId, customerId, orderIds, now }: Redaction,
): Promise<{ counts: Record<string, number>; orders: string[] }> {
  await tombstoneRows(tx, { shopId, table: 'customers', externalIds: [customerId], at: now, now })
  const own = await tx<{ id: string }[]>`
    select external_id as id from orders where shop_id = ${shopId} and customer_external_id = ${customerId}`
  const orders = [...new Set([...orderIds, ...own.map(({ id }) => id)])].sort()
  const counts: Record<string, number> = {}
  for (const { table, whose, columns } of personal) {
    const emptied = columns.map((column) => `${column} = null,`).join(' ')
    const result = await tx.unsafe(
      `with meant as (
        select external_id from ${table}
        where shop_id = $1 and ${whose} and $2::text is not null and $3::text[] is not null
        order by external_id for update
      )
      update ${table} set ${emptied} raw = '{}', content_hash = '', synced_at = $4::timestamptz
      where shop_id = $1 and external_id = any(array(select external_id from meant))`,
      [shopId, customerId, orders, now.toISOString()],
    )
    counts[table] = result.count
  }
  return { counts, orders }
}
