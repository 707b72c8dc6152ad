import { and, desc, eq, gt, inArray, isNull, lt, lte, sql } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { firstOf } from './first-of.ts'
import type { Keyset, ListQuery } from './list-query.ts'
import {
  alerts,
  erasures,
  hourDeltas,
  installations,
  objectChanges,
  objectLinks,
  objectSwitches,
  privacyRequests,
  pushes,
  pushSenders,
  quarantine,
  replayShops,
  replays,
  shopHours,
  shopSettings,
  shops,
  syncRuns,
  syncSeen,
  watermarks,
  webhookDeliveries,
} from './schema/index.ts'

/** Erasures of uninstalled shops: due after a grace period, with the number of removed rows per table as evidence. */
export const erasuresRepository = ({ db, now }: Connection) => ({
  /** The erasure of an uninstalled shop; `null` when there is none. */
  async find(shopId: string) {
    return firstOf(await db.select().from(erasures).where(eq(erasures.shopId, shopId)))
  },

  /** `null` for an unknown id. */
  async findById(id: string) {
    return firstOf(await db.select().from(erasures).where(eq(erasures.id, id)))
  },

  /** Unfinished erasures that are due, ordered by id. */
  due: (at: Date, { after = '', limit }: Keyset) =>
    db
      .select({ id: erasures.id, shopId: erasures.shopId })
      .from(erasures)
      .where(and(isNull(erasures.finishedAt), lte(erasures.dueAt, at), gt(erasures.id, after)))
      .orderBy(erasures.id)
      .limit(limit),

  /** Adds numbers of deleted rows, by table, to the evidence. */
  addRemoved: (id: string, counts: Record<string, number>) =>
    db.transaction(async (tx) => {
      const row = firstOf(
        await tx.select({ removed: erasures.removed }).from(erasures).where(eq(erasures.id, id)).for('update'),
      )
      const removed = { ...row?.removed }
      for (const [table, count] of Object.entries(counts)) removed[table] = (removed[table] ?? 0) + count
      await tx.update(erasures).set({ removed }).where(eq(erasures.id, id))
    }),

  /** Ends the grace period of an unfinished erasure. */
  async setDueNow(id: string) {
    await db
      .update(erasures)
      .set({ dueAt: sql`least(${erasures.dueAt}, ${now().toISOString()}::timestamptz)` })
      .where(and(eq(erasures.id, id), isNull(erasures.finishedAt)))
  },

  /** Deletes everything outside the mirror. The shop's row is kept with its domain and dates. */
  finish: (id: string) =>
    db.transaction(async (tx) => {
      const erasure = firstOf(
        await tx
          .update(erasures)
          .set({ finishedAt: now() })
          .where(and(eq(erasures.id, id), isNull(erasures.finishedAt)))
          .returning(),
      )
      if (!erasure) return
      const { shopId } = erasure
      const runs = tx.select({ id: syncRuns.id }).from(syncRuns).where(eq(syncRuns.shopId, shopId))
      await tx.delete(syncSeen).where(and(eq(syncSeen.shopId, shopId), inArray(syncSeen.runId, runs)))
      await tx.delete(syncRuns).where(eq(syncRuns.shopId, shopId))
      await tx.delete(watermarks).where(eq(watermarks.shopId, shopId))
      await tx.delete(alerts).where(eq(alerts.shopId, shopId))
      await tx.delete(quarantine).where(eq(quarantine.shopId, shopId))
      await tx.delete(pushes).where(eq(pushes.shopId, shopId))
      await tx.delete(objectChanges).where(eq(objectChanges.shopId, shopId))
      await tx.delete(hourDeltas).where(eq(hourDeltas.shopId, shopId))
      await tx.delete(shopHours).where(eq(shopHours.shopId, shopId))
      await tx.delete(replayShops).where(eq(replayShops.shopId, shopId))
      await tx.delete(replays).where(sql`${replays.filter} ->> 'shopId' = ${shopId}`)
      await tx.delete(objectLinks).where(eq(objectLinks.shopId, shopId))
      await tx.delete(objectSwitches).where(eq(objectSwitches.shopId, shopId))
      await tx.delete(pushSenders).where(eq(pushSenders.shopId, shopId))
      await tx
        .update(privacyRequests)
        .set({ customerExternalId: null, orderExternalIds: [] })
        .where(eq(privacyRequests.shopId, shopId))
      await tx.delete(webhookDeliveries).where(eq(webhookDeliveries.shopId, shopId))
      await tx.delete(shopSettings).where(eq(shopSettings.shopId, shopId))
      await tx.delete(installations).where(eq(installations.shopId, shopId))
      await tx.update(shops).set({ facts: {}, factsAt: null, name: null, updatedAt: now() }).where(eq(shops.id, shopId))
    }),

  /** Newest first. `accountId` null: of all accounts. */
  list: ({ accountId, shopId, cursor, limit }: ListQuery) =>
    db
      .select()
      .from(erasures)
      .where(
        and(
          accountId === null ? undefined : eq(erasures.accountId, accountId),
          shopId ? eq(erasures.shopId, shopId) : undefined,
          cursor ? lt(erasures.id, cursor) : undefined,
        ),
      )
      .orderBy(desc(erasures.id))
      .limit(limit),
})
