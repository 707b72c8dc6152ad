import { and, count, desc, eq, ilike, inArray, isNotNull, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { createId } from './create-id.ts'
import { PlanLimitError, ShopTakenError } from './errors.ts'
import { firstOf } from './first-of.ts'
import { closePushes } from './pushes/settle-open.ts'
import {
  accounts,
  appTokens,
  erasures,
  installations,
  plans,
  refetches,
  shopCredentials,
  shopSettings,
  shops,
  syncRuns,
  webhookSubscriptions,
} from './schema/index.ts'
import type { ShopAccess, ShopStatus } from './schema/shops.ts'

interface ShopKey {
  accountId: string
  platform: string
  domain: string
}

/** Profile of a shop at its platform. `currency` is ISO 4217, `timezone` an IANA name. */
export interface ShopProfileRow {
  name: string
  currency: string
  timezone: string
  locale: string
  facts: Record<string, unknown>
}

/** Filters and paging of the list of shops. */
export interface ShopQuery {
  /** `null`: all accounts. */
  accountId: string | null
  platform?: string
  status?: ShopStatus
  /** Part of the domain or the name, in any case. */
  text?: string | undefined
  /** Only those that are not uninstalled. */
  connected?: boolean
  /** Id of the last entry of the previous page. */
  cursor?: string
  limit: number
}

interface AccessChange {
  shopId: string
  /** Version of the credentials that showed it; `null` when there were none. */
  version: number | null
  access: Exclude<ShopAccess, 'uninstalled'>
  /** Text for users. */
  reason?: string | null
}

/** Connected and uninstalled shops. Changes of access are guarded by the version of the credentials. */
export const shopsRepository = ({ db, now, changed }: Connection) => ({
  /** Connected or uninstalled; `null` for an unknown id. */
  async find(id: string) {
    const [shop] = await db.select().from(shops).where(eq(shops.id, id))
    return shop ?? null
  },

  /** `null` when the shop is unknown or uninstalled. */
  async findConnected(platform: string, domain: string) {
    const [shop] = await db.select().from(shops).where(isConnected(platform, domain))
    return shop ?? null
  },

  /** The account of each of these shops that exists, connected or not, by the shop's id. */
  async accountsOf(ids: readonly string[]): Promise<Map<string, string>> {
    const rows = await db
      .select({ id: shops.id, accountId: shops.accountId })
      .from(shops)
      .where(inArray(shops.id, [...ids]))
    return new Map(rows.map((row) => [row.id, row.accountId]))
  },

  /** Newest first. `accountId` null: of all accounts. */
  list: ({ accountId, platform, status, text, connected, cursor, limit }: ShopQuery) =>
    db
      .select()
      .from(shops)
      .where(
        and(
          accountId === null ? undefined : eq(shops.accountId, accountId),
          platform ? eq(shops.platform, platform) : undefined,
          status ? eq(shops.status, status) : undefined,
          text ? contains(text) : undefined,
          connected ? ne(shops.access, 'uninstalled') : undefined,
          cursor ? lt(shops.id, cursor) : undefined,
        ),
      )
      .orderBy(desc(shops.id))
      .limit(limit),

  /** The account's connected shop of this name, or a new one. Throws `ShopTakenError` or `PlanLimitError`. */
  async connect({ accountId, platform, domain }: ShopKey) {
    const connected = await db.transaction(async (tx) => {
      // Serializes the connects of one account, so that its limit holds when two shops are connected at the same time.
      const [plan] = await tx
        .select({ maxShops: plans.maxShops })
        .from(accounts)
        .innerJoin(plans, eq(plans.id, accounts.planId))
        .where(eq(accounts.id, accountId))
        .for('update', { of: accounts })
      const known = firstOf(await tx.select().from(shops).where(isConnected(platform, domain)))
      if (known && known.accountId !== accountId) throw new ShopTakenError(domain)
      if (known) return { shop: known, created: false }

      const [used] = await tx
        .select({ shops: count() })
        .from(shops)
        .where(and(eq(shops.accountId, accountId), ne(shops.access, 'uninstalled')))
      if (plan?.maxShops != null && (used?.shops ?? 0) >= plan.maxShops)
        throw new PlanLimitError(`The plan allows ${plan.maxShops} shops. Disconnect one, or change the plan.`)
      const created = firstOf(
        await tx
          .insert(shops)
          .values({ id: createId('shp'), accountId, platform, domain })
          .onConflictDoNothing()
          .returning(),
      )
      // Another account connected it at the same time, as the unique index shows.
      if (!created) throw new ShopTakenError(domain)
      await tx.insert(shopSettings).values({ shopId: created.id })
      return { shop: created, created: true }
    })
    if (connected.created) changed({ kind: 'shop', shopId: connected.shop.id })
    return connected
  },

  /** Stores what the platform says about the shop: name, currency, locale, time zone. */
  async describe(id: string, profile: ShopProfileRow) {
    await db
      .update(shops)
      .set({ ...profile, factsAt: now(), updatedAt: now() })
      .where(eq(shops.id, id))
    changed({ kind: 'shop', shopId: id })
  },

  /**
   * Sets the access that calls with these credentials showed. Returns `false` and changes nothing when the credentials
   * have been replaced since or the shop is uninstalled.
   */
  async setAccess({ shopId, version, access, reason = null }: AccessChange) {
    const isChanged = await db.transaction(async (tx) => {
      // Locked first, so that `credentials.replace` cannot run between the check of the version and the update.
      await tx.select({ id: shops.id }).from(shops).where(eq(shops.id, shopId)).for('no key update')
      const updated = await tx
        .update(shops)
        .set({ access, statusReason: reason, updatedAt: now(), ...(access === 'active' && installed(now())) })
        .where(and(eq(shops.id, shopId), ne(shops.access, 'uninstalled'), hasCredentials(shopId, version)))
        .returning({ id: shops.id })
      return updated.length > 0
    })
    if (isChanged) changed({ kind: 'shop', shopId })
    return isChanged
  },

  /** Why an install failed, for users; no effect once it has succeeded. */
  async explainConnecting(id: string, reason: string) {
    await db
      .update(shops)
      .set({ statusReason: reason, updatedAt: now() })
      .where(and(eq(shops.id, id), eq(shops.access, 'connecting')))
    changed({ kind: 'shop', shopId: id })
  },

  /** `false` when it was already paused, or is uninstalled. */
  pause: (id: string) => setPausedAt({ db, changed }, { id, pausedAt: now(), at: now() }),
  /** `false` when it was not paused, or is uninstalled. */
  resume: (id: string) => setPausedAt({ db, changed }, { id, pausedAt: null, at: now() }),

  /** Whether the shop is paused. If so, it stays paused until the transaction ends. */
  async lockIfPaused(id: string) {
    const locked = await db
      .select({ id: shops.id })
      .from(shops)
      .where(and(eq(shops.id, id), isNotNull(shops.pausedAt)))
      .for('share')
    return locked.length > 0
  },

  /** Adds a scope that the app needs and does not have. */
  async markMissingScope(id: string, scope: string) {
    await db
      .update(shops)
      .set({
        missingScopes: sql`array(select distinct unnest(${shops.missingScopes} || array[${scope}::text]) as scope order by scope)`,
        updatedAt: now(),
      })
      .where(eq(shops.id, id))
    changed({ kind: 'shop', shopId: id })
  },

  /** After a call or a consent has shown that the app has all scopes. */
  async clearMissingScopes(id: string) {
    const cleared = await db
      .update(shops)
      .set({ missingScopes: [], updatedAt: now() })
      .where(and(eq(shops.id, id), sql`cardinality(${shops.missingScopes}) > 0`))
      .returning({ id: shops.id })
    if (cleared.length > 0) changed({ kind: 'shop', shopId: id })
  },

  /**
   * Uninstalls a shop and deletes in one transaction what must be deleted at once; the erasure deletes the mirror
   * later. Returns the erasure; `null` when the shop was already uninstalled, or was installed again after `endedAt`.
   */
  async uninstall(id: string, { reason, dueAt, endedAt }: { reason: string; dueAt: Date; endedAt?: Date }) {
    const ended = await db.transaction(async (tx) => {
      const shop = firstOf(
        await tx
          .update(shops)
          .set({ access: 'uninstalled', statusReason: reason, uninstalledAt: now(), updatedAt: now() })
          .where(and(eq(shops.id, id), ne(shops.access, 'uninstalled'), endedAt && notInstalledSince(endedAt)))
          .returning(),
      )
      if (!shop) return null
      await tx.delete(shopCredentials).where(eq(shopCredentials.shopId, id))
      await tx
        .update(installations)
        .set({ code: null, tokens: null, finishedAt: now() })
        .where(eq(installations.shopId, id))
      await tx
        .update(appTokens)
        .set({ tokens: null })
        .where(and(eq(appTokens.platform, shop.platform), eq(appTokens.domain, shop.domain)))
      await tx.delete(webhookSubscriptions).where(eq(webhookSubscriptions.shopId, id))
      await tx.delete(refetches).where(eq(refetches.shopId, id))
      await tx
        .update(shopSettings)
        .set({ scheduleEnabled: false, nextSyncAt: null, nextFullAt: null })
        .where(eq(shopSettings.shopId, id))
      await tx
        .update(syncRuns)
        .set({ status: 'cancelled', finishedAt: now(), error: 'The shop was uninstalled.' })
        .where(and(eq(syncRuns.shopId, id), inArray(syncRuns.status, ['queued', 'running', 'paused'])))
      await closePushes(tx, id, now())
      const { accountId, platform, domain } = shop
      const erasure = firstOf(
        await tx
          .insert(erasures)
          .values({ id: createId('ers'), shopId: id, accountId, platform, domain, reason, dueAt })
          .returning(),
      )
      return erasure
    })
    if (ended) for (const kind of ['shop', 'run', 'push', 'subscription'] as const) changed({ kind, shopId: id })
    return ended
  },
})

function isConnected(platform: string, domain: string): SQL | undefined {
  return and(eq(shops.platform, platform), eq(shops.domain, domain), ne(shops.access, 'uninstalled'))
}

function notInstalledSince(moment: Date): SQL {
  const since = moment.toISOString()
  return sql`${shops.createdAt} < ${since} and not exists (
    select from ${installations} where ${installations.shopId} = ${shops.id} and ${installations.createdAt} > ${since})`
}

function hasCredentials(shopId: string, version: number | null): SQL {
  return sql`(select ${shopCredentials.version} from ${shopCredentials} where ${shopCredentials.shopId} = ${shopId})
    is not distinct from ${version}::int`
}

function installed(at: Date) {
  return { installedAt: sql`coalesce(${shops.installedAt}, ${at.toISOString()}::timestamptz)` }
}

async function setPausedAt(
  { db, changed }: Pick<Connection, 'db' | 'changed'>,
  { id, pausedAt, at }: { id: string; pausedAt: Date | null; at: Date },
): Promise<boolean> {
  const before = pausedAt ? isNull(shops.pausedAt) : isNotNull(shops.pausedAt)
  const moved = await db
    .update(shops)
    .set({ pausedAt, updatedAt: at })
    .where(and(eq(shops.id, id), ne(shops.access, 'uninstalled'), before))
    .returning({ id: shops.id })
  if (moved.length > 0) changed({ kind: 'shop', shopId: id })
  return moved.length > 0
}

/** Reads every row of the account: some ms with 10,000 shops, which is what an index for parts of words would cost to keep. */
function contains(text: string): SQL | undefined {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  return or(ilike(shops.domain, pattern), ilike(shops.name, pattern))
}
