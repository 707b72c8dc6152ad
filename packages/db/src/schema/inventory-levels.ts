import { index, jsonb, numeric, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { externalId, mirrored } from './columns.ts'

/** Stock of an inventory item at a location. `available` can be negative; `quantities`: further states by name. */
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
