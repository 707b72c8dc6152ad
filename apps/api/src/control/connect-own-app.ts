import { ShopTakenError } from '@shopmirror/db'
import { installShop, type Shop, type ShopBudget, withOutbox } from '@shopmirror/jobs'
import { type OwnApp, type Platform, RateLimitedError, type ShopAccess, type TokenSet } from '@shopmirror/platforms'
import { Problem } from '../http/problem.ts'
import type { ControlDeps } from './deps.ts'

/** A person waits for the answer, ms. */
const WAIT_MAX_MS = 5_000
const CLAIMED_MS = 60_000

/** A request to connect a shop with its own API client or access token. */
export interface OwnAppWish {
  accountId: string
  platform: Platform
  /** As typed. */
  domain: string
  ownApp: OwnApp
}

/** Tries the credentials with a real token and a real call; only what works is stored, and then installed like any other. */
export async function connectOwnApp(wish: OwnAppWish, deps: ControlDeps): Promise<Shop> {
  const { accountId, platform, ownApp } = wish
  const domain = platform.parseDomain(wish.domain)
  if (!domain) throw invalidDomain()
  const connected = await deps.db.shops.findConnected(platform.id, domain)
  if (connected && connected.accountId !== accountId) throw new ShopTakenError(domain)

  const tokens = await platform.tokens.grant({ domain, ownApp })
  await tryOut({ platform, domain, tokens }, deps.budget)
  return accept({ accountId, platform: platform.id, domain, ownApp, tokens }, deps)
}

function invalidDomain(): Problem {
  return new Problem('invalid-request', {
    errors: [{ path: 'body.domain', message: 'is not the name of a shop on this platform' }],
  })
}

interface Trial {
  platform: Platform
  domain: string
  tokens: TokenSet
}

async function tryOut({ platform, domain, tokens }: Trial, budget: ShopBudget): Promise<void> {
  const token = { value: tokens.accessToken, version: 0 }
  const access: ShopAccess = {
    token: async () => token,
    renew: async () => {
      throw new Problem('credentials-refused', { parameters: { reason: 'The shop refuses the token it gave.' } })
    },
    reserve: (cost) => waitForSlot({ platform, domain, cost }, budget),
    learn: async (signal) =>
      void (await budget.learn({ key: `${platform.id}:${domain}`, signal, policy: platform.budget })),
  }
  await platform.client({ shop: { id: 'trial', domain }, access }).describe()
}

interface Slot {
  platform: Platform
  domain: string
  cost: number
}

/** The shop may be connected already and busy: a trial keeps to its allowance like everybody. */
async function waitForSlot({ platform, domain, cost }: Slot, budget: ShopBudget): Promise<string> {
  const key = `${platform.id}:${domain}`
  for (let waitedMs = 0; ; ) {
    const answer = await budget.reserve({ key, cost, lane: 'refetch', policy: platform.budget })
    const waitMs = answer.booked ? answer.waitMs : answer.retryAfterMs
    if (waitedMs + waitMs > WAIT_MAX_MS) {
      if (answer.booked) await budget.release(key, answer)
      throw new RateLimitedError('The shop is busy with other calls.', { platform: platform.id, retryAfterMs: waitMs })
    }
    await new Promise((resolve) => setTimeout(resolve, waitMs))
    if (answer.booked) return answer.id
    // Sent away is not refused: the moment to ask again is part of the answer.
    waitedMs += waitMs
  }
}

interface Accepted {
  accountId: string
  platform: string
  domain: string
  ownApp: OwnApp
  tokens: TokenSet
}

async function accept({ ownApp, tokens, ...shopKey }: Accepted, deps: ControlDeps): Promise<Shop> {
  const { credentials, now } = deps
  const shop = await withOutbox(deps, async (tx, enqueue) => {
    const { shop } = await tx.shops.connect(shopKey)
    // Over whatever a worker has renewed in the meantime.
    const held = await tx.credentials.lock(shop.id)
    await tx.credentials.replace({ shopId: shop.id, version: held?.version, tokens, ownApp })
    const expiresAt = new Date(now().getTime() + CLAIMED_MS)
    const installationId = await tx.installations.create({ ...shopKey, expiresAt })
    await tx.installations.attachShop(installationId, shop.id)
    await enqueue(installShop, { installationId })
    return shop
  })
  credentials.forget(shop.id)
  return shop
}
