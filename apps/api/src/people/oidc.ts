import { genericOAuth } from 'better-auth/plugins'
import { Problem } from '../http/problem.ts'
import type { Auth } from './create-auth.ts'

/** Id of the provider in `user_logins` and in the callback's path. */
export const OIDC = 'oidc'
const RETRY_AFTER_SECONDS = 10

/** An identity provider (OpenID Connect). */
export interface OidcSettings {
  /** Its metadata is at `{issuer}/.well-known/openid-configuration`. */
  issuer: string
  clientId: string
  clientSecret: string
  /** On the button. */
  name: string
}

/** Sign-in through the identity provider. */
export interface Oidc {
  name: string
  /** Throws `unavailable` while the provider's metadata cannot be read. */
  open(): Promise<Auth>
}

/** Signs in people who are known already: nobody becomes a person by having an account at the provider. */
export function oidcPlugin({ issuer, clientId, clientSecret, name }: OidcSettings) {
  const discoveryUrl = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const closed = { disableSignUp: true, disableImplicitSignUp: true, requireIdTokenVerification: true, pkce: true }
  const scopes = ['openid', 'email', 'profile']
  return genericOAuth({ config: [{ ...closed, providerId: OIDC, name, discoveryUrl, clientId, clientSecret, scopes }] })
}

/**
 * The library reads the provider's metadata only when it is created. So it is created at the first use, and again until
 * the provider has answered: a provider that is down blocks neither the start nor passwords.
 */
export function createOidc(name: string, create: () => Auth): Oidc {
  let ready: Promise<Auth> | null = null
  const prepare = async () => {
    const auth = create()
    const { socialProviders } = await auth.$context
    if (socialProviders.some(({ id }) => id === OIDC)) return auth
    throw new Problem('unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS })
  }
  return {
    name,
    open() {
      ready ??= prepare().catch((error: unknown) => {
        ready = null
        throw error
      })
      return ready
    },
  }
}
