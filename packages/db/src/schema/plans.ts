import { integer, pgTable, text } from 'drizzle-orm/pg-core'

/** `null` is without limit. */
export const plans = pgTable('plans', {
  id: text().primaryKey(),
  maxShops: integer(),
  syncsPerMonth: integer(),
})
