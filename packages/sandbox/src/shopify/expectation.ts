import type { PageVisit } from '../browser.ts'
import type { Actors, Expectation } from '../expectation.ts'
import { orderToPush, productToPush } from '../pushes.ts'
import { truthOf } from './truth/index.ts'
import { ids } from './world-ids.ts'

export const shopifyExpectation: Expectation = {
  platform: 'shopify',
  name: 'Shopify',
  domainOf: (worldName) => `${worldName}.myshopify.com`,
  isDomain: (domain) => domain.endsWith('.myshopify.com'),
  accountCall: { when: 'before', text: 'GET /api/v1/shopify/oauth/authorize ?shop' },
  webhooksCoverAll: true,
  webhooksOf: ({ shopify }) => shopify.webhooks,
  isSubscribed: ({ shopify }, domain) => shopify.shop(domain).subscriptions.list().length > 20,
  allowedPerSecond: () => null,
  worldOf: (sandbox, domain) => sandbox.shopify.shop(domain).world,
  truthOf: (sandbox, domain) => truthOf(sandbox.shopify.shop(domain).world),
  orderToPush: ({ shopify }, domain, order) => orderToPush(shopify.shop(domain).world, order),
  productToPush: (_sandbox, _domain, product) => productToPush(product),
  orderIdOf: ids.order,
  install,
  installAtPlatform: ({ shopify }, domain) => shopify.shop(domain).merchant.install(),
  revokeAccess: ({ shopify }, domain) => shopify.tokens.revoke(domain, true),
  restoreAccess: async ({ sandbox: { shopify, clock } }, domain) => {
    shopify.tokens.restore(domain)
    // Two calls of one second are signed alike, and the second would be a repetition.
    clock.advance(1_000)
    await shopify.shop(domain).merchant.open()
  },
  uninstall: async (sandbox, domain) => {
    await sandbox.shopify.shop(domain).merchant.uninstall()
    await sandbox.shopify.webhooks.idle()
    return null
  },
}

/** Installs begin with us: the account asks where to send the merchant, whose consent comes back to us. */
async function install({ api, sandbox }: Actors, domain: string): Promise<PageVisit> {
  const path = `/api/v1/shopify/oauth/authorize?shop=${encodeURIComponent(domain)}`
  const { authorize_url: url } = await api.get<{ authorize_url: string }>(path)
  const visit = await sandbox.shopify.shop(domain).merchant.visit(url)
  if (outcomeOf(visit) !== 'connected')
    throw new Error(`The install of ${domain} ended with ${visit.status} at ${visit.url}`)
  return visit
}

/** The last redirect says it, whatever the page at its end is. */
function outcomeOf({ hops }: PageVisit): string | null {
  const [last] = hops.flatMap(({ url }) => new URL(url).searchParams.get('shopify') ?? []).reverse()
  return last ?? null
}
