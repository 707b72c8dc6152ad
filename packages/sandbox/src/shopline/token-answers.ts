import type { Answer, Staff } from './api/open-api-types.ts'
import { ACCESS_LIFE_SECONDS, type Token } from './token-store.ts'
import { ids, worldNameOf } from './world-ids.ts'

/** Remaining life in the response for tokens that never expire, seconds. */
const ENDLESS_SECONDS = 9_999_999_999

const refusal = (status: number, words: Record<string, string>): Answer => ({ status, body: words })

/** The token endpoint's error texts are not documented; these are those of the standard. */
export const refusals = {
  badClient: refusal(401, {
    error: 'invalid_client',
    error_description: 'Client authentication failed due to unknown client or wrong secret.',
  }),
  badGrant: refusal(400, {
    error: 'invalid_grant',
    error_description: 'The grant is invalid, expired, revoked, or was issued for another redirect URI or client.',
  }),
  badGrantType: refusal(400, {
    error: 'unsupported_grant_type',
    error_description: 'The grant type is not supported.',
  }),
  missingToken: refusal(401, { code: 'MISSING_TOKEN_ERROR', error_description: 'There is no token in the header' }),
  expiredToken: refusal(401, { code: 'TOKEN_EXPIRED', error_description: 'The access token expired' }),
  revokedToken: refusal(401, { code: 'TOKEN_REVOKED', error_description: 'The access token was revoked' }),
}

/** https://shopline-developers.readme.io/docs/after-user-has-authorized */
export function grant({ text, refresh, scopes, createdAt, merchantId }: Token): Answer {
  return {
    status: 200,
    body: {
      ...{ access_token: text, token_type: 'Bearer', expires_in: ACCESS_LIFE_SECONDS, refresh_token: refresh },
      ...{ scope: scopes.join(' '), created_at: toSeconds(createdAt), resource_owner_id: merchantId },
    },
  }
}

/** https://shopline-developers.readme.io/docs/token-info */
export function describeToken({ merchantId, kind, ...token }: Token, clientId: string, now: number): Answer {
  const handle = worldNameOf(merchantId)
  const isEndless = token.expiresAt === Number.POSITIVE_INFINITY
  return {
    status: 200,
    body: {
      ...{ resource_owner_id: merchantId, scope: [...token.scopes] },
      expires_in: isEndless ? ENDLESS_SECONDS : toSeconds(token.expiresAt - now),
      ...{ application: { uid: clientId }, created_at: toSeconds(token.createdAt) },
      ...(kind !== 'installation' && { staff: staffOf(merchantId) }),
      merchant: { _id: merchantId, email: `owner@${handle}.example.com`, handle, name: handle },
    },
  }
}

/** The one person of the shop. */
export function staffOf(merchantId: string): Staff {
  const handle = worldNameOf(merchantId)
  return {
    ...{ _id: ids.staff(1), email: `owner@${handle}.example.com`, name: 'Owner', locale_code: 'zh-hant' },
    merchant_ids: [merchantId],
  }
}

function toSeconds(ms: number): number {
  return Math.floor(ms / 1_000)
}
