import { integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { externalId, mirrored } from './columns.ts'

/** Categories or collections. `position`: order among siblings. */
export const categories = pgTable(
  'categories',
  {
    ...mirrored,
    parentExternalId: externalId(),
    name: text(),
    handle: text(),
    status: text(),
    position: integer(),
    descriptionHtml: text(),
    texts: jsonb(),
  },
  (t) => [primaryKey({ columns: [t.shopId, t.externalId] })],
)
