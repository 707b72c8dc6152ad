import type { RefusalRule, TokenRefusals } from '../../oauth/refusal.ts'

const revoked = {
  means: 'auth_revoked',
  reason: 'the shop or the platform rejected our credentials',
} as const satisfies RefusalRule

/** What the platform answers for a shop that uninstalled the app is not documented; 401 and 403 both count as such. */
export const refusals: TokenRefusals = {
  rules: [
    { statuses: [401, 403], ...revoked },
    { errors: ['invalid_grant', 'invalid_client'], ...revoked },
  ],
  otherwise: 'check SHOPRENTER_TOKEN_URL and the credentials',
}
