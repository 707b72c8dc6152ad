import { and, desc, eq, sql as fragment, getTableColumns, lt, type SQL } from 'drizzle-orm'
import type { OnChange } from './changes.ts'
import type { Connection } from './connection.ts'
import { firstOf } from './first-of.ts'
import { afterDeadlocks, inTransaction } from './in-transaction.ts'
import { isWithin, type ListQuery, type TimeRange } from './list-query.ts'
import { type AcceptedPush, acceptPushes, type NewPush } from './pushes/accept.ts'
import { type Afterwards, type Conclusion, conclude } from './pushes/conclude.ts'
import { dropLease, type PushLease, takeLease } from './pushes/lease.ts'
import { markReversals, readShown, readShownStock, recentlyCompleted, type StockPlace } from './pushes/loops.ts'
import {
  type Claim,
  claim,
  countAttempt,
  firstLook,
  firstOpen,
  type Resolution,
  sendable,
  storeTargets,
  unresolved,
} from './pushes/queue.ts'
import {
  cancel,
  countIn,
  countPushes,
  dueShops,
  emptyPayloads,
  holdEntity,
  type PushFilter,
  releaseDue,
  reopen,
} from './pushes/settle-open.ts'
import { findVariants, listActiveLocations } from './pushes/variants.ts'
import { pushes, shops } from './schema/index.ts'
import type { PushStatus } from './schema/pushes.ts'
import { matchingError } from './with-error.ts'

/** Filters of the list of pushes; the range is about when they were accepted. */
export interface PushQuery extends ListQuery, TimeRange {
  status?: PushStatus | undefined
  entity?: string | undefined
  kind?: string | undefined
  key?: string | undefined
  /** Part of the error's text, in any case of letters. */
  error?: string | undefined
}

/** With the shop's name at its platform. */
const shown = { ...getTableColumns(pushes), domain: shops.domain }

/** Statuses from which an action of a user moves pushes. */
const movable = {
  retry: ['failed', 'cancelled'],
  process: ['held'],
  cancel: ['pending', 'held', 'conflict'],
} as const satisfies Record<string, readonly PushStatus[]>

