import { genericOAuth } from 'better-auth/plugins'

/** Id of the provider in `user_logins` and in the callback's path. */
export const OIDC = 'oidc'

/** An identity provider (OpenID Connect). */
export interface OidcSettings {
  /** Its metadata is at `{issuer}/.well-known/openid-configuration`. */
  issuer: string
  clientId: string
  clientSecret: string
  /** On the button. */
  name: string
}

/** Signs in people who are known already: nobody becomes a person by having an account at the provider. */
export function oidcPlugin({ issuer, clientId, clientSecret, name }: OidcSettings) {
  const discoveryUrl = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const closed = { disableSignUp: true, disableImplicitSignUp: true, requireIdTokenVerification: true, pkce: true }
  const scopes = ['openid', 'email', 'profile']
  return genericOAuth({ config: [{ ...closed, providerId: OIDC, name, discoveryUrl, clientId, clientSecret, scopes }] })
}
