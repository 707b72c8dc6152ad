import type { Transaction } from '../connection.ts'

/** A variant as the mirror has it, with the ids that platforms ask for. */
export interface VariantIds {
  variantId: string
  productId: string
  inventoryItemId: string | null
  sku: string | null
  /** Decimal text, gross. */
  price: string | null
}

/** Live variants of the shop that have one of the ids or SKUs. */
export async function findVariants(
  sql: Transaction,
  shopId: string,
  { ids, skus }: { ids: readonly string[]; skus: readonly string[] },
): Promise<VariantIds[]> {
  return sql<VariantIds[]>`
    select external_id as "variantId", product_external_id as "productId", inventory_item_id as "inventoryItemId", sku,
      price::text
    from product_variants
    where shop_id = ${shopId} and deleted_at is null and external_id = any(${[...ids]}::text[])
    union
    select external_id, product_external_id, inventory_item_id, sku, price::text from product_variants
    where shop_id = ${shopId} and deleted_at is null and left(sku, 255) = any(${[...skus]}::text[])`.then((rows) => [
    ...rows,
  ])
}

/** Ids of the locations that are in use, in their order. */
export async function listActiveLocations(sql: Transaction, shopId: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select external_id as id from locations where shop_id = ${shopId} and deleted_at is null and active is not false
    order by external_id`
  return rows.map(({ id }) => id)
}
