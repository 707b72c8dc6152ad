import type { Repositories } from '@shopmirror/db'
import { type EnqueueAfterCommit, type OutboxDeps, uninstallShop, withOutbox } from '@shopmirror/jobs'

const HOUR_MS = 3_600_000

/** What disconnecting a shop needs beside the outbox. */
export interface DisconnectDeps extends OutboxDeps {
  /** Between the uninstall and the erasure of the mirror, hours. */
  eraseGraceHours: number
  now(): Date
}

interface DisconnectTransaction extends Omit<DisconnectDeps, 'enqueue'> {
  db: Repositories
  enqueue: EnqueueAfterCommit
}

/**
 * Disconnects a shop: when this resolves, its tokens, schedule and subscriptions are deleted, its open run is cancelled
 * and its erasure is scheduled. A job does the rest (workers' caches, alerts).
 */
export function disconnectShop(shopId: string, reason: string, deps: DisconnectDeps): Promise<void> {
  return withOutbox(deps, (db, enqueue) => disconnectShopIn(shopId, reason, { ...deps, db, enqueue }))
}

/** As `endShop`, in the caller's transaction. */
export async function disconnectShopIn(shopId: string, reason: string, deps: DisconnectTransaction): Promise<void> {
  const { db, enqueue, eraseGraceHours, log, now } = deps
  const ended = await db.shops.uninstall(shopId, {
    reason,
    dueAt: new Date(now().getTime() + eraseGraceHours * HOUR_MS),
  })
  await enqueue(uninstallShop, { shopId, reason })
  log.info({ shop: shopId, reason, ended: ended !== null }, 'shop.disconnected')
}
