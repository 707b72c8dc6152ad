import { pgTable, text } from 'drizzle-orm/pg-core'
import { at } from './columns.ts'

/** When something was last known to work, a row for each. */
export const heartbeats = pgTable('heartbeats', {
  name: text().$type<HeartbeatName>().primaryKey(),
  beatAt: at().notNull(),
})

/** `clock`: the schedules ran. `readiness`: a process wrote here to see whether it can. */
export type HeartbeatName = 'clock' | 'readiness'
