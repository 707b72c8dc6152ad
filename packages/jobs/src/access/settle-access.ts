import type { Access, AccessEvent, AppKey, Repositories } from '@shopmirror/db'
import type { JobContext } from '../context.ts'
import { uninstallShop } from '../installs/uninstall-shop.ts'
import { type EnqueueAfterCommit, withOutbox } from '../queue/with-outbox.ts'
import type { Shop } from '../shop.ts'
import type { FollowUp } from './follow-up.ts'
import { renewAccess } from './renew-access.ts'

const HOUR_MS = 3_600_000

/**
 * Stores what a platform reported about the app's access to one merchant and updates the shop to match the latest
 * event. It goes by what is stored, not by what was received, so events may be repeated, late and out of order.
 */
export async function settleAccess(app: AppKey, events: readonly AccessEvent[], context: JobContext): Promise<void> {
  const followUp = await withOutbox(context, async (tx, enqueue) => {
    await tx.access.record(app, events)
    const access = await tx.access.read(app)
    return access && settle(app, access, { tx, enqueue, context })
  })
  followUp?.(context)
}

interface SettleDeps {
  tx: Repositories
  enqueue: EnqueueAfterCommit
  context: JobContext
}

async function settle(app: AppKey, access: Access, settling: SettleDeps): Promise<FollowUp | null> {
  const { tx, enqueue, context } = settling
  const shop = await tx.shops.findConnected(app.platform, app.domain)
  if (access.isInstalled === false) {
    await tx.installations.deleteUnclaimed(app)
    if (shop) await end(shop, access, settling)
    return null
  }
  if (shop) return renewAccess(shop.id, access, { tx, enqueue, now: context.now() })
  if (access.isInstalled) await tx.installations.createUnclaimed(app)
  return null
}

/** In this transaction: a token sent right after the removal must not be deleted with the shop. */
async function end(shop: Shop, { removedAt }: Access, { tx, enqueue, context }: SettleDeps): Promise<void> {
  const { settings, now } = context
  if (!removedAt || (await tx.credentials.hasOwnApp(shop.id))) return
  const dueAt = new Date(now().getTime() + settings.ERASE_GRACE_HOURS * HOUR_MS)
  await tx.shops.uninstall(shop.id, { reason: 'webhook', dueAt, endedAt: removedAt })
  await enqueue(uninstallShop, { shopId: shop.id, reason: 'webhook', endedAt: removedAt.toISOString() })
}
