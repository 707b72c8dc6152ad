import { boolean, index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { beginOf, externalId, mirrored } from './columns.ts'

/** Customers with their addresses. A redacted customer is an empty tombstone. */
export const customers = pgTable(
  'customers',
  {
    ...mirrored,
    email: text(),
    firstName: text(),
    lastName: text(),
    phone: text(),
    status: text(),
    groupExternalId: externalId(),
    acceptsMarketing: boolean(),
    defaultAddress: jsonb(),
    addresses: jsonb(),
  },
  (t) => [
    primaryKey({ columns: [t.shopId, t.externalId] }),
    index('customers_by_email').on(t.shopId, beginOf('email')),
  ],
)
