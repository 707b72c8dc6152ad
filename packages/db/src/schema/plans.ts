import { integer, pgTable, text } from 'drizzle-orm/pg-core'

/** `null`: no limit. */
export const plans = pgTable('plans', {
  id: text().primaryKey(),
  maxShops: integer(),
  syncsPerMonth: integer(),
})
