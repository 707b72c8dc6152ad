import type { Clock } from '../clock.ts'
import type { Answer, TokenHolder, TokenLookup } from './api/open-api-types.ts'
import { createCodeStore } from './code-store.ts'
import { describeToken, grant, refusals, staffOf } from './token-answers.ts'
import { ACCESS_LIFE_SECONDS, createTokenStore, type Token } from './token-store.ts'
import type { InstallationToken } from './webhooks/app-events.ts'

export interface TokenApp {
  clientId: string
  /** Each is accepted; rotation changes the list. */
  secrets: readonly string[]
  /** Scopes of a token by default. */
  scopes: readonly string[]
  /** A code is bound to the first one by default. */
  redirectUrls: readonly string[]
}

export interface CodeOptions {
  redirectUri?: string
  scopes?: readonly string[]
}

export interface StaffOptions {
  scopes?: readonly string[]
  /** ms; without it the token never expires. */
  expiresAt?: number
}

/** All three kinds of tokens of one app, in all shops. */
export interface TokenService extends TokenLookup {
  /** While true, codes and refresh tokens are refused with `invalid_grant`. */
  refuse: boolean
  /** After the consent: 64 hex digits, valid once, for 600 s, and with this redirect URI only. */
  issueCode(merchantId: string, options?: CodeOptions): string
  /** What the token endpoint answers. https://shopline-developers.readme.io/docs/after-user-has-authorized */
  exchange(body: Record<string, unknown>): Answer
  /** The merchant of a code or a refresh token; empty for an unknown one. */
  ownerOf(body: Record<string, unknown>): string
  /** Response of the developer centre about a token. https://shopline-developers.readme.io/docs/token-info */
  info(token: string): Answer
  /** Another token of the app in the shop; previous ones stay valid. */
  issueInstallation(merchantId: string): InstallationToken
  /** As created by hand in the shop's admin, so it stays valid when the app is removed. */
  issueStaff(merchantId: string, options?: StaffOptions): string
  /** By id or by text; its refresh token is revoked with it. */
  revoke(token: string): void
  /** The app is removed: its tokens and codes in the shop are revoked. */
  revokeAll(merchantId: string): void
  /** Valid tokens, the oldest first. */
  installationsOf(merchantId: string): InstallationToken[]
  /** Every token, refresh token and code ever issued, for tests that look for leaks. */
  issued(): string[]
}

export function createTokenService({ clock, app }: { clock: Clock; app: TokenApp }): TokenService {
  const store = createTokenStore(clock)
  const codes = createCodeStore(clock)

  const give = ({ merchantId, scopes }: Pick<Token, 'merchantId' | 'scopes'>): Answer => {
    const expiresAt = clock.now() + ACCESS_LIFE_SECONDS * 1_000
    return grant(store.create({ kind: 'oauth', merchantId, scopes, expiresAt }))
  }
  const byCode = (text: string, redirectUri: unknown): Answer => {
    const code = codes.spend(text, redirectUri)
    return code ? give(code) : refusals.badGrant
  }
  // The old access token is revoked with its refresh token: that it stays valid is not documented.
  const byRefresh = (text: string): Answer => {
    const old = store.findByRefresh(text)
    if (!old) return refusals.badGrant
    old.isRevoked = true
    return give(old)
  }
  const find = (text: string) => {
    const token = store.find(text)
    return token && token.text === text ? stateOf(token, clock.now()) : undefined
  }

  const service: TokenService = {
    refuse: false,
    find,
    issueCode: (merchantId, { redirectUri = app.redirectUrls[0] ?? '', scopes = app.scopes } = {}) =>
      codes.keep(store.secret(), { merchantId, scopes, redirectUri }),
    exchange(body) {
      const isOurs = body.client_id === app.clientId && app.secrets.includes(String(body.client_secret))
      if (!isOurs) return refusals.badClient
      if (service.refuse) return refusals.badGrant
      if (body.grant_type === 'authorization_code') return byCode(String(body.code), body.redirect_uri)
      if (body.grant_type === 'refresh_token') return byRefresh(String(body.refresh_token))
      return refusals.badGrantType
    },
    ownerOf: ({ code, refresh_token: refresh }) =>
      codes.ownerOf(String(code)) ?? store.findByRefresh(String(refresh))?.merchantId ?? '',
    info(text) {
      if (!text) return refusals.missingToken
      const state = find(text)
      const token = store.find(text)
      if (state === 'expired') return refusals.expiredToken
      return typeof state === 'object' && token
        ? describeToken(token, app.clientId, clock.now())
        : refusals.revokedToken
    },

    issueInstallation: (merchantId) =>
      toInstallation(store.create({ kind: 'installation', merchantId, scopes: [...app.scopes] })),
    issueStaff: (merchantId, { scopes = app.scopes, ...more } = {}) =>
      store.create({ kind: 'staff', merchantId, scopes, ...more }).text,
    revoke(name) {
      const token = store.find(name)
      if (!token) throw new Error('The sandbox never made this token: revoke one by its id or its text.')
      token.isRevoked = true
    },
    revokeAll(merchantId) {
      for (const token of store.of(merchantId)) if (token.kind !== 'staff') token.isRevoked = true
      codes.drop(merchantId)
    },
    installationsOf: (merchantId) =>
      store
        .of(merchantId)
        .filter(({ kind, isRevoked }) => kind === 'installation' && !isRevoked)
        .map(toInstallation),
    issued: store.issued,
  }
  return service
}

function stateOf(token: Token, now: number): TokenHolder | 'expired' | 'revoked' {
  const { merchantId, scopes, kind } = token
  if (token.isRevoked) return 'revoked'
  if (token.expiresAt <= now) return 'expired'
  return { merchantId, kind, scopes: new Set(scopes), ...(kind !== 'installation' && { staff: staffOf(merchantId) }) }
}

function toInstallation({ id, text, scopes, createdAt }: Token): InstallationToken {
  return { id, token: text, scopes, createdAt }
}
