import { pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { createdAt, externalId, shopId } from './columns.ts'

/** Which object of a shop is which object of the caller's: unique both ways. */
export const objectLinks = pgTable(
  'object_links',
  {
    shopId: shopId(),
    /** `orders`, `products` or `customers`. */
    entity: text().notNull(),
    /** The caller's own id. */
    ownId: text().notNull(),
    /** The platform's id, as in the mirror. */
    externalId: externalId().notNull(),
    /** The push that created the object; `null` when a user linked it. */
    pushId: text(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.shopId, t.entity, t.ownId] }),
    uniqueIndex('object_links_by_object').on(t.shopId, t.entity, t.externalId),
  ],
)
