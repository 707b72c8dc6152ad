import type { Repositories } from '@shopmirror/db'
import { type EnqueueAfterCommit, type OutboxDeps, uninstallShop, withOutbox } from '@shopmirror/jobs'

const HOUR_MS = 3_600_000

/** `eraseGraceHours`: between the uninstall and the erasure of the mirror. */
export interface EndShopDeps extends OutboxDeps {
  eraseGraceHours: number
  now(): Date
}

interface EndShopTransaction extends Omit<EndShopDeps, 'enqueue'> {
  db: Repositories
  enqueue: EnqueueAfterCommit
}

/**
 * Ends a shop now: its tokens, schedule, subscriptions and open run are gone when this resolves, the erasure is booked.
 * What is left (what workers remember, alerts) is a job; without it nothing stays that could be used.
 */
export function endShop(shopId: string, reason: string, deps: EndShopDeps): Promise<void> {
  return withOutbox(deps, (db, enqueue) => endShopIn(shopId, reason, { ...deps, db, enqueue }))
}

/** As `endShop`, in a transaction of the caller's. */
export async function endShopIn(shopId: string, reason: string, ending: EndShopTransaction): Promise<void> {
  const { db, enqueue, eraseGraceHours, log, now } = ending
  const ended = await db.shops.uninstall(shopId, {
    reason,
    dueAt: new Date(now().getTime() + eraseGraceHours * HOUR_MS),
  })
  await enqueue(uninstallShop, { shopId, reason })
  log.info({ shop: shopId, reason, ended: ended !== null }, 'shop.ended')
}
