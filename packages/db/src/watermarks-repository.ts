import { eq, sql } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { watermarks } from './schema/index.ts'

/** Up to which time each resource of a shop has been read. */
export const watermarksRepository = ({ db }: Connection) => ({
  /** All watermarks of a shop, one per resource that has been synced. */
  get: (shopId: string) => db.select().from(watermarks).where(eq(watermarks.shopId, shopId)),

  /**
   * Never moves a watermark backwards, so a run that ends late does not undo a newer one. `full` also sets `fullAt`.
   */
  async advance(shopId: string, resource: string, syncedTo: Date, { full }: { full: boolean }) {
    const fullAt = full ? syncedTo : null
    await db
      .insert(watermarks)
      .values({ shopId, resource, syncedTo, fullAt })
      .onConflictDoUpdate({
        target: [watermarks.shopId, watermarks.resource],
        set: {
          syncedTo: sql`greatest(${watermarks.syncedTo}, excluded.synced_to)`,
          fullAt: sql`greatest(${watermarks.fullAt}, excluded.full_at)`,
        },
      })
  },
})
