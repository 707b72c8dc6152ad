import type { PageVisit } from '../browser.ts'
import type { Actors, Expectation } from '../expectation.ts'
import { orderToPush, productToPush } from '../pushes.ts'
import { money } from './money.ts'
import { truthOf } from './truth/index.ts'
import { ids, isMerchantId, merchantIdOf } from './world-ids.ts'

export const shoplineExpectation: Expectation = {
  platform: 'shopline',
  name: 'SHOPLINE',
  domainOf: merchantIdOf,
  isDomain: isMerchantId,
  accountCall: { when: 'before', text: 'GET /api/v1/shopline/oauth/authorize' },
  webhooksCoverAll: true,
  webhooksOf: ({ shopline }) => shopline.webhooks,
  isSubscribed: ({ shopline }, domain) => shopline.shop(domain).hooks.list().length > 15,
  allowedPerSecond: ({ shopline }) => shopline.openApi.limit.perSecond,
  worldOf: ({ shopline }, domain) => shopline.shop(domain).world,
  truthOf: ({ shopline }, domain) => truthOf(shopline.shop(domain)),
  orderToPush({ shopline }, domain, order) {
    const { world, currency } = shopline.shop(domain)
    const { lines, ...plain } = orderToPush(world, order)
    return {
      ...plain,
      // The price has to be the shop's own, which has no more digits than its currency.
      lines: lines.map((line) => ({ ...line, price: String(money(line.price, currency).dollars) })),
      shipping: { title: 'Home delivery', price: '0', method: ids.deliveryOption(1) },
      payment: { method: ids.paymentMethod(1) },
    }
  },
  productToPush: (_sandbox, _domain, product) => productToPush(product),
  orderIdOf: ids.order,
  install,
  installAtPlatform: async ({ shopline }, domain) => {
    const { merchant } = shopline.shop(domain)
    merchant.install()
    await shopline.webhooks.idle()
    return merchant.open()
  },
  revokeAccess: ({ shopline }, domain) => shopline.tokens.revokeAll(domain),
  restoreAccess: async ({ sandbox: { shopline } }, domain) => {
    shopline.shop(domain).merchant.install()
    await shopline.webhooks.idle()
  },
  uninstall: async ({ shopline }, domain) => {
    shopline.shop(domain).merchant.uninstall()
    await shopline.webhooks.idle()
    return null
  },
}

/** The token comes by webhook; then the merchant, signed in with the account, proves whose shop it is. */
async function install({ api, sandbox: { shopline } }: Actors, domain: string): Promise<PageVisit> {
  const { merchant } = shopline.shop(domain)
  merchant.install()
  await shopline.webhooks.idle()
  const { authorize_url: url } = await api.get<{ authorize_url: string }>('/api/v1/shopline/oauth/authorize')
  const visit = await merchant.visit(url)
  if (!isOnItsWay(visit)) throw new Error(`The install of ${domain} ended with ${visit.status} at ${visit.url}`)
  return visit
}

/** The last redirect shows it; the page at its end does not matter. */
function isOnItsWay({ hops }: PageVisit): boolean {
  return hops.some(({ url }) => new URL(url).searchParams.get('shopline') === 'connecting')
}
