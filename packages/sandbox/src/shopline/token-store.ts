import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { TokenHolder } from './api/open-api-types.ts'

/** Half a year, seconds. */
export const ACCESS_LIFE_SECONDS = 15_778_476
/** How much later than its access token a refresh token expires, ms. */
const REFRESH_TAIL_MS = 86_400_000

const ISSUER = 'https://developers.shoplineapp.com'
const APPLICATION = '5a0000ff0000000000000001'

/** One access token, and what came with it. */
export interface Token {
  /** 24 hex digits. */
  id: string
  text: string
  kind: TokenHolder['kind']
  merchantId: string
  scopes: readonly string[]
  /** ms. */
  createdAt: number
  /** ms; `Infinity` for one that never expires. */
  expiresAt: number
  isRevoked: boolean
  /** 64 hex digits; only what OAuth gave has one. */
  refresh: string | null
}

export type NewToken = Pick<Token, 'kind' | 'merchantId' | 'scopes'> & { expiresAt?: number }

/** All tokens ever issued: none is removed, so that old tokens can be distinguished from unknown ones. */
export interface TokenStore {
  create(wanted: NewToken): Token
  /** By its text or by its id. */
  find(name: string): Token | undefined
  /** Of a refresh token that still works. */
  findByRefresh(refresh: string): Token | undefined
  /** Of one merchant, the oldest first. */
  of(merchantId: string): Token[]
  /** 64 random hex digits. */
  secret(): string
  /** Everything issued so far, for tests that look for leaks. */
  issued(): string[]
}

export function createTokenStore(clock: Clock): TokenStore {
  const key = randomBytes(32)
  const tokens: Token[] = []
  const byName = new Map<string, Token>()
  const byRefresh = new Map<string, Token>()
  const handedOut: string[] = []
  const keep = (text: string) => {
    handedOut.push(text)
    return text
  }
  const secret = () => keep(randomBytes(32).toString('hex'))

  return {
    create({ expiresAt = Number.POSITIVE_INFINITY, ...wanted }) {
      const token: Token = {
        ...{ ...wanted, expiresAt, id: randomBytes(12).toString('hex'), text: keep(signJwt(wanted.merchantId, key)) },
        ...{ createdAt: clock.now(), isRevoked: false, refresh: wanted.kind === 'oauth' ? secret() : null },
      }
      tokens.push(token)
      byName.set(token.id, token).set(token.text, token)
      if (token.refresh) byRefresh.set(token.refresh, token)
      return token
    },
    find: (name) => byName.get(name),
    findByRefresh(refresh) {
      const token = byRefresh.get(refresh)
      return token && !token.isRevoked && clock.now() < token.expiresAt + REFRESH_TAIL_MS ? token : undefined
    },
    of: (merchantId) => tokens.filter((token) => token.merchantId === merchantId),
    secret,
    issued: () => [...handedOut],
  }
}

/** Contains no expiry: only the response with the token does. */
function signJwt(merchantId: string, key: Buffer): string {
  const data = { merchant_id: merchantId, application_id: APPLICATION }
  const claims = { jti: randomUUID(), data, iss: ISSUER, aud: [], sub: merchantId }
  const signed = [{ typ: 'JWT', alg: 'HS256' }, claims].map(encode).join('.')
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}
