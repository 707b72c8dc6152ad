import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { externalId } from './columns.ts'

/**
 * Ids that a full run has seen. UNLOGGED (set in the migration): cheap to write, but empty after a crash, which `noted`
 * reveals.
 */
export const syncSeen = pgTable(
  'sync_seen',
  {
    runId: text().notNull(),
    shopId: text().notNull(),
    resource: text().notNull(),
    externalId: externalId().notNull(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.resource, t.externalId, t.shopId] })],
)
