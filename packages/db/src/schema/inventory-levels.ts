import { index, jsonb, numeric, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { externalId, mirrored } from './columns.ts'

export const inventoryLevels = pgTable(
  'inventory_levels',
  {
    ...mirrored,
    inventoryItemId: externalId(),
    locationExternalId: externalId(),
    available: numeric(),
    quantities: jsonb(),
  },
  (t) => [
    primaryKey({ columns: [t.shopId, t.externalId] }),
    index('inventory_levels_by_item').on(t.shopId, t.inventoryItemId),
  ],
)
