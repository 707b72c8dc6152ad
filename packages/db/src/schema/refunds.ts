import { index, jsonb, numeric, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { externalId, mirrored } from './columns.ts'

/** Refunds of orders. `amount` is in `currency`. */
export const refunds = pgTable(
  'refunds',
  {
    ...mirrored,
    orderExternalId: externalId().notNull(),
    amount: numeric(),
    currency: text(),
    note: text(),
    lines: jsonb(),
  },
  (t) => [primaryKey({ columns: [t.shopId, t.externalId] }), index('refunds_by_order').on(t.shopId, t.orderExternalId)],
)
