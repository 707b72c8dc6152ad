import { definePlatform } from '../contract/platform.ts'
import { accessToken, apiClient, EITHER, ownClientFormat, signingSecret } from '../oauth/own-client.ts'
import { createClients } from './api/client.ts'
import { createInstall } from './install/install.ts'
import { domainOf, parseDomain } from './install/shop-domain.ts'
import { checkSpool } from './read/bulk/spool-error.ts'
import { readCost } from './read/read-cost.ts'
import { settings } from './settings.ts'
import { createTokens } from './tokens/tokens.ts'
import { readWebhook } from './webhooks/read/index.ts'
import { resourcesOf, topicsFor } from './webhooks/topics.ts'
import { verifyWebhook } from './webhooks/verify-webhook.ts'
import { writes } from './write/index.ts'

export { renderAppToml } from './install/app-toml.ts'
export { topicsFor } from './webhooks/topics.ts'

/** Overlap of windows, ms: Shopify's search index lags behind writes by seconds. */
const OVERLAP_MS = 5 * 60_000

export const shopify = definePlatform({
  id: 'shopify',
  settings,
  create: (settings, { now }) => ({
    id: 'shopify',
    configured: Boolean(settings.SHOPIFY_CLIENT_ID) && settings.SHOPIFY_CLIENT_SECRETS.length > 0,
    budget: { unit: 'points', perSecond: settings.SHOPIFY_RESTORE_PER_SECOND, burst: settings.SHOPIFY_BUCKET },
    parseDomain,
    checkMachine: () => checkSpool(settings.SHOPIFY_SPOOL_DIR),
    tokens: createTokens(settings, now),
    ownApp: ownClientFormat([apiClient(EITHER), accessToken(signingSecret, EITHER)]),
    install: createInstall(settings, now),
    webhooks: {
      topics: topicsFor(settings.SHOPIFY_SCOPES),
      resourcesOf,
      verify: (request) => verifyWebhook(request, settings.SHOPIFY_CLIENT_SECRETS),
      unverifiedDomain: ({ 'x-shopify-shop-domain': domain }) => (typeof domain === 'string' ? domainOf(domain) : null),
      read: readWebhook,
    },
    reads: {
      resources: ['locations', 'categories', 'products', 'inventory', 'customers', 'orders'],
      overlapMs: OVERLAP_MS,
      cost: readCost,
    },
    writes,
    client: createClients(settings, now),
  }),
})
