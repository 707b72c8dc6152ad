import { pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { plans } from './plans.ts'

/** Customers of this deployment, each with a plan, API keys and shops. */
export const accounts = pgTable('accounts', {
  id: text().primaryKey(),
  name: text().notNull().unique(),
  planId: text()
    .notNull()
    .default('unlimited')
    .references(() => plans.id),
  createdAt: timestamp({ withTimezone: true, mode: 'date' }).notNull().defaultNow(),
})
