import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { StoredTokens } from '@shopmirror/db'
import { type AccessToken, PermanentError, RetryableError } from '@shopmirror/platforms'
import { goodUntil, isUsable, type Stored } from './is-usable.ts'
import { REFUSALS_MAX, type RefreshDeps, refreshTokens, revoked } from './refresh-tokens.ts'

/** How long a process caches a token, ms: after an uninstall no process uses it longer. */
const CACHE_MS = 30_000
/** Life of a lease, ms. Its owner renews it after a third of that. */
const LEASE_MS = 30_000
/** Longest wait for another owner's lease, ms. */
const WAIT_MAX_MS = 100_000
const WAIT_FIRST_MS = 50
const WAIT_LAST_MS = 500
/** Lower than every version: any usable token will do. */
const ANY = -1

/** Gives out access tokens and refreshes them, once per expiry for all processes. */
export interface CredentialKeeper {
  /**
   * A token with at least five minutes left. Throws `RetryableError`, `AuthRevokedError`, or `PermanentError` when the
   * shop has none.
   */
  get(shopId: string): Promise<AccessToken>
  /** After a 401: a newer token than the refused one, requested once for all processes. Throws as `get` does. */
  renew(shopId: string, refused: AccessToken): Promise<AccessToken>
  /** A call with this token succeeded, so the previous refresh token is deleted. */
  confirm(shopId: string, token: AccessToken): void
  /** Drops this process's cached token of the shop. */
  forget(shopId: string): void
}

/** What the credential keeper needs beside a refresh. */
export interface KeeperDeps extends RefreshDeps {
  now(): Date
  /** Fires when the process has to stop: waits for another owner's lease end and throw its reason. */
  stopping?: AbortSignal
  /** Life of a lease, ms. Default 30,000. */
  leaseMs?: number
}

interface CachedToken {
  token: AccessToken
  until: number
  unproven: boolean
}

/** One per process: it caches tokens for 30 s. */
export function createCredentialKeeper(deps: KeeperDeps): CredentialKeeper {
  const cached = new Map<string, CachedToken>()
  const inFlight = new Map<string, Promise<AccessToken>>()

  /**
   * Keyed by the version, too: a caller that needs a newer token than a refused one must not share a request for any
   * token.
   */
  const singleFlight = (shopId: string, newerThan: number): Promise<AccessToken> => {
    const key = `${shopId} ${newerThan}`
    const end = () => void inFlight.delete(key)
    const request = inFlight.get(key) ?? obtain(shopId, newerThan, deps).then(cache(shopId)).finally(end)
    inFlight.set(key, request)
    return request
  }
  const cache = (shopId: string) => (stored: Obtained) => {
    const until = Math.min(deps.now().getTime() + CACHE_MS, stored.goodUntil)
    cached.set(shopId, { token: stored.token, until, unproven: stored.unproven })
    return stored.token
  }

  return {
    async get(shopId) {
      const known = cached.get(shopId)
      return known && known.until > deps.now().getTime() ? known.token : singleFlight(shopId, ANY)
    },

    async renew(shopId, refused) {
      const known = cached.get(shopId)
      if (known && known.token.version <= refused.version) cached.delete(shopId)
      return singleFlight(shopId, refused.version)
    },

    confirm(shopId, token) {
      const known = cached.get(shopId)
      if (!known?.unproven || known.token.version !== token.version) return
      known.unproven = false
      deps.db.credentials
        .dropPreviousRefreshToken({ shopId, version: token.version })
        .catch((error: unknown) => deps.log.warn({ err: error, shop: shopId }, 'token.previous_kept'))
    },

    forget: (shopId) => void cached.delete(shopId),
  }
}

interface Obtained {
  token: AccessToken
  goodUntil: number
  unproven: boolean
}

/** Reads the stored token. If it is not good enough, refreshes it, or waits while another process does. */
async function obtain(shopId: string, newerThan: number, deps: KeeperDeps): Promise<Obtained> {
  const owner = randomUUID()
  const giveUpAt = performance.now() + WAIT_MAX_MS
  let hasRefreshed = false
  for (let waitMs = WAIT_FIRST_MS; performance.now() < giveUpAt; waitMs = Math.min(waitMs * 1.5, WAIT_LAST_MS)) {
    const stored = await read(shopId, deps)
    if (isUsable(stored, deps.now()) && stored.version > newerThan) return toObtained(stored)
    if (hasRefreshed)
      throw new RetryableError(`The new token of shop ${shopId} has already expired. Check the clock of this machine.`)
    if (await takeLease(stored, { owner, ...deps })) hasRefreshed = await whileLeased(stored, { owner, ...deps })
    else await pause(waitMs * (0.5 + Math.random()), undefined, { signal: deps.stopping })
  }
  throw new RetryableError(
    `Another process has been refreshing the token of shop ${shopId} for too long. Retrying later.`,
  )
}

async function read(shopId: string, { db }: KeeperDeps): Promise<Stored> {
  const stored = await db.credentials.read(shopId)
  if (!stored)
    throw new PermanentError(`Shop ${shopId} has no credentials: it was uninstalled, or its install did not finish.`)
  if (stored.refusals >= REFUSALS_MAX)
    throw revoked(
      `Shop ${shopId}: the token refresh was rejected twice. The merchant must open the app in the shop admin, or install it again.`,
      stored.version,
    )
  return stored
}

type Refreshing = KeeperDeps & { owner: string }

function takeLease(stored: Stored, deps: Refreshing): Promise<boolean> {
  return deps.db.credentials.takeLease(leaseOf(stored, deps))
}

function leaseOf({ shopId, version }: Stored, { now, owner, leaseMs = LEASE_MS }: Refreshing) {
  return { shopId, version, owner, until: new Date(now().getTime() + leaseMs) }
}

/**
 * A platform may take minutes to answer. The lease must expire when its owner has died, not when the platform is slow.
 */
async function whileLeased(stored: Stored, deps: Refreshing): Promise<boolean> {
  const renew = () =>
    deps.db.credentials
      .renewLease(leaseOf(stored, deps))
      .catch((error: unknown) => deps.log.warn({ err: error, shop: stored.shopId }, 'token.lease_not_renewed'))
  const renewal = setInterval(renew, (deps.leaseMs ?? LEASE_MS) / 3)
  return refreshTokens(stored, deps).finally(() => clearInterval(renewal))
}

function toObtained(stored: Stored & { tokens: StoredTokens }): Obtained {
  const { tokens, version } = stored
  return {
    token: { value: tokens.accessToken, version },
    goodUntil: goodUntil(stored),
    unproven: tokens.previousRefreshToken !== undefined,
  }
}
