import { type Pair, REFRESH_LIFE_SECONDS } from './token-pairs.ts'

export interface TokenAnswer {
  status: number
  body: Record<string, unknown>
}

/** https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant */
export function grant(pair: Pair, scopes: readonly string[], now: number): TokenAnswer {
  const body: Record<string, unknown> = { access_token: pair.access, scope: scopes.join(',') }
  if (pair.accessUntil !== Number.POSITIVE_INFINITY)
    body.expires_in = Math.max(0, Math.ceil((pair.accessUntil - now) / 1_000))
  if (pair.refresh)
    Object.assign(body, {
      refresh_token: pair.refresh,
      refresh_token_expires_in: Math.min(REFRESH_LIFE_SECONDS, Math.ceil((pair.refreshUntil - now) / 1_000)),
    })
  if (pair.user) Object.assign(body, { associated_user_scope: body.scope, associated_user: owner })
  return { status: 200, body }
}

const owner = {
  ...{ id: 902_541_635, first_name: 'Bolt', last_name: 'Tulajdonos', email: 'tulajdonos@example.com' },
  ...{ email_verified: true, account_owner: true, locale: 'hu', collaborator: false },
}

const graphqlError = (status: number, error: string, error_description: string) => (): TokenAnswer => ({
  status,
  body: { error, error_description },
})

/** Reference of the shapes: what live shops have answered. */
export const refusals = {
  unknownClient: graphqlError(400, 'application_cannot_be_found', 'The application could not be found'),
  wrongSecret: graphqlError(400, 'invalid_client', 'The client secret does not match'),
  noCode: graphqlError(400, 'invalid_request', 'The authorization code was not found or was already used'),
  noRefresh: graphqlError(401, 'invalid_request', 'This request requires an active refresh_token'),
  noSubject: graphqlError(400, 'invalid_subject_token', 'The subject token is not valid'),
  unknownGrant: graphqlError(400, 'unsupported_grant_type', 'The grant type is not supported'),
  notPermitted: graphqlError(400, 'shop_not_permitted', 'Client credentials cannot be performed on this shop.'),
  noSuchShop: (): TokenAnswer => ({ status: 404, body: { errors: 'Not Found' } }),
}
