import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Client, Clients } from './clients.ts'
import { compressScopes, expandScopes } from './scopes.ts'
import { grant, refusals, type TokenAnswer } from './token-answers.ts'
import { ACCESS_LIFE_SECONDS, createPairBook, type NewPair, type Pair, type PairRules } from './token-pairs.ts'

const OFFLINE_TOKEN = 'urn:shopify:params:oauth:token-type:offline-access-token'
const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'
const DAY_SECONDS = 86_399
/** The same migration may be asked for again for so long, ms. */
const MIGRATION_RETRY_MS = 7 * 86_400_000

export interface TokenRules extends PairRules {
  /** Whether tokens that never end still open the API. */
  acceptsEndless: boolean
  /** How long a code is valid, seconds; not documented. */
  codeLifeSeconds: number
}

export interface Approval {
  client: string
  scopes: readonly string[]
  /** Of a user, who works with the app; otherwise of the shop. */
  user?: boolean
}

/** Who a token speaks for. */
export interface Bearer {
  domain: string
  client: string
  scopes: ReadonlySet<string>
  isEndless: boolean
}

export interface TokenService {
  rules: TokenRules
  /** Answers the token endpoint of a shop. */
  ask(domain: string, body: Record<string, unknown>): TokenAnswer
  /** `null` for a token that is unknown, expired, revoked or another shop's. */
  check(domain: string, access: string): Bearer | null
  /** After the consent. */
  issueCode(domain: string, approval: Approval): string
  /** As it was before tokens ended: an install of long ago, or a token made in the admin. */
  issueEndless(domain: string, approval: Approval): string
  /** What the client may do in the shop, `null` when it is not installed. */
  scopesOf(domain: string, client: string): string[] | null
  /** Allows only these of what was approved, `null` everything; tokens feel it at once. */
  setScopes(domain: string, granted: readonly string[] | null): void
  /** Takes access tokens back; with `refused` nothing but a new consent brings new ones. */
  revoke(domain: string, refused: boolean): void
  restore(domain: string): void
  /** The merchant removed an app. */
  uninstall(domain: string, client: string): void
  /** The shop is closed: no address of it answers. */
  close(domain: string): void
  isClosed(domain: string): boolean
  issued(): string[]
}

interface Code extends Approval {
  domain: string
  until: number
}

