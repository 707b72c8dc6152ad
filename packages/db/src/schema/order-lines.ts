import { index, integer, numeric, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { externalId, mirrored } from './columns.ts'

/** Items of orders. Amounts are in `currency`. */
export const orderLines = pgTable(
  'order_lines',
  {
    ...mirrored,
    orderExternalId: externalId().notNull(),
    productExternalId: externalId(),
    variantExternalId: externalId(),
    position: integer(),
    sku: text(),
    name: text(),
    quantity: numeric(),
    /** Price of one unit, gross. */
    price: numeric(),
    priceNet: numeric(),
    /** Price of the line, gross. */
    total: numeric(),
    taxRate: numeric(),
    currency: text(),
  },
  (t) => [
    primaryKey({ columns: [t.shopId, t.externalId] }),
    index('order_lines_by_order').on(t.shopId, t.orderExternalId),
  ],
)
