import { eq, sql } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { firstOf } from './first-of.ts'
import type { HeartbeatName } from './schema/heartbeats.ts'
import { heartbeats } from './schema/index.ts'

/** When a recurring task last ran in any process. */
export const heartbeatsRepository = ({ db, now }: Connection) => ({
  /** Of any number of processes; the last moment stays. */
  async beat(name: HeartbeatName) {
    await db
      .insert(heartbeats)
      .values({ name, beatAt: now() })
      .onConflictDoUpdate({
        target: heartbeats.name,
        set: { beatAt: sql`greatest(${heartbeats.beatAt}, excluded.beat_at)` },
      })
  },

  /** `null`: never. */
  async last(name: HeartbeatName): Promise<Date | null> {
    return firstOf(await db.select().from(heartbeats).where(eq(heartbeats.name, name)))?.beatAt ?? null
  },
})
