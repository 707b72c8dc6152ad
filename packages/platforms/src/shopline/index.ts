import type { Resource } from '../contract/mirror-rows.ts'
import { definePlatform } from '../contract/platform.ts'
import { accessToken, ownClientFormat, signingSecret } from '../oauth/own-client.ts'
import { createClient } from './api/client.ts'
import { createInstall } from './install/install.ts'
import { parseDomain } from './install/parse-domain.ts'
import { readCost } from './read/read-cost.ts'
import { settings } from './settings.ts'
import { createTokens } from './tokens/tokens.ts'
import { readWebhook } from './webhooks/read/index.ts'
import { topicsFor } from './webhooks/subscriptions.ts'
import { verifyWebhook } from './webhooks/verify-webhook.ts'
import { capabilities, unsupported } from './write/capabilities.ts'

/** Overlap of windows, ms: times have whole seconds, and the clocks of servers differ. */
const OVERLAP_MS = 5 * 60_000

const subjects: Readonly<Record<string, readonly Resource[]>> = {
  user: ['customers'],
  product: ['products', 'inventory'],
  stock: ['products', 'inventory'],
}

export const shopline = definePlatform({
  id: 'shopline',
  settings,
  create: (settings, { now }) => ({
    id: 'shopline',
    configured: Boolean(settings.SHOPLINE_CLIENT_ID) && settings.SHOPLINE_CLIENT_SECRETS.length > 0,
    budget: { unit: 'requests', perSecond: settings.SHOPLINE_REQUESTS_PER_SECOND, burst: 0 },
    parseDomain,
    tokens: createTokens(settings, now),
    ownApp: ownClientFormat([accessToken(signingSecret.optional())]),
    install: createInstall(settings, now),
    webhooks: {
      topics: topicsFor(settings),
      resourcesOf: (topic) => subjects[topic.split('/')[0] ?? ''] ?? ['orders'],
      verify: (request) => verifyWebhook(request, settings.SHOPLINE_CLIENT_SECRETS),
      read: readWebhook,
    },
    reads: {
      resources: ['locations', 'categories', 'products', 'inventory', 'customers', 'orders'],
      overlapMs: OVERLAP_MS,
      cost: readCost,
    },
    writes: capabilities,
    unsupportedWrites: unsupported,
    client: (options) => createClient(options, settings, now),
  }),
})