export function createTokenService({ clock, clients }: { clock: Clock; clients: Clients }): TokenService {
  const rules: TokenRules = { keepsAccess: false, repeats: 'same', acceptsEndless: true, codeLifeSeconds: 600 }
  const book = createPairBook({ clock, rules })
  const codes = new Map<string, Code>()
  const approved = new Map<string, readonly string[]>()
  const limits = new Map<string, ReadonlySet<string>>()
  const refused = new Set<string>()
  const closed = new Set<string>()
  const keyOf = (domain: string, client: string) => `${domain} ${client}`
  const scopesOf = (domain: string, client: string): string[] | null => {
    const list = approved.get(keyOf(domain, client))
    const limit = limits.get(domain)
    if (!list) return null
    return compressScopes(limit ? [...expandScopes(list)].filter((scope) => limit.has(scope)) : list)
  }
  const answer = (pair: Pair) => grant(pair, scopesOf(pair.domain, pair.client) ?? [], clock.now())
  const acquire = (wanted: NewPair) => {
    // Whatever the app held before is worth nothing now.
    if (!wanted.user) book.retire(wanted.domain, { client: wanted.client, keepUsers: true })
    return book.create(wanted)
  }

  const byCode = (domain: string, client: Client, { code, expiring }: Record<string, unknown>): TokenAnswer => {
    const known = codes.get(String(code))
    if (known?.domain !== domain || known.client !== client.id || known.until < clock.now()) return refusals.noCode()
    codes.delete(String(code))
    approved.set(keyOf(domain, client.id), known.scopes)
    refused.delete(domain)
    const who = { domain, client: client.id }
    if (known.user) return answer(acquire({ ...who, life: DAY_SECONDS, isRefreshable: false, user: true }))
    const ends = String(expiring) === '1' || expiring === true
    return answer(acquire({ ...who, life: ends ? ACCESS_LIFE_SECONDS : Number.POSITIVE_INFINITY, isRefreshable: ends }))
  }

  const byRefresh = (domain: string, client: Client, { refresh_token: text }: Record<string, unknown>): TokenAnswer => {
    const pair = book.findByRefresh(String(text))
    const isOurs = pair?.domain === domain && pair.client === client.id && !refused.has(domain)
    const next = pair && isOurs ? book.refresh(pair) : null
    return next ? answer(next) : refusals.noRefresh()
  }

  const byOldToken = (domain: string, client: Client, body: Record<string, unknown>): TokenAnswer => {
    if (body.subject_token_type !== OFFLINE_TOKEN || body.requested_token_type !== OFFLINE_TOKEN)
      return refusals.noSubject()
    const old = book.findByAccess(String(body.subject_token))
    const isEndless = old?.accessUntil === Number.POSITIVE_INFINITY
    if (!old || !isEndless || old.domain !== domain || old.client !== client.id || refused.has(domain))
      return refusals.noSubject()
    return migrate(old)
  }

  const migrate = (old: Pair): TokenAnswer => {
    const now = clock.now()
    if (old.successor && old.usedAt !== null) {
      const isOver = now - old.usedAt > MIGRATION_RETRY_MS || old.successor.usedAt !== null
      if (isOver || book.findByAccess(old.successor.access) !== old.successor) return refusals.noSubject()
      old.successor.accessUntil = now + ACCESS_LIFE_SECONDS * 1_000
      return answer(old.successor)
    }
    if (old.isDead) return refusals.noSubject()
    const { domain, client } = old
    old.successor = book.create({ domain, client, life: ACCESS_LIFE_SECONDS, isRefreshable: true })
    old.usedAt = now
    old.isDead = true
    return answer(old.successor)
  }

  const byCredentials = (domain: string, client: Client): TokenAnswer => {
    if (client.domain !== domain || refused.has(domain)) return refusals.notPermitted()
    approved.set(keyOf(domain, client.id), client.scopes)
    return answer(book.create({ domain, client: client.id, life: DAY_SECONDS, isRefreshable: false }))
  }

  return {
    rules,
    scopesOf,
    ask(domain, body) {
      if (closed.has(domain)) return refusals.noSuchShop()
      const client = clients.find(body.client_id)
      if (!client || (client.domain && client.domain !== domain)) return refusals.unknownClient()
      if (!client.secrets.includes(String(body.client_secret))) return refusals.wrongSecret()
      switch (body.grant_type ?? 'authorization_code') {
        case 'authorization_code':
          return byCode(domain, client, body)
        case 'refresh_token':
          return byRefresh(domain, client, body)
        case 'client_credentials':
          return byCredentials(domain, client)
        case TOKEN_EXCHANGE:
          return byOldToken(domain, client, body)
        default:
          return refusals.unknownGrant()
      }
    },

    check(domain, access) {
      const pair = book.findByAccess(access)
      if (!pair || pair.domain !== domain || pair.isDead || pair.accessUntil <= clock.now()) return null
      const scopes = expandScopes(scopesOf(domain, pair.client) ?? [])
      return { domain, client: pair.client, scopes, isEndless: pair.accessUntil === Number.POSITIVE_INFINITY }
    },

    issueCode(domain, approval) {
      const code = randomBytes(16).toString('hex')
      codes.set(code, { ...approval, domain, until: clock.now() + rules.codeLifeSeconds * 1_000 })
      return code
    },
    issueEndless(domain, { client, scopes }) {
      approved.set(keyOf(domain, client), scopes)
      return acquire({ domain, client, life: Number.POSITIVE_INFINITY, isRefreshable: false }).access
    },

    setScopes(domain, granted) {
      if (granted) limits.set(domain, expandScopes(granted))
      else limits.delete(domain)
    },
    revoke(domain, isRefused) {
      if (!isRefused) return book.killAccess(domain)
      book.retire(domain)
      refused.add(domain)
    },
    restore(domain) {
      refused.delete(domain)
      closed.delete(domain)
    },
    uninstall(domain, client) {
      book.retire(domain, { client })
      approved.delete(keyOf(domain, client))
    },
    close: (domain) => void closed.add(domain),
    isClosed: (domain) => closed.has(domain),
    issued: book.issued,
  }
}
