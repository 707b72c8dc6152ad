import { setTimeout as pause } from 'node:timers/promises'
import type { Logger, Tracer } from '@shopmirror/config'
import type { Repositories } from '@shopmirror/db'
import {
  PermanentError,
  type Platform,
  RateLimitedError,
  type ShopAccess,
  type ShopProfile,
} from '@shopmirror/platforms'
import { NOTICE } from '../alerts/describe-alert.ts'
import { createPacer, type Pacer } from '../budget/pacer.ts'
import { reserveRules } from '../budget/rules.ts'
import { budgetKeyOf, type Lane, type ShopBudget } from '../budget/shop-budget.ts'
import type { CallMeter, OpenShop } from '../context.ts'
import type { CredentialKeeper } from '../credentials/credential-keeper.ts'
import type { JobMetrics } from '../metrics.ts'
import { isOutage } from '../queue/is-outage.ts'
import { requirePlatform } from '../require-platform.ts'
import type { Shop } from '../shop.ts'

/** A call waits at most this long inside a worker, ms. A job that has to wait longer goes back to the queue. */
export const SLEEP_MAX_MS = 10_000
/** A shop profile (currency, languages, names of statuses) older than this is read again, ms. */
const PROFILE_STALE_MS = 86_400_000

/** What opening shops needs. One pacer is shared by all opened shops of the process. */
export interface OpenShopDeps {
  db: Repositories
  platforms: ReadonlyMap<string, Platform>
  budget: ShopBudget
  credentials: CredentialKeeper
  metrics: JobMetrics
  tracer: Tracer
  log: Logger
  now(): Date
  /** Fires when the process has to stop: waits for a call end, and their reserved slots are released. */
  stopping?: AbortSignal
}

/** Opens shops for jobs. Every call through the client has a token and a reserved slot, and is counted by the meter. */
export function createOpenShop(deps: OpenShopDeps): (shopId: string, lane: Lane) => Promise<OpenShop> {
  const pacer = createPacer()
  return async (shopId, lane) => {
    const shop = await deps.db.shops.find(shopId)
    if (!shop || shop.status === 'uninstalled')
      throw new PermanentError(`Shop ${shopId} is not connected. Its merchant must install the app again.`)
    const platform = requirePlatform(shop.platform, deps.platforms)

    const meter: CallMeter = { requests: 0, throttled: 0, waitedMs: 0 }
    const access = createAccess({ shop, platform, lane, meter, pacer, ...deps })
    const profile = await freshProfile(shop, { platform, access, ...deps })
    const client = platform.client({ shop, access, ...(profile && { profile }) })
    return { shop, platform, client, meter }
  }
}

interface AccessDeps extends OpenShopDeps {
  shop: Shop
  platform: Platform
  lane: Lane
  meter: CallMeter
  pacer: Pacer
}

function createAccess(deps: AccessDeps): ShopAccess {
  const { db, shop, platform, meter, budget, credentials, metrics, tracer, log } = deps
  const key = budgetKeyOf(platform.id, shop.domain)
  const unwritten = new Map<string, () => void>()
  return {
    token: () => credentials.get(shop.id),
    renewToken: (rejected) => credentials.renew(shop.id, rejected),
    confirmToken: (token) => credentials.confirm(shop.id, token),

    async reserve(cost) {
      const askedAt = performance.now()
      const { id: booking, written } = await tracer.step(
        'shop.wait',
        () => ({ attributes: { platform: platform.id, shop: shop.id } }),
        () => sleepUntilBooked(key, cost, deps),
      )
      unwritten.set(booking, written)
      const waitedMs = Math.round(performance.now() - askedAt)
      meter.requests += 1
      meter.waitedMs += waitedMs
      metrics.budgetWait(platform.id, waitedMs)
      metrics.shopCall(platform.id, 'sent')
      return booking
    },

    written(booking) {
      unwritten.get(booking)?.()
      unwritten.delete(booking)
    },

    observe: (send) =>
      tracer.step(
        'shop.call',
        () => ({ role: 'client', attributes: { platform: platform.id, shop: shop.id } }),
        async (span) => {
          const outcome = await send()
          span.set({ outcome: outcome.kind, ...(outcome.answer && { status: outcome.answer.status }) })
          return outcome
        },
      ),

    async reportRateLimit(signal) {
      const perSecond = await budget.learn({ key, signal, policy: platform.budget })
      if (signal.kind !== 'throttled') return
      meter.throttled += 1
      metrics.shopCall(platform.id, 'throttled')
      log.info({ shop: shop.id, platform: platform.id, perSecond }, 'budget.throttled')
    },

    alert(kind, detail) {
      const notice = { shopId: shop.id, kind: `${NOTICE}${kind}`, detail, threshold: 1 }
      // A failure to store the alert must not fail the call that raised it.
      db.alerts
        .countFailure(notice)
        .catch((error: unknown) =>
          log[isOutage(error) ? 'warn' : 'error']({ err: error, shop: shop.id }, 'alert.not_stored'),
        )
    },
  }
}

interface Turn {
  /** The booking's. */
  id: string
  /** To be called once the call is written, or will not be. */
  written(): void
}

async function sleepUntilBooked(key: string, cost: number, deps: AccessDeps): Promise<Turn> {
  const { budget, lane, platform, stopping } = deps
  const policy = platform.budget
  for (let sleptMs = 0; ; ) {
    const answer = await budget.reserve({ key, cost, lane, policy })
    const waitMs = answer.booked ? answer.waitMs : answer.retryAfterMs
    if (!answer.booked && sleptMs + waitMs > SLEEP_MAX_MS) {
      const context = { platform: platform.id, retryAfterMs: waitMs }
      throw new RateLimitedError("More urgent calls are using the shop's rate limit.", context)
    }
    try {
      await sleep(waitMs, stopping)
      if (answer.booked) return { id: answer.id, written: await takeTurn(key, cost, { ...deps, ...answer }) }
    } catch (error) {
      if (answer.booked) await budget.release(key, answer)
      throw error
    }
    sleptMs += waitMs
  }
}

/** Where a platform counts per second, calls also keep their distance within the process. */
async function takeTurn(
  key: string,
  cost: number,
  { platform, pacer, stopping, perSecond }: AccessDeps & { perSecond: number },
): Promise<() => void> {
  if (platform.budget.burst > 0) return () => {}
  const gapMs = ((cost * 1_000) / perSecond) * (1 + reserveRules.margin)
  return pacer.turn({ key, gapMs, signal: stopping })
}

async function sleep(ms: number, stopping: AbortSignal | undefined): Promise<void> {
  if (ms > 0) await pause(ms, undefined, { signal: stopping })
}

type ProfileDeps = OpenShopDeps & { platform: Platform; access: ShopAccess }

/** `undefined` while the shop is being installed: the install job reads the profile itself. */
async function freshProfile(shop: Shop, { platform, access, db, now }: ProfileDeps): Promise<ShopProfile | undefined> {
  if (!shop.factsAt) return undefined
  if (now().getTime() - shop.factsAt.getTime() < PROFILE_STALE_MS) return storedProfile(shop)

  const profile = await platform.client({ shop, access }).describe()
  await db.shops.describe(shop.id, profile)
  return profile
}

function storedProfile({ name, currency, timezone, locale, facts, domain }: Shop): ShopProfile | undefined {
  if (!currency || !timezone || !locale) return undefined
  return { name: name ?? domain, currency, timezone, locale, facts: facts as ShopProfile['facts'] }
}
