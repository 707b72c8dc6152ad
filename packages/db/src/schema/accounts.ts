import { pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { plans } from './plans.ts'

export const accounts = pgTable('accounts', {
  id: text().primaryKey(),
  name: text().notNull().unique(),
  planId: text()
    .notNull()
    .default('unlimited')
    .references(() => plans.id),
  createdAt: timestamp({ withTimezone: true, mode: 'date' }).notNull().defaultNow(),
})
