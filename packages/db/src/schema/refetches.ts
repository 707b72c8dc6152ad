import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at, externalId, shopId } from './columns.ts'

/** Objects that something hinted at; a row goes once its object was read after the last hint. */
export const refetches = pgTable(
  'refetches',
  {
    shopId: shopId(),
    resource: text().notNull(),
    externalId: externalId().notNull(),
    /** Counts up with every hint, so that one that comes while the object is read is not lost. */
    hints: integer().notNull().default(1),
    wantedAt: at().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.shopId, t.resource, t.externalId] }), index('refetches_by_age').on(t.wantedAt)],
)
