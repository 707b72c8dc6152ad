import {
  and,
  desc,
  eq,
  getTableColumns,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  ne,
  not,
  notExists,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { OnChange } from './changes.ts'
import type { Connection } from './connection.ts'
import { createId } from './create-id.ts'
import { firstOf } from './first-of.ts'
import type { ListQuery } from './list-query.ts'
import type { AlertFacts } from './schema/alerts.ts'
import { alerts, quarantine, shops } from './schema/index.ts'

interface Failure {
  shopId: string
  kind: string
  /** Text for operators; no customer data. */
  detail: string
  /** What the detail says. */
  facts?: AlertFacts
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

/** `open`: neither resolved nor muted. */
export type AlertState = 'open' | 'muted' | 'resolved'

/** Filters of the list of alerts. */
export interface AlertQuery extends ListQuery {
  state?: AlertState | undefined
  kind?: string | undefined
}

/** With the shop's name at its platform. */
const shown = {
  ...getTableColumns(alerts),
  ...{ domain: shops.domain, platform: shops.platform },
  acknowledgedByName: nameOf(alerts.acknowledgedBy),
  mutedByName: nameOf(alerts.mutedBy),
}

/** Of a person or an API key; `null` when there is none any more. */
function nameOf(id: PgColumn): SQL<string | null> {
  return sql<string | null>`coalesce((select u.name from users u where u.id = ${id}),
    (select k.name from api_keys k where k.id = ${id}))`
}

/** Failures per shop and kind, and the alerts they raise. At most one unresolved row per shop and kind. */
export const alertsRepository = ({ db, now, changed }: Connection) => ({
  /** Counts a failure. `raised` is true only for the failure that raised the alert. */
  async countFailure({ shopId, kind, detail, facts, threshold }: Failure) {
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
          facts,
          failures: 1,
          lastAt: now(),
          raisedAt: threshold <= 1 ? now() : null,
        })
        .onConflictDoUpdate({
          target: [alerts.shopId, alerts.kind],
          targetWhere: isNull(alerts.resolvedAt),
          set: { failures: sql`${alerts.failures} + 1`, detail, facts: facts ?? null, lastAt: now(), raisedAt },
        })
        .returning(),
    )
    const raised = alert?.failures === Math.max(threshold, 1)
    if (raised) changed({ kind: 'alert', shopId, id: alert.id })
    return { raised, alert }
  },

  /** Raises an alert at once, or updates its detail. It is notified once until it is resolved. */
  async raise({ shopId, kind, detail, facts }: Omit<Failure, 'threshold'>) {
    const raised = await db
      .insert(alerts)
      .values({ id: createId('alr'), shopId, kind, detail, facts, failures: 1, lastAt: now(), raisedAt: now() })
      .onConflictDoUpdate({
        target: [alerts.shopId, alerts.kind],
        targetWhere: isNull(alerts.resolvedAt),
        set: { detail, facts: facts ?? null, lastAt: now() },
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
      .where(and(isNotNull(alerts.raisedAt), isNull(alerts.notifiedAt), isNull(alerts.resolvedAt), isNotMuted(now())))
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

  /** A person has seen it. `false` when it is resolved. */
  async acknowledge(id: string, by: string): Promise<boolean> {
    const seen = await db
      .update(alerts)
      .set({ acknowledgedAt: now(), acknowledgedBy: by })
      .where(and(eq(alerts.id, id), isNull(alerts.resolvedAt)))
      .returning({ id: alerts.id })
    return seen.length > 0
  },

  /** Mutes alerts of this shop and kind until then; `null`: notifies again. */
  async mute({ id, until, by }: { id: string; until: Date | null; by: string }) {
    await db
      .update(alerts)
      .set({ mutedUntil: until, mutedBy: until && by })
      .where(eq(alerts.id, id))
  },

  /** `null` for an unknown id, for another account's, and for what is not raised. `accountId` null: of all accounts. */
  async find(id: string, accountId: string | null) {
    return firstOf(
      await db
        .select(shown)
        .from(alerts)
        .innerJoin(shops, eq(shops.id, alerts.shopId))
        .where(
          and(
            eq(alerts.id, id),
            isNotNull(alerts.raisedAt),
            accountId === null ? undefined : eq(shops.accountId, accountId),
          ),
        ),
    )
  },

  /** Newest first. `accountId` null: of all accounts. */
  list: ({ accountId, shopId, state, kind, cursor, limit }: AlertQuery) =>
    db
      .select(shown)
      .from(alerts)
      .innerJoin(shops, eq(shops.id, alerts.shopId))
      .where(
        and(
          isNotNull(alerts.raisedAt),
          accountId === null ? undefined : eq(shops.accountId, accountId),
          shopId ? eq(alerts.shopId, shopId) : undefined,
          kind ? eq(alerts.kind, kind) : undefined,
          state && inState(state, now()),
          cursor ? lt(alerts.id, cursor) : undefined,
        ),
      )
      .orderBy(desc(alerts.id))
      .limit(limit),
})

/** Of this shop and kind, none is muted. */
function isNotMuted(at: Date): SQL {
  return sql`not exists (select from ${alerts} m where m.shop_id = ${alerts.shopId} and m.kind = ${alerts.kind}
    and m.muted_until > ${at.toISOString()}::timestamptz)`
}

function inState(state: AlertState, at: Date): SQL | undefined {
  if (state === 'resolved') return isNotNull(alerts.resolvedAt)
  const isMuted = gt(alerts.mutedUntil, at)
  return and(isNull(alerts.resolvedAt), state === 'muted' ? isMuted : or(isNull(alerts.mutedUntil), not(isMuted)))
}
