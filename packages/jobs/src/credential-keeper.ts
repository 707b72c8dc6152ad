import { randomUUID } from 'node:crypto'
import type { Logger } from '@shopmirror/config'
import type { Repositories } from '@shopmirror/db'
import {
  type AccessToken,
  AuthRevokedError,
  PermanentError,
  type Platform,
  RetryableError,
} from '@shopmirror/platforms'
import { isUsable, type Stored } from './credentials/is-usable.ts'
import { refreshTokens } from './credentials/refresh-tokens.ts'
import type { JobMetrics } from './metrics.ts'

/** A token read once is believed this long, ms: after an uninstall no process uses it longer. */
const CACHE_MS = 30_000
/** Longer than a token call with all its tries takes, so that a lease only runs out when its owner is dead. */
const LEASE_MS = 60_000
/** Others wait this long for the owner of the lease, ms. */
const WAIT_MAX_MS = 75_000
const WAIT_FIRST_MS = 50
const WAIT_LAST_MS = 500

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

export interface KeeperDeps {
  db: Repositories
  platforms: ReadonlyMap<string, Platform>
  metrics: JobMetrics
  log: Logger
  now(): Date
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

  const fly = (shopId: string, refused: AccessToken | null): Promise<AccessToken> => {
    const flight =
      flights.get(shopId) ??
      obtain(shopId, refused, deps)
        .then(remember(shopId))
        .finally(() => flights.delete(shopId))
    flights.set(shopId, flight)
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
      return known && known.until > deps.now().getTime() ? known.token : fly(shopId, null)
    },

    async renew(shopId, refused) {
      remembered.delete(shopId)
      const token = await fly(shopId, refused)
      // A flight that began before the refusal may bring the refused token once more.
      return token.version > refused.version ? token : fly(shopId, refused)
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
async function obtain(shopId: string, refused: AccessToken | null, deps: KeeperDeps): Promise<Obtained> {
  const owner = randomUUID()
  const deadline = deps.now().getTime() + WAIT_MAX_MS
  for (let waitMs = WAIT_FIRST_MS; deps.now().getTime() < deadline; waitMs = Math.min(waitMs * 1.5, WAIT_LAST_MS)) {
    const stored = await read(shopId, deps)
    if (isUsable(stored, deps.now()) && stored.version > (refused?.version ?? -1)) return toObtained(stored)
    if (await takeLease(stored, { owner, ...deps })) await refreshTokens(stored, { owner, ...deps })
    else await sleep(waitMs * (0.5 + Math.random()))
  }
  throw new RetryableError(`The token of shop ${shopId} is being refreshed elsewhere for too long: trying again later.`)
}

async function read(shopId: string, { db }: KeeperDeps): Promise<Stored> {
  const stored = await db.credentials.read(shopId)
  if (!stored)
    throw new PermanentError(
      `Shop ${shopId} has no credentials: it was uninstalled, or its installation was never finished.`,
    )
  if (stored.refusals >= 2)
    throw new AuthRevokedError(`Shop ${shopId} refused us twice: its merchant has to open or install the app again.`)
  return stored
}

function takeLease(
  { shopId, version }: Stored,
  { db, now, owner, leaseMs = LEASE_MS }: KeeperDeps & { owner: string },
): Promise<boolean> {
  return db.credentials.takeLease({ shopId, version, owner, until: new Date(now().getTime() + leaseMs) })
}

function toObtained({ tokens, version, expiresAt }: Stored): Obtained {
  if (!tokens) throw new RetryableError('The token went while it was read: trying again.')
  return {
    token: { value: tokens.accessToken, version },
    goodUntil: expiresAt?.getTime() ?? 0,
    unproven: tokens.previousRefreshToken !== undefined,
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
