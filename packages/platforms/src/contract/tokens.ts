/** A shop's own API client, given by its merchant. */
export interface OwnApp {
  /** Absent only where `accessToken` is given. */
  clientId?: string
  /** Also signs the webhooks of the shop's own app; absent only where there is a token and nothing to sign. */
  clientSecret?: string
  /** A token that the merchant made and that does not expire: used as it is, nothing is asked for. */
  accessToken?: string
}

export interface TokenSet {
  accessToken: string
  /** `null`: the platform did not say; treated as short-lived, never as immortal. */
  expiresAt: Date | null
  refreshToken?: string
  refreshExpiresAt?: Date
  scopes?: string[]
  /** The platform's name for this token, where it gives and revokes tokens by name. */
  id?: string
}

export interface TokenRequest {
  domain: string
  /** Absent: the app credentials from settings are used. */
  ownApp?: OwnApp
}

export interface Tokens {
  /** The first token of an installation. Throws `AuthRevokedError` when the platform refuses the grant. */
  grant(request: TokenRequest & { code?: string }): Promise<TokenSet>
  /** The next token. Throws `AuthRevokedError` when refused. */
  refresh(request: TokenRequest & { current: TokenSet }): Promise<TokenSet>
}
