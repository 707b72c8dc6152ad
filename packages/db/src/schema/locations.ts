import { boolean, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { mirrored } from './columns.ts'

/** Warehouses and stores that hold stock. */
export const locations = pgTable(
  'locations',
  { ...mirrored, name: text(), active: boolean(), address: jsonb() },
  (t) => [primaryKey({ columns: [t.shopId, t.externalId] })],
)
