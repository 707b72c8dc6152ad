import type { OwnApp } from './own-app.ts'

/** An access token with what belongs to it. Stored encrypted; only the platform knows what the texts mean. */
export interface TokenSet {
  /** What `ShopAccess.token` hands to the client: a token, or whatever else the platform authorizes calls with. */
  accessToken: string
  /** `null`: the platform did not say. The token is then refreshed every half hour, never treated as endless. */
  expiresAt: Date | null
  refreshToken?: string
  refreshExpiresAt?: Date
  scopes?: string[]
  /** The platform's name for this token, where it creates and revokes tokens by name. */
  id?: string
}

export interface TokenRequest {
  domain: string
  /** The shop's own app; absent: the app's credentials from settings are used. */
  ownApp?: OwnApp
}

/** How access tokens of a shop are obtained. */
export interface Tokens {
  /**
   * The first token of an installation, from its code, from the shop's own app or from the app's credentials.
   * Throws `AuthRevokedError` when the platform refuses them, `PermanentError` when a setting is missing.
   */
  grant(request: TokenRequest & { code?: string }): Promise<TokenSet>
  /** The token that follows `current`. Throws as `grant` does. */
  refresh(request: TokenRequest & { current: TokenSet }): Promise<TokenSet>
}
