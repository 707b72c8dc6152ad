import { pgTable, text } from 'drizzle-orm/pg-core'
import { createdAt } from './columns.ts'

/** Batches of deliveries that Redis did not accept; `inbox.sweep` enqueues them later. */
export const inboxSpill = pgTable('inbox_spill', {
  id: text().primaryKey(),
  /** Encrypted JSON of the job's payload. */
  payload: text().notNull(),
  createdAt: createdAt(),
})
