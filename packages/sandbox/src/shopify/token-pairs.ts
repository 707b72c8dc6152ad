import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'

export const ACCESS_LIFE_SECONDS = 3_600
export const REFRESH_LIFE_SECONDS = 90 * 86_400
/** A used refresh token may be shown again for so long, unless its successor is used first, ms. */
const RETRY_MS = 30 * 86_400_000

/** An access token and what came with it. */
export interface Pair {
  domain: string
  client: string
  /** The one user it acts for; absent when it acts for the shop. */
  user?: boolean
  access: string
  /** When it ends, ms; `Infinity` for one that never does. */
  accessUntil: number
  /** Revoked before its expiry. */
  isDead: boolean
  /** `null` when it cannot be refreshed. */
  refresh: string | null
  refreshUntil: number
  /** When it was first exchanged for another. */
  usedAt: number | null
  successor: Pair | null
}

export interface PairRules {
  /** Whether an access token stays valid after its refresh; not documented. */
  keepsAccess: boolean
  /** Response to a repeated refresh; not documented. */
  repeats: 'same' | 'fresh'
}

export interface NewPair {
  domain: string
  client: string
  /** Seconds; `Infinity` for a token that never ends. */
  life: number
  isRefreshable: boolean
  user?: boolean
}

export interface PairBook {
  create(wanted: NewPair): Pair
  findByAccess(access: string): Pair | undefined
  findByRefresh(refresh: string): Pair | undefined
  /** The next pair, or `null` when this one is over. */
  refresh(pair: Pair): Pair | null
  /** Ends pairs of a shop; of one client, when it is given. Pairs of users stay when only the shop's are replaced. */
  retire(domain: string, which?: { client?: string; keepUsers?: boolean }): void
  /** Ends the access tokens of a shop, and leaves their refresh tokens. */
  killAccess(domain: string): void
  /** Every token issued so far, for tests that search for leaks. */
  issued(): string[]
}

/** https://shopify.dev/changelog/more-resilient-refreshes-for-expiring-offline-access-tokens */
export function createPairBook({ clock, rules }: { clock: Clock; rules: PairRules }): PairBook {
  const byAccess = new Map<string, Pair>()
  const byRefresh = new Map<string, Pair>()
  const predecessors = new Map<Pair, Pair>()
  const handedOut: string[] = []
  const secret = (prefix: string) => {
    const text = prefix + randomBytes(16).toString('hex')
    handedOut.push(text)
    return text
  }
  const retire = (pair: Pair) => {
    byAccess.delete(pair.access)
    if (pair.refresh) byRefresh.delete(pair.refresh)
  }

  const create = ({ life, isRefreshable, ...who }: NewPair): Pair => {
    const pair: Pair = {
      ...who,
      ...{ access: secret('shpat_'), accessUntil: clock.now() + life * 1_000, isDead: false },
      ...{ refresh: isRefreshable ? secret('shprt_') : null, refreshUntil: clock.now() + REFRESH_LIFE_SECONDS * 1_000 },
      ...{ usedAt: null, successor: null },
    }
    byAccess.set(pair.access, pair)
    if (pair.refresh) byRefresh.set(pair.refresh, pair)
    return pair
  }

  const succeed = (pair: Pair): Pair => {
    const { domain, client } = pair
    const next = create({ domain, client, life: ACCESS_LIFE_SECONDS, isRefreshable: true })
    pair.successor = next
    predecessors.set(next, pair)
    return next
  }

  const useFirst = (pair: Pair): Pair => {
    pair.usedAt = clock.now()
    if (!rules.keepsAccess) pair.isDead = true
    // The successor of another one is in use, so that one is over.
    const before = predecessors.get(pair)
    if (before) retire(before)
    predecessors.delete(pair)
    return succeed(pair)
  }

  return {
    create,
    findByAccess: (access) => byAccess.get(access),
    findByRefresh: (refresh) => byRefresh.get(refresh),
    refresh(pair) {
      const now = clock.now()
      if (now > pair.refreshUntil) return null
      const { usedAt, successor } = pair
      if (usedAt === null || !successor) return useFirst(pair)
      if (successor.usedAt !== null || now - usedAt > RETRY_MS) return null
      if (rules.repeats === 'fresh') {
        retire(successor)
        return succeed(pair)
      }
      successor.accessUntil = Math.max(successor.accessUntil, now + (ACCESS_LIFE_SECONDS * 1_000) / 2)
      return successor
    },
    retire(domain, { client, keepUsers = false } = {}) {
      for (const pair of new Set([...byAccess.values(), ...byRefresh.values()]))
        if (pair.domain === domain && (!client || pair.client === client) && !(keepUsers && pair.user)) retire(pair)
    },
    killAccess(domain) {
      for (const pair of byAccess.values()) if (pair.domain === domain) pair.isDead = true
    },
    issued: () => [...handedOut],
  }
}
