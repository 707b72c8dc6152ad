import { index, jsonb, numeric, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { mirrored } from './columns.ts'

export const inventoryLevels = pgTable(
  'inventory_levels',
  {
    ...mirrored,
    inventoryItemId: text(),
    locationExternalId: text(),
    available: numeric(),
    quantities: jsonb(),
  },
  (t) => [
    primaryKey({ columns: [t.shopId, t.externalId] }),
    index('inventory_levels_by_item').on(t.shopId, t.inventoryItemId),
  ],
)
