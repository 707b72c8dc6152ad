import type { Logger } from '@shopmirror/config'
import type { Repositories } from '@shopmirror/db'
import { type Enqueue, uninstallShop } from '@shopmirror/jobs'

const HOUR_MS = 3_600_000

export interface EndShopDeps {
  db: Repositories
  enqueue: Enqueue
  eraseGraceHours: number
  log: Logger
  now(): Date
}

/**
 * Ends a shop now: its tokens, schedule, subscriptions and open run are gone when this resolves, the erasure is booked.
 * What is left (what workers remember, alerts) is a job; without it nothing stays that could be used.
 */
export async function endShop(shopId: string, reason: string, deps: EndShopDeps): Promise<void> {
  const { db, enqueue, eraseGraceHours, log, now } = deps
  const ended = await db.shops.uninstall(shopId, {
    reason,
    dueAt: new Date(now().getTime() + eraseGraceHours * HOUR_MS),
  })
  log.info({ shop: shopId, reason, ended: ended !== null }, 'shop.ended')
  await enqueue(uninstallShop, { shopId, reason }).catch((error: unknown) =>
    log.warn({ err: error, shop: shopId }, 'shop.end_not_enqueued'),
  )
}