/** The ledger of pushes: accepted once per key, sent by one process per shop, concluded once. */
export const pushesRepository = ({ db, sql, now, changed }: Connection) => ({
  /** See `acceptPushes`. */
  async accept(shopId: string, given: readonly NewPush[]): Promise<AcceptedPush[]> {
    const accepted = await acceptPushes(sql, { shopId, now: now() }, given)
    changed({ kind: 'push', shopId })
    return accepted
  },

  /** Newest first. `accountId` null: of all accounts. */
  list({ accountId, shopId, status, entity, kind, key, error, since, until, cursor, limit }: PushQuery) {
    const rows = db
      .select(shown)
      .from(pushes)
      .innerJoin(shops, eq(shops.id, pushes.shopId))
      .where(
        and(
          ofAccount(accountId),
          shopId ? eq(pushes.shopId, shopId) : undefined,
          status ? eq(pushes.status, status) : undefined,
          entity ? eq(pushes.entity, entity) : undefined,
          kind ? eq(pushes.kind, kind) : undefined,
          key ? eq(pushes.key, key) : undefined,
          ...isWithin(pushes.createdAt, { since, until }),
          cursor ? lt(pushes.id, cursor) : undefined,
        ),
      )
      .orderBy(desc(pushes.id))
      .limit(limit)
      .$dynamic()
    if (!error) return rows
    const matching = matchingError('pushes', error, { accountId, shopId, cursor })
    return rows.innerJoin(matching, fragment`matching.id = ${pushes.id}`)
  },

  /** `null` for an unknown id, or for another account's. `accountId` null: of all accounts. */
  async find(id: string, accountId: string | null) {
    return firstOf(
      await db
        .select(shown)
        .from(pushes)
        .innerJoin(shops, eq(shops.id, pushes.shopId))
        .where(and(eq(pushes.id, id), ofAccount(accountId))),
    )
  },

  /** Takes or renews the right to send a shop's pushes for `leaseMs`; `false` while another owner has it. */
  takeLease: (lease: PushLease, leaseMs: number): Promise<boolean> =>
    takeLease(sql, lease, { now: now(), until: new Date(now().getTime() + leaseMs) }),

  /** Ends the lease before its expiry. */
  dropLease: (lease: PushLease): Promise<void> => dropLease(sql, lease),

  /** Pushes whose object is not resolved yet, in their order. See `unresolved` in pushes/queue.ts. */
  unresolved: (shopId: string, limit: number) => unresolved(sql, { shopId, now: now(), limit }),

  /** See `firstOpen` in pushes/queue.ts. */
  firstOpen: (shopId: string, entity: string, ownIds: readonly string[]) => firstOpen(sql, shopId, { entity, ownIds }),

  /** Stores what pushes resolve to, while they are pending. */
  storeTargets: (resolutions: readonly Resolution[]) => storeTargets(sql, resolutions, now()),

  /** See pushes/loops.ts. */
  recentlyCompleted: (shopId: string, objects: readonly string[], since: Date) =>
    recentlyCompleted(sql, { shopId, objects, since }),

  /** See pushes/loops.ts. */
  shown: (shopId: string, objects: readonly string[]) => readShown(sql, shopId, objects),

  /** See pushes/loops.ts. */
  shownStock: (shopId: string, places: readonly StockPlace[]) => readShownStock(sql, shopId, places),

  markReversals: (ids: readonly string[]) => markReversals(sql, ids),

  /** See `sendable` in pushes/queue.ts. */
  sendable: (shopId: string, limit: number, except: readonly string[] = []) =>
    sendable(sql, { shopId, now: now(), limit, except }),

  /** See `firstLook` in pushes/queue.ts. */
  firstLook: (shopId: string, limit: number) => firstLook(sql, { shopId, now: now(), limit }),

  /** Before a call goes out. Throws `FencedError`. */
  async claim(lease: PushLease, claims: readonly Claim[]) {
    const claimed = await afterDeadlocks(() => claim(sql, lease, claims, now()))
    changed({ kind: 'push', shopId: lease.shopId })
    return claimed
  },

  /** Before a call is repeated with the same key. Returns the number of attempts, this one included. Throws `FencedError`. */
  countAttempt: (lease: PushLease, attemptKey: string): Promise<number> =>
    inTransaction(sql, (tx) => countAttempt(tx, lease, attemptKey, now())),

  /** After a call; `alert`: see `conclude` in pushes/conclude.ts. Throws `FencedError`. */
  async conclude(lease: PushLease, conclusions: readonly Conclusion[], alert?: string): Promise<Afterwards> {
    const afterwards = await conclude(sql, lease, { conclusions, alert, now: now() })
    for (const { id } of conclusions) changed({ kind: 'push', shopId: lease.shopId, id })
    return afterwards
  },

  /** Matching pushes by status, of those that are open or failed. */
  counts: (filter: PushFilter) => countPushes(sql, filter),

  /** How many an action would move. */
  countFor: (action: keyof typeof movable, filter: PushFilter) => countIn(sql, filter, movable[action]),

  /** Failed and cancelled ones are sent once more. */
  retry: (filter: PushFilter) => reopen(sql, filter, movable.retry, { now: now() }).then(reported(changed)),

  /** Held pushes are sent now. */
  process: (filter: PushFilter) => reopen(sql, filter, movable.process, { now: now() }).then(reported(changed)),

  /** Of a conflict the caller's value wins: it is sent once more and nothing is compared. */
  overwrite: (filter: PushFilter) =>
    reopen(sql, filter, ['conflict'], { now: now(), dropsExpected: true }).then(reported(changed)),

  /** Cancels open pushes; one whose call is in flight stays. Returns the cancelled ones. */
  cancel: (filter: PushFilter, reason: { code: string; text: string }) =>
    cancel(sql, filter, movable.cancel, { ...reason, now: now() }).then(reported(changed)),

  /** Of a conflict the shop's value wins. */
  yield: (filter: PushFilter, reason: { code: string; text: string }) =>
    cancel(sql, filter, ['conflict'], { ...reason, now: now() }).then(reported(changed)),

  /** Holds the pending pushes of an entity that was switched off. */
  async hold(shopId: string, entity: string) {
    await holdEntity(sql, { shopId, entity, now: now() })
    changed({ kind: 'push', shopId })
  },

  /** Makes at most `limit` pushes pending whose interval has ended or whose scope may be there now. */
  releaseDue: (limit: number) => releaseDue(sql, now(), limit),

  /** Shops with something to send and no sender, the longest waiting first. */
  dueShops: (limit: number) => dueShops(sql, now(), limit),

  /** Deletes at most `limit` payloads of pushes that ended before `before`. Returns how many. */
  emptyPayloads: (before: Date, limit: number) => emptyPayloads(sql, before, limit),

  /** Live variants of the shop with one of these ids or SKUs. */
  findVariants: (shopId: string, names: { ids: readonly string[]; skus: readonly string[] }) =>
    findVariants(sql, shopId, names),

  /** Platform ids of the shop's active locations, sorted. */
  activeLocations: (shopId: string) => listActiveLocations(sql, shopId),
})

/** Reports pushes that somebody has moved, and answers them. */
function reported(changed: OnChange) {
  return (moved: { id: string; shopId: string }[]) => {
    for (const { id, shopId } of moved) changed({ kind: 'push', shopId, id })
    return moved
  }
}

function ofAccount(accountId: string | null): SQL | undefined {
  if (accountId === null) return undefined
  return fragment`${pushes.shopId} in (select ${shops.id} from ${shops} where ${shops.accountId} = ${accountId})`
}
