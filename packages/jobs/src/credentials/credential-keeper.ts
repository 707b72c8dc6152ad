import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { StoredTokens } from '@shopmirror/db'
import { type AccessToken, PermanentError, RetryableError } from '@shopmirror/platforms'
import { goodUntil, isUsable, type Stored } from './is-usable.ts'
import { REFUSALS_MAX, type RefreshDeps, refreshTokens, revoked } from './refresh-tokens.ts'

/** A token read once is believed this long, ms: after an uninstall no process uses it longer. */
const CACHE_MS = 30_000
/** How long a lease outlives its owner, ms. The living renew theirs three times as often. */
const LEASE_MS = 30_000
/** Others wait this long for the owner of the lease, ms. */
const WAIT_MAX_MS = 100_000
const WAIT_FIRST_MS = 50
const WAIT_LAST_MS = 500
/** Before the first version. */
const ANY = -1

export interface CredentialKeeper {
  /** A token with at least five minutes left. Throws `RetryableError`, `AuthRevokedError`, or `PermanentError` when the shop has none. */
  get(shopId: string): Promise<AccessToken>
  /** After a 401: a newer token than the refused one, asked for once by all processes together. */
  renew(shopId: string, refused: AccessToken): Promise<AccessToken>
  /** A call with this token succeeded: what was kept for the case that it would not may go. */
  worked(shopId: string, token: AccessToken): void
  /** Drops what this process remembers of the shop. */
  forget(shopId: string): void
}

export interface KeeperDeps extends RefreshDeps {
  now(): Date
  /** Fires when the process has to stop: whoever waits for the owner of a lease is woken, and throws its reason. */
  stopping?: AbortSignal
  /** Tests make it short to see a dead owner's lease run out. */
  leaseMs?: number
}

interface Remembered {
  token: AccessToken
  until: number
  unproven: boolean
}

export function createCredentialKeeper(deps: KeeperDeps): CredentialKeeper {
  const remembered = new Map<string, Remembered>()
  const flights = new Map<string, Promise<AccessToken>>()

  /** One at a time for each question: whoever needs a newer token than the refused one must not get an answer to less. */
  const fly = (shopId: string, newerThan: number): Promise<AccessToken> => {
    const question = `${shopId} ${newerThan}`
    const land = () => void flights.delete(question)
    const flight = flights.get(question) ?? obtain(shopId, newerThan, deps).then(remember(shopId)).finally(land)
    flights.set(question, flight)
    return flight
  }
  const remember = (shopId: string) => (stored: Obtained) => {
    const until = Math.min(deps.now().getTime() + CACHE_MS, stored.goodUntil)
    remembered.set(shopId, { token: stored.token, until, unproven: stored.unproven })
    return stored.token
  }

  return {
    async get(shopId) {
      const known = remembered.get(shopId)
      return known && known.until > deps.now().getTime() ? known.token : fly(shopId, ANY)
    },

    async renew(shopId, refused) {
      const known = remembered.get(shopId)
      if (known && known.token.version <= refused.version) remembered.delete(shopId)
      return fly(shopId, refused.version)
    },

    worked(shopId, token) {
      const known = remembered.get(shopId)
      if (!known?.unproven || known.token.version !== token.version) return
      known.unproven = false
      deps.db.credentials
        .dropPreviousRefreshToken({ shopId, version: token.version })
        .catch((error: unknown) => deps.log.warn({ err: error, shop: shopId }, 'token.previous_kept'))
    },

    forget: (shopId) => void remembered.delete(shopId),
  }
}

interface Obtained {
  token: AccessToken
  goodUntil: number
  unproven: boolean
}

/** Reads, and where that is not enough refreshes or waits for whoever does. */
async function obtain(shopId: string, newerThan: number, deps: KeeperDeps): Promise<Obtained> {
  const owner = randomUUID()
  const giveUpAt = performance.now() + WAIT_MAX_MS
  let hasRefreshed = false
  for (let waitMs = WAIT_FIRST_MS; performance.now() < giveUpAt; waitMs = Math.min(waitMs * 1.5, WAIT_LAST_MS)) {
    const stored = await read(shopId, deps)
    if (isUsable(stored, deps.now()) && stored.version > newerThan) return toObtained(stored)
    if (hasRefreshed)
      throw new RetryableError(`The token shop ${shopId} was given has expired already: is our clock right?`)
    if (await takeLease(stored, { owner, ...deps })) hasRefreshed = await whileLeased(stored, { owner, ...deps })
    else await pause(waitMs * (0.5 + Math.random()), undefined, { signal: deps.stopping })
  }
  throw new RetryableError(`The token of shop ${shopId} is being refreshed elsewhere for too long: trying again later.`)
}

async function read(shopId: string, { db }: KeeperDeps): Promise<Stored> {
  const stored = await db.credentials.read(shopId)
  if (!stored)
    throw new PermanentError(
      `Shop ${shopId} has no credentials: it was uninstalled, or its installation was never finished.`,
    )
  if (stored.refusals >= REFUSALS_MAX)
    throw revoked(
      `Shop ${shopId}: the token refresh was rejected twice. The merchant has to open the app, or install it again.`,
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

/** A platform may take minutes to answer: the lease must run out when its owner is dead, not when the platform is slow. */
async function whileLeased(stored: Stored, deps: Refreshing): Promise<boolean> {
  const renew = () =>
    deps.db.credentials
      .renewLease(leaseOf(stored, deps))
      .catch((error: unknown) => deps.log.warn({ err: error, shop: stored.shopId }, 'token.lease_unrenewed'))
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
