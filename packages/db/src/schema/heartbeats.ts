import { pgTable, text } from 'drizzle-orm/pg-core'
import { at } from './columns.ts'

/** Last time each recurring task worked. */
export const heartbeats = pgTable('heartbeats', {
  name: text().$type<HeartbeatName>().primaryKey(),
  beatAt: at().notNull(),
})

/** `clock`: the schedules ran. `readiness`: a process tested whether it can write. */
export type HeartbeatName = 'clock' | 'readiness'
