import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at, shopId } from './columns.ts'

/** Up to when each resource has been read. Kept longer than the runs. */
export const watermarks = pgTable(
  'watermarks',
  {
    shopId: shopId(),
    resource: text().notNull(),
    /** Changes up to this time are in the mirror: the platform's clock at the start of the last successful run. */
    syncedTo: at().notNull(),
    fullAt: at(),
  },
  (t) => [primaryKey({ columns: [t.shopId, t.resource] })],
)
