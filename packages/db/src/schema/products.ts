import { index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { externalId, mirrored } from './columns.ts'

/** Products. What can be bought is in `product_variants`. */
export const products = pgTable(
  'products',
  {
    ...mirrored,
    /** Where each variant is a separate product (ShopRenter): the parent product; `null` for parents. */
    parentExternalId: externalId(),
    title: text(),
    handle: text(),
    status: text(),
    vendor: text(),
    productType: text(),
    descriptionHtml: text(),
    shortDescription: text(),
    tags: text().array(),
    categoryExternalIds: text().array(),
    /** `[url]`, the main one first. */
    images: jsonb(),
    /** Texts by language code: `{"hu":{"title":…}}`. */
    texts: jsonb(),
  },
  (t) => [
    primaryKey({ columns: [t.shopId, t.externalId] }),
    index('products_by_change').on(t.shopId, t.syncedAt),
    index('products_by_parent').on(t.shopId, t.parentExternalId),
  ],
)
