import { boolean, index, integer, jsonb, numeric, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { beginOf, externalId, mirrored } from './columns.ts'

/** What can be put into a basket: one row a SKU, on every platform. */
export const productVariants = pgTable(
  'product_variants',
  {
    ...mirrored,
    productExternalId: externalId().notNull(),
    inventoryItemId: externalId(),
    sku: text(),
    barcode: text(),
    title: text(),
    position: integer(),
    /** What the shop's default customer pays, gross. */
    price: numeric(),
    priceNet: numeric(),
    compareAtPrice: numeric(),
    cost: numeric(),
    currency: text(),
    /** Every price list: `[{"group","net","gross",…}]`. */
    prices: jsonb(),
    /** Sum over the places in use. */
    stockQuantity: numeric(),
    /** By place: `{"1":12,"2":0}`. */
    stocks: jsonb(),
    /** May be ordered with no stock. */
    orderable: boolean(),
    weight: numeric(),
    options: jsonb(),
  },
  (t) => [
    primaryKey({ columns: [t.shopId, t.externalId] }),
    index('product_variants_by_product').on(t.shopId, t.productExternalId),
    index('product_variants_by_sku').on(t.shopId, beginOf('sku')),
    index('product_variants_by_item').on(t.shopId, t.inventoryItemId),
  ],
)
