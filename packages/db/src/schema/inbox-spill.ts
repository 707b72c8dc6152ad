import { pgTable, text } from 'drizzle-orm/pg-core'
import { createdAt } from './columns.ts'

/** Groups of deliveries that Redis would not take; `inbox.sweep` puts them into the queue later. */
export const inboxSpill = pgTable('inbox_spill', {
  id: text().primaryKey(),
  /** Encrypted JSON of the job's payload. */
  payload: text().notNull(),
  createdAt: createdAt(),
})
