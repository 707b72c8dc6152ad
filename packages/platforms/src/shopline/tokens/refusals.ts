import type { RefusalRule, TokenRefusals } from '../../oauth/refusal.ts'

const revoked = {
  means: 'auth_revoked',
  reason: 'SHOPLINE rejected the code, token or refresh token',
  action: 'the merchant must open the app and authorize it again',
} as const satisfies RefusalRule

/** The error codes of the token endpoint are not documented. */
export const refusals: TokenRefusals = {
  rules: [
    {
      // A mistake in our settings; the merchant's grant is still valid.
      errors: ['invalid_client', 'unauthorized_client', 'unsupported_grant_type'],
      means: 'permanent',
      reason: 'SHOPLINE does not know this client id and secret',
      action: 'check SHOPLINE_CLIENT_ID and the first of SHOPLINE_CLIENT_SECRETS',
    },
    { statuses: [401], ...revoked },
    { statuses: [400], errors: 'any', ...revoked },
    { errors: ['invalid_grant'], ...revoked },
  ],
  otherwise: 'check SHOPLINE_AUTH_URL and SHOPLINE_REDIRECT_URL',
}
