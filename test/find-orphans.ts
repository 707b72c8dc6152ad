import type { Sql } from 'postgres'

/** A live row with a deleted parent. */
export interface Orphan {
  table: string
  externalId: string
  /** Such as `orders 501`. */
  parent: string
}

interface Dependence {
  child: string
  column: string
  parent: string
  key: string
  /** A missing parent is allowed; only a deleted one counts. */
  comesBefore?: true
}

/** Deliberately independent of the mirror writer's own definitions, so that a mistake there is found. */
const dependences: readonly Dependence[] = [
  { child: 'product_variants', column: 'product_external_id', parent: 'products', key: 'external_id' },
  { child: 'order_lines', column: 'order_external_id', parent: 'orders', key: 'external_id' },
  { child: 'fulfillments', column: 'order_external_id', parent: 'orders', key: 'external_id' },
  { child: 'refunds', column: 'order_external_id', parent: 'orders', key: 'external_id' },
  {
    ...{ child: 'inventory_levels', column: 'inventory_item_id' },
    ...{ parent: 'product_variants', key: 'inventory_item_id', comesBefore: true },
  },
]

/** Must be empty in every mirror at any time. */
export async function findOrphans({ sql, shopId }: { sql: Sql; shopId: string }): Promise<Orphan[]> {
  const found: Orphan[] = []
  for (const { child, column, parent, key, comesBefore = false } of dependences) {
    const rows = await sql<{ externalId: string; parentId: string }[]>`
      select c.external_id as "externalId", c.${sql(column)} as "parentId" from ${sql(child)} c
      where c.shop_id = ${shopId} and c.deleted_at is null
        and not exists (select from ${sql(parent)} p
          where p.shop_id = c.shop_id and p.${sql(key)} = c.${sql(column)} and p.deleted_at is null)
        and (not ${comesBefore} or exists (select from ${sql(parent)} p
          where p.shop_id = c.shop_id and p.${sql(key)} = c.${sql(column)}))
      order by 1`
    found.push(
      ...rows.map(({ externalId, parentId }) => ({ table: child, externalId, parent: `${parent} ${parentId}` })),
    )
  }
  return found
}
