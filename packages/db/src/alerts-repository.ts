import { and, desc, eq, inArray, isNotNull, isNull, lt, ne, notExists, sql } from 'drizzle-orm'
import type { OnChange } from './changes.ts'
import type { Connection } from './connection.ts'
import { createId } from './create-id.ts'
import { firstOf } from './first-of.ts'
import type { ListQuery } from './list-query.ts'
import { alerts, quarantine, shops } from './schema/index.ts'

interface Failure {
  shopId: string
  kind: string
  /** Text for operators; no customer data. */
  detail: string
  /** Failures in a row that raise the alert. */
  threshold: number
}

const named = { id: alerts.id, shopId: alerts.shopId, raisedAt: alerts.raisedAt }

/** Reports alerts that people can see; failures below the threshold are not alerts yet. */
function toAlert(changed: OnChange) {
  return ({ id, shopId, raisedAt }: { id: string; shopId: string; raisedAt: Date | null }) => {
    if (raisedAt) changed({ kind: 'alert', shopId, id })
  }
}

/** Failures per shop and kind, and the alerts they raise. At most one unresolved row per shop and kind. */
export const alertsRepository = ({ db, now, changed }: Connection) => ({
  /** Counts a failure. `raised` is true only for the failure that raised the alert. */
  async countFailure({ shopId, kind, detail, threshold }: Failure) {
    const due = sql`case when ${alerts.failures} + 1 >= ${threshold} then ${now().toISOString()}::timestamptz end`
    // A raised alert stays raised, even if a later failure is counted with a higher threshold.
    const raisedAt = sql`coalesce(${alerts.raisedAt}, ${due})`
    const alert = firstOf(
      await db
        .insert(alerts)
        .values({
          id: createId('alr'),
          shopId,
          kind,
          detail,
          failures: 1,
          lastAt: now(),
          raisedAt: threshold <= 1 ? now() : null,
        })
        .onConflictDoUpdate({
          target: [alerts.shopId, alerts.kind],
          targetWhere: isNull(alerts.resolvedAt),
          set: { failures: sql`${alerts.failures} + 1`, detail, lastAt: now(), raisedAt },
        })
        .returning(),
    )
    const raised = alert?.failures === Math.max(threshold, 1)
    if (raised) changed({ kind: 'alert', shopId, id: alert.id })
    return { raised, alert }
  },

  /** Raises an alert at once, or updates its detail. It is notified once until it is resolved. */
  async raise({ shopId, kind, detail }: Pick<Failure, 'shopId' | 'kind' | 'detail'>) {
    const raised = await db
      .insert(alerts)
      .values({ id: createId('alr'), shopId, kind, detail, failures: 1, lastAt: now(), raisedAt: now() })
      .onConflictDoUpdate({
        target: [alerts.shopId, alerts.kind],
        targetWhere: isNull(alerts.resolvedAt),
        set: { detail, lastAt: now() },
        setWhere: ne(alerts.detail, detail),
      })
      .returning(named)
    raised.forEach(toAlert(changed))
  },

  /** Resolves the alerts of this kind whose shops have no quarantined objects. */
  async resolveWithoutQuarantine(kind: string) {
    const rest = db.select({ shopId: quarantine.shopId }).from(quarantine).where(eq(quarantine.shopId, alerts.shopId))
    const resolved = await db
      .update(alerts)
      .set({ resolvedAt: now() })
      .where(and(eq(alerts.kind, kind), isNull(alerts.resolvedAt), notExists(rest)))
      .returning(named)
    resolved.forEach(toAlert(changed))
  },

  /** Resolves the alerts of a shop, of one kind or of all, and resets its failures. */
  async clear(shopId: string, kind?: string) {
    const resolved = await db
      .update(alerts)
      .set({ resolvedAt: now() })
      .where(and(eq(alerts.shopId, shopId), isNull(alerts.resolvedAt), kind ? eq(alerts.kind, kind) : undefined))
      .returning(named)
    resolved.forEach(toAlert(changed))
  },

  /** As `clear`, for several kinds. */
  async clearKinds(shopId: string, kinds: string[]) {
    const resolved = await db
      .update(alerts)
      .set({ resolvedAt: now() })
      .where(and(eq(alerts.shopId, shopId), isNull(alerts.resolvedAt), inArray(alerts.kind, kinds)))
      .returning(named)
    resolved.forEach(toAlert(changed))
  },

  /** Resolves notified alerts of this kind that have not occurred since. */
  async resolveStale(kind: string, since: Date) {
    const resolved = await db
      .update(alerts)
      .set({ resolvedAt: now() })
      .where(
        and(eq(alerts.kind, kind), isNotNull(alerts.notifiedAt), lt(alerts.lastAt, since), isNull(alerts.resolvedAt)),
      )
      .returning(named)
    resolved.forEach(toAlert(changed))
  },

  /**
   * Raised alerts that have not been notified. Those whose notification failed come last, the latest failure at the
   * end.
   */
  toNotify: (limit: number) =>
    db
      .select()
      .from(alerts)
      .where(and(isNotNull(alerts.raisedAt), isNull(alerts.notifiedAt), isNull(alerts.resolvedAt)))
      .orderBy(sql`${alerts.notifyFailedAt} nulls first`, alerts.raisedAt, alerts.id)
      .limit(limit),

  /** The notification failed, and comes after those that have not failed yet. */
  async markNotifyFailed(id: string) {
    await db.update(alerts).set({ notifyFailedAt: now() }).where(eq(alerts.id, id))
  },

  /** The notification was sent. */
  async markNotified(id: string) {
    await db.update(alerts).set({ notifiedAt: now() }).where(eq(alerts.id, id))
  },

  /** Newest first. `accountId` null: of all accounts. */
  list: ({ accountId, shopId, cursor, limit }: ListQuery) =>
    db
      .select({ alert: alerts })
      .from(alerts)
      .innerJoin(shops, eq(shops.id, alerts.shopId))
      .where(
        and(
          isNotNull(alerts.raisedAt),
          accountId === null ? undefined : eq(shops.accountId, accountId),
          shopId ? eq(alerts.shopId, shopId) : undefined,
          cursor ? lt(alerts.id, cursor) : undefined,
        ),
      )
      .orderBy(desc(alerts.id))
      .limit(limit)
      .then((rows) => rows.map(({ alert }) => alert)),
})
