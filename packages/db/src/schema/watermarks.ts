import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at, shopId } from './columns.ts'

/** How fresh a resource is; outlives the runs, which are swept. */
export const watermarks = pgTable(
  'watermarks',
  {
    shopId: shopId(),
    resource: text().notNull(),
    /** Changes up to here are in the mirror: the platform's clock at the start of the last good run. */
    syncedTo: at().notNull(),
    fullAt: at(),
  },
  (t) => [primaryKey({ columns: [t.shopId, t.resource] })],
)
