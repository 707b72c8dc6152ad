import { index, jsonb, numeric, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at, beginOf, externalId, mirrored } from './columns.ts'

/** Orders. `status` is the platform's, `status_name` its label in the shop's language. */
export const orders = pgTable(
  'orders',
  {
    ...mirrored,
    /** Order number that merchant and customer see. */
    number: text(),
    email: text(),
    phone: text(),
    /** `null` for guests. */
    customerExternalId: externalId(),
    status: text(),
    statusName: text(),
    financialStatus: text(),
    fulfillmentStatus: text(),
    /** Currency of all amounts except `presentmentTotal`. */
    currency: text(),
    total: numeric(),
    subtotal: numeric(),
    taxTotal: numeric(),
    shippingTotal: numeric(),
    discountTotal: numeric(),
    /** Currency that the customer saw, if it differs. */
    presentmentCurrency: text(),
    presentmentTotal: numeric(),
    shippingMethod: text(),
    paymentMethod: text(),
    shippingAddress: jsonb(),
    billingAddress: jsonb(),
    totals: jsonb(),
    /** `[{"status","status_name","comment","at"}]`, oldest first. */
    history: jsonb(),
    note: text(),
    placedAt: at(),
    cancelledAt: at(),
  },
  (t) => [
    primaryKey({ columns: [t.shopId, t.externalId] }),
    index('orders_by_number').on(t.shopId, beginOf('number')),
    index('orders_by_email').on(t.shopId, beginOf('email')),
    index('orders_by_placed').on(t.shopId, t.placedAt),
  ],
)
