import { z } from 'zod'
import { eraseShop } from '../privacy/erase-shop.ts'
import { defineJob } from '../queue/define-job.ts'

const HOUR_MS = 3_600_000

/**
 * Disconnects a shop: one transaction deletes its tokens, schedule and subscriptions, cancels its run and schedules the
 * erasure. Its webhooks stay registered at the platform, because removing them would need the deleted token. What they
 * still send is ignored, and a new installation removes them.
 */
export const uninstallShop = defineJob({
  name: 'shop.uninstall',
  queue: 'shops',
  payload: z.object({
    shopId: z.string(),
    reason: z.string(),
    /** When the shop was uninstalled, if the platform says so. A newer installation is kept. */
    endedAt: z.iso.datetime().optional(),
  }),
  options: { attempts: 8, backoffMs: 2_000 },
  // A shop can be uninstalled, installed again and uninstalled before the first job has run: each uninstall is a
  // separate job.
  id: ({ shopId, endedAt = 'now' }) => `${shopId}-${endedAt}`,

  async run({ shopId, reason, endedAt }, { db, enqueue, credentials, settings, log, now }) {
    const dueAt = new Date(now().getTime() + settings.ERASE_GRACE_HOURS * HOUR_MS)
    const ended = await db.shops.uninstall(shopId, { reason, dueAt, ...(endedAt && { endedAt: new Date(endedAt) }) })
    if (!ended && (await db.shops.find(shopId))?.status !== 'uninstalled')
      return log.info({ shop: shopId, reason, endedAt }, 'shop.uninstall_outdated')

    credentials.forget(shopId)
    await db.alerts.clear(shopId)
    log.info({ shop: shopId, reason, ended }, 'shop.uninstalled')

    // Without a grace period the erasure starts now, not with the next sweep.
    const erasure = await db.erasures.find(shopId)
    if (erasure && !erasure.finishedAt && erasure.dueAt <= now()) await enqueue(eraseShop, { erasureId: erasure.id })
  },
})
