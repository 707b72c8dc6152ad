import { boolean, index, integer, jsonb, numeric, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { beginOf, externalId, mirrored } from './columns.ts'

/** Purchasable units: one row per SKU, on every platform. */
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
    /** Price for the shop's default customer group, gross. */
    price: numeric(),
    priceNet: numeric(),
    compareAtPrice: numeric(),
    cost: numeric(),
    currency: text(),
    /** Every price list: `[{"group","net","gross",…}]`. */
    prices: jsonb(),
    /** Sum over the stock locations in use. */
    stockQuantity: numeric(),
    /** By stock location: `{"1":12,"2":0}`. */
    stocks: jsonb(),
    /** Can be ordered when out of stock. */
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
