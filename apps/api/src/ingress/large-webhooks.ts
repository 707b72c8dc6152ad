import type { IncomingHttpHeaders } from 'node:http'
import type { Logger } from '@shopmirror/config'
import type { Repositories } from '@shopmirror/db'
import { WEBHOOK_TOO_LARGE } from '@shopmirror/jobs'
import type { Platform } from '@shopmirror/platforms'

/** Largest body of a webhook. */
export const WEBHOOK_BYTES_MAX = 5 * 2 ** 20

/** One process raises the alert of a shop at most once in this time, ms. */
const ALERT_INTERVAL_MS = 3_600_000
const SHOPS_MAX = 10_000
/**
 * Unverified alerts that one process raises per day, so that forged requests cannot fill the alerts or load the
 * database.
 */
const CLAIMS_PER_DAY = 20
const DAY_MS = 86_400_000

/** Raises the alert for webhooks whose body is too large. `bytes` is `null` when the size is unknown. */
export interface LargeWebhooks {
  /** A webhook to the shop's own address, which only the platform knows: certainly from this shop. */
  refused(webhook: { shopId: string; bytes: number | null }): void
  /** A webhook to the app's address: the headers name the shop, unverified. */
  claimed(webhook: { platform: Platform; headers: IncomingHttpHeaders; bytes: number | null }): void
}

/** What raising the alert for large webhooks needs. */
export interface LargeWebhooksDeps {
  db: Pick<Repositories, 'alerts' | 'shops'>
  log: Logger
  now(): Date
}

/** Raises alerts for webhooks that were refused because of their size, in the background. */
export function createLargeWebhooks({ db, log, now }: LargeWebhooksDeps): LargeWebhooks {
  const alertedAt = new Map<string, number>()
  let claims = { day: 0, count: 0 }

  /** At most once per interval for each shop. */
  const isDue = (shop: string): boolean => {
    const at = now().getTime()
    if (at - (alertedAt.get(shop) ?? Number.NEGATIVE_INFINITY) < ALERT_INTERVAL_MS) return false
    if (alertedAt.size >= SHOPS_MAX) alertedAt.clear()
    alertedAt.set(shop, at)
    return true
  }
  const isWithinClaimLimit = (): boolean => {
    const day = Math.floor(now().getTime() / DAY_MS)
    if (claims.day !== day) claims = { day, count: 0 }
    claims.count += 1
    return claims.count <= CLAIMS_PER_DAY
  }
  const raise = async (shopId: string, detail: string) => {
    await db.alerts.countFailure({ shopId, kind: WEBHOOK_TOO_LARGE, detail, threshold: 1 })
  }
  const raiseClaimed = async (platform: string, domain: string, bytes: number | null) => {
    const shop = await db.shops.findConnected(platform, domain)
    if (shop) await raise(shop.id, `${describe(bytes)} Its signature was not checked, so the sender is unverified.`)
  }
  const inBackground = (work: Promise<void>) =>
    void work.catch((error: unknown) => log.warn({ err: error }, 'alert.not_stored'))

  return {
    refused({ shopId, bytes }) {
      if (isDue(shopId)) inBackground(raise(shopId, describe(bytes)))
    },
    claimed({ platform, headers, bytes }) {
      const domain = platform.webhooks.unverifiedDomain?.(headers)
      if (!domain || !isDue(`${platform.id}:${domain}`) || !isWithinClaimLimit()) return
      inBackground(raiseClaimed(platform.id, domain, bytes))
    },
  }
}

function describe(bytes: number | null): string {
  const size = bytes === null ? '' : ` of ${(bytes / 2 ** 20).toFixed(1)} MiB`
  return `A webhook${size} was refused: the limit is ${WEBHOOK_BYTES_MAX / 2 ** 20} MiB.`
}
