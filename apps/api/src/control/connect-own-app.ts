import { ShopTakenError } from '@shopmirror/db'
import { installShop, type Shop, type ShopBudget, withOutbox } from '@shopmirror/jobs'
import { type OwnApp, type Platform, RateLimitedError, type ShopAccess, type TokenSet } from '@shopmirror/platforms'
import { Problem } from '../http/problem.ts'
import type { ControlDeps } from './deps.ts'

/** Longest wait for the shop's rate limit, ms. Short, because a user waits for the answer. */
const WAIT_MAX_MS = 5_000
const INSTALLATION_TTL_MS = 60_000

/** A request to connect a shop with its own API client or access token. */
export interface OwnAppRequest {
  accountId: string
  platform: Platform
  /** As the user typed it. */
  domain: string
  ownApp: OwnApp
}

/**
 * Tests the credentials with a token request and a call. Stores them only if both succeed, then enqueues the install.
 */
export async function connectOwnApp(request: OwnAppRequest, deps: ControlDeps): Promise<Shop> {
  const { accountId, platform, ownApp } = request
  const domain = platform.parseDomain(request.domain)
  if (!domain) throw invalidDomain()
  const connected = await deps.db.shops.findConnected(platform.id, domain)
  if (connected && connected.accountId !== accountId) throw new ShopTakenError(domain)

  const tokens = await platform.tokens.grant({ domain, ownApp })
  await testCredentials({ platform, domain, tokens }, deps.budget)
  return store({ accountId, platform: platform.id, domain, ownApp, tokens }, deps)
}

function invalidDomain(): Problem {
  return new Problem('invalid-request', {
    errors: [{ path: 'body.domain', message: 'is not a valid shop name or address on this platform' }],
  })
}

interface CredentialTest {
  platform: Platform
  domain: string
  tokens: TokenSet
}

async function testCredentials({ platform, domain, tokens }: CredentialTest, budget: ShopBudget): Promise<void> {
  const token = { value: tokens.accessToken, version: 0 }
  const access: ShopAccess = {
    token: async () => token,
    renewToken: async () => {
      throw new Problem('credentials-refused', {
        parameters: { reason: 'The shop rejected the token that it issued.' },
      })
    },
    reserve: (cost) => waitForSlot({ platform, domain, cost }, budget),
    reportRateLimit: async (signal) =>
      void (await budget.learn({ key: `${platform.id}:${domain}`, signal, policy: platform.budget })),
  }
  await platform.client({ shop: { id: 'trial', domain }, access }).describe()
}

interface Slot {
  platform: Platform
  domain: string
  cost: number
}

/** The shop may already be connected and busy, so the test keeps to its rate limit. */
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
    // Deferred: reserve again after `retryAfterMs`.
    waitedMs += waitMs
  }
}

interface TestedOwnApp {
  accountId: string
  platform: string
  domain: string
  ownApp: OwnApp
  tokens: TokenSet
}

async function store({ ownApp, tokens, ...shopKey }: TestedOwnApp, deps: ControlDeps): Promise<Shop> {
  const { credentials, now } = deps
  const shop = await withOutbox(deps, async (tx, enqueue) => {
    const { shop } = await tx.shops.connect(shopKey)
    // Replaces tokens that a worker has refreshed since.
    const held = await tx.credentials.lock(shop.id)
    await tx.credentials.replace({ shopId: shop.id, version: held?.version, tokens, ownApp })
    const expiresAt = new Date(now().getTime() + INSTALLATION_TTL_MS)
    const installationId = await tx.installations.create({ ...shopKey, expiresAt })
    await tx.installations.attachShop(installationId, shop.id)
    await enqueue(installShop, { installationId })
    return shop
  })
  credentials.forget(shop.id)
  return shop
}
