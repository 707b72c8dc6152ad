import type { Shopify } from './shopify.ts'
import type { Bearer } from './tokens.ts'

export interface Refusal {
  status: number
  body: { errors: unknown }
}

const MIGRATE =
  'https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/offline-access-tokens#expiring-offline-access-tokens'
const UNAUTHORIZED = '[API] Invalid API key or access token (unrecognized login or wrong password)'

/** Whom an access token speaks for, or the response of the Admin API to a token it does not accept. */
export function authorizeCall(
  domain: string,
  token: string,
  { tokens }: Pick<Shopify, 'tokens'>,
  faults: ReadonlySet<string>,
): Bearer | Refusal {
  const bearer = faults.has('unauthorized') ? null : tokens.check(domain, token)
  if (!bearer) return { status: 401, body: { errors: UNAUTHORIZED } }
  if (!bearer.isEndless || tokens.rules.acceptsEndless) return bearer
  const errors = `[API] Non-expiring access tokens are no longer accepted for the Admin API. Start using expiring offline tokens: ${MIGRATE}`
  return { status: 403, body: { errors } }
}
