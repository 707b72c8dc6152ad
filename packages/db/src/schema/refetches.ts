import { sql } from 'drizzle-orm'
import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at, externalId, shopId } from './columns.ts'

/** Objects with hints. A row is deleted once its object has been read after the last hint. */
export const refetches = pgTable(
  'refetches',
  {
    shopId: shopId(),
    resource: text().notNull(),
    externalId: externalId().notNull(),
    /** Incremented by every hint, so that a hint received while the object is being read is not lost. */
    hints: integer().notNull().default(1),
    wantedAt: at().notNull().defaultNow(),
    /** Ids of the deliveries and pushes that want it read; the first ones, when there are many. */
    causes: text().array().notNull().default(sql`'{}'`),
  },
  (t) => [primaryKey({ columns: [t.shopId, t.resource, t.externalId] }), index('refetches_by_age').on(t.wantedAt)],
)
