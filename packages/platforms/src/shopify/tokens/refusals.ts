import type { TokenRefusals } from '../../oauth/refusal.ts'

/** https://shopify.dev/changelog/more-resilient-refreshes-for-expiring-offline-access-tokens */
const refusalsWith = (misconfigured: { reason: string; action: string }): TokenRefusals => ({
  rules: [
    { statuses: [402, 423, 430], means: 'retryable', reason: 'the shop is frozen, locked or flagged' },
    { statuses: [404], means: 'auth_revoked', reason: 'the shop does not exist or is closed' },
    // A mistake in our settings; the shop's grant is still valid.
    { errors: ['invalid_client', 'application_cannot_be_found'], means: 'permanent', ...misconfigured },
    {
      errors: ['invalid_request', 'invalid_grant', 'invalid_subject_token'],
      means: 'auth_revoked',
      reason: 'the shop rejected the code, token or refresh token',
      action: 'the merchant must approve the app again',
    },
  ],
  otherwise: 'check SHOPIFY_ADMIN_URL, and that the app is available to this shop',
})

export const refusals = refusalsWith({
  reason: 'Shopify does not know this client id and secret',
  action: 'check SHOPIFY_CLIENT_ID and the first of SHOPIFY_CLIENT_SECRETS',
})

export const refusalsOfOwnApp = refusalsWith({
  reason: "Shopify does not know the client id and secret of the shop's own app",
  action: 'enter the right ones',
})
