import { eq, sql } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { firstOf } from './first-of.ts'
import type { HeartbeatName } from './schema/heartbeats.ts'
import { heartbeats } from './schema/index.ts'

/** When a recurring task last ran in any process. */
export const heartbeatsRepository = ({ db, now }: Connection) => ({
  /** Records that the task ran now. Safe to call concurrently; the latest time wins. */
  async beat(name: HeartbeatName) {
    await db
      .insert(heartbeats)
      .values({ name, beatAt: now() })
      .onConflictDoUpdate({
        target: heartbeats.name,
        set: { beatAt: sql`greatest(${heartbeats.beatAt}, excluded.beat_at)` },
      })
  },

  /** `null` when it has never run. */
  async last(name: HeartbeatName): Promise<Date | null> {
    return firstOf(await db.select().from(heartbeats).where(eq(heartbeats.name, name)))?.beatAt ?? null
  },
})
