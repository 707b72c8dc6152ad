import { index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { externalId, mirrored } from './columns.ts'

/** Shipments of orders. `lines`: which order lines, with quantities. */
export const fulfillments = pgTable(
  'fulfillments',
  {
    ...mirrored,
    orderExternalId: externalId().notNull(),
    status: text(),
    carrier: text(),
    trackingNumbers: text().array(),
    trackingUrls: text().array(),
    lines: jsonb(),
  },
  (t) => [
    primaryKey({ columns: [t.shopId, t.externalId] }),
    index('fulfillments_by_order').on(t.shopId, t.orderExternalId),
  ],
)
