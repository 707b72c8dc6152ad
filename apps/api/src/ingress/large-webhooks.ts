import type { IncomingHttpHeaders } from 'node:http'
import type { Logger } from '@shopmirror/config'
import type { Repositories } from '@shopmirror/db'
import { WEBHOOK_TOO_LARGE } from '@shopmirror/jobs'
import type { Platform } from '@shopmirror/platforms'

/** Of the body of a call to a webhook address. */
export const WEBHOOK_BYTES_MAX = 5 * 2 ** 20

/** A shop is written to at most once in this time by one process, ms: until then the alert that stands says it. */
const QUIET_MS = 3_600_000
const SHOPS_MAX = 10_000
/** Claims that nobody proved, by one process and day: whoever makes them up cannot fill the alerts, nor ask the database. */
const CLAIMS_PER_DAY = 20
const DAY_MS = 86_400_000

export interface LargeWebhooks {
  /** It came to the shop's own address, which only the platform and we know. */
  refused(webhook: { shopId: string; bytes: number | null }): void
  /** Its headers say whose it is, and its signature was not looked at. */
  claimed(webhook: { platform: Platform; headers: IncomingHttpHeaders; bytes: number | null }): void
}

export interface LargeWebhooksDeps {
  db: Pick<Repositories, 'alerts' | 'shops'>
  log: Logger
  now(): Date
}

/** Says of webhooks that were refused unread that something is missing. Never makes the caller wait. */
export function createLargeWebhooks({ db, log, now }: LargeWebhooksDeps): LargeWebhooks {
  const told = new Map<string, number>()
  let claims = { day: 0, count: 0 }

  /** Whether nobody was told about this shop lately; from now on somebody was. */
  const isNews = (shop: string): boolean => {
    const at = now().getTime()
    if (at - (told.get(shop) ?? Number.NEGATIVE_INFINITY) < QUIET_MS) return false
    if (told.size >= SHOPS_MAX) told.clear()
    told.set(shop, at)
    return true
  }
  const mayClaim = (): boolean => {
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
    if (shop) await raise(shop.id, `${describe(bytes)} Its signature was not checked: anybody could have sent it.`)
  }
  const quietly = (work: Promise<void>) =>
    void work.catch((error: unknown) => log.warn({ err: error }, 'alert.uncounted'))

  return {
    refused({ shopId, bytes }) {
      if (isNews(shopId)) quietly(raise(shopId, describe(bytes)))
    },
    claimed({ platform, headers, bytes }) {
      const domain = platform.claimedDomain?.(headers)
      if (!domain || !isNews(`${platform.id}:${domain}`) || !mayClaim()) return
      quietly(raiseClaimed(platform.id, domain, bytes))
    },
  }
}

function describe(bytes: number | null): string {
  const size = bytes === null ? '' : ` of ${(bytes / 2 ** 20).toFixed(1)} MiB`
  return `A webhook${size} was refused unread: ${WEBHOOK_BYTES_MAX / 2 ** 20} MiB are taken at most.`
}
