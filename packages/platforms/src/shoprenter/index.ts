import { definePlatform } from '../contract/platform.ts'
import { apiClient, ownClientFormat } from '../oauth/own-client.ts'
import { createClient } from './api/client.ts'
import { createInstall } from './install/install.ts'
import { parseShop } from './install/shop-name.ts'
import { resources } from './read/collections.ts'
import { readCost } from './read/read-cost.ts'
import { settings } from './settings.ts'
import { createTokens } from './tokens/tokens.ts'
import { topics } from './webhooks/subscriptions.ts'
import { readWebhook, verifyWebhook } from './webhooks/webhook.ts'
import { capabilities, unsupported } from './write/writes.ts'

/** Overlap of windows, ms: times have whole seconds, and it is not documented whether a filter includes its bounds. */
const OVERLAP_MS = 15 * 60_000

export const shoprenter = definePlatform({
  id: 'shoprenter',
  settings,
  create: (settings, { now }) => ({
    id: 'shoprenter',
    configured: Boolean(settings.SHOPRENTER_CLIENT_ID) && settings.SHOPRENTER_CLIENT_SECRETS.length > 0,
    budget: { unit: 'requests', perSecond: settings.SHOPRENTER_REQUESTS_PER_SECOND, burst: 0 },
    parseDomain: parseShop,
    tokens: createTokens(settings, now),
    ownApp: ownClientFormat([apiClient()]),
    install: createInstall(settings, now),
    webhooks: { topics, resourcesOf: () => ['orders'], verify: verifyWebhook, read: readWebhook },
    reads: {
      resources,
      overlapMs: OVERLAP_MS,
      cost: (resource, objects) => readCost(resource, objects, settings.SHOPRENTER_BATCH_COST),
    },
    writes: capabilities,
    unsupportedWrites: unsupported,
    client: (options) => createClient(options, settings, now),
  }),
})
