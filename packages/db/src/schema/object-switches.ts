import { pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { createdAt, externalId, shopId } from './columns.ts'

/** What an object is: its mirror table. A product stands for its variants and their stock, too. */
export type SwitchedTable = 'orders' | 'products' | 'product_variants' | 'customers'

/** Objects whose pushes are held. An object without a row is pushed. */
export const objectSwitches = pgTable(
  'object_switches',
  {
    id: text().notNull(),
    shopId: shopId(),
    tableName: text().$type<SwitchedTable>().notNull(),
    externalId: externalId().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.id, t.shopId] }),
    uniqueIndex('object_switches_once').on(t.shopId, t.tableName, t.externalId),
  ],
)
