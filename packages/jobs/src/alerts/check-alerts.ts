import { z } from 'zod'
import { defineJob } from '../queue/define-job.ts'
import { describeAlert, PUSH_LOOP, WEBHOOK_TOO_LARGE } from './describe-alert.ts'
import { updateQuarantineAlerts } from './quarantine-alerts.ts'

const ALERTS_PER_CHECK = 50
/** No event says that the cause of these is gone, so they are resolved after this long without another one, ms. */
const STALE_KINDS = [WEBHOOK_TOO_LARGE, PUSH_LOOP]
const STALE_AFTER_MS = 86_400_000

/**
 * Sends the notifications of raised alerts. One that cannot be delivered is sent again by the next check, and does not
 * delay others.
 */
export const checkAlerts = defineJob({
  name: 'alerts.check',
  queue: 'clock',
  payload: z.object({}),
  options: { attempts: 1, backoffMs: 1_000 },

  async run(_payload, context, { signal }) {
    const { db, platforms, notify, log, now } = context
    await updateQuarantineAlerts(context, signal)
    for (const kind of STALE_KINDS) await db.alerts.resolveStale(kind, new Date(now().getTime() - STALE_AFTER_MS))
    for (const alert of await db.alerts.toNotify(ALERTS_PER_CHECK)) {
      const shop = await db.shops.find(alert.shopId)
      if (!shop) continue
      try {
        const text = describeAlert(alert, shop, platforms.get(shop.platform))
        await notify({ ...text, shopId: alert.shopId, kind: alert.kind })
        await db.alerts.markNotified(alert.id)
      } catch (error) {
        log.error({ err: error, alert: alert.id }, 'alert.undelivered')
        await db.alerts.markNotifyFailed(alert.id)
      }
    }
  },
})
