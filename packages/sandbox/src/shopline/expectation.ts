import type { Walk } from '../browser.ts'
import type { Actors, Expectation } from '../expectation.ts'
import { truthOf } from './truth/index.ts'
import { ids, isMerchantId, merchantIdOf } from './world-ids.ts'

export const shoplineExpectation: Expectation = {
  platform: 'shopline',
  name: 'SHOPLINE',
  domainOf: merchantIdOf,
  isDomain: isMerchantId,
  account: { asksFirst: 'GET /api/v1/shopline/oauth/authorize' },
  tellsAll: true,
  allowedPerSecond: ({ shopline }) => shopline.openApi.limit.perSecond,
  worldOf: ({ shopline }, domain) => shopline.shop(domain).world,
  truthOf: ({ shopline }, domain) => truthOf(shopline.shop(domain)),
  orderIdOf: ids.order,
  install,
  uninstall: async ({ shopline }, domain) => {
    shopline.shop(domain).merchant.uninstall()
    await shopline.webhooks.idle()
    return null
  },
}

/** The token comes by webhook; then the merchant, signed in with the account, proves whose shop it is. */
async function install({ api, sandbox: { shopline } }: Actors, domain: string): Promise<Walk> {
  const { merchant } = shopline.shop(domain)
  merchant.install()
  await shopline.webhooks.idle()
  const { authorize_url: url } = await api.get<{ authorize_url: string }>('/api/v1/shopline/oauth/authorize')
  const walk = await merchant.visit(url)
  if (!isOnItsWay(walk)) throw new Error(`The install of ${domain} ended with ${walk.status} at ${walk.url}`)
  return walk
}

/** The last redirect says it, whatever the page at its end is. */
function isOnItsWay({ hops }: Walk): boolean {
  return hops.some(({ url }) => new URL(url).searchParams.get('shopline') === 'connecting')
}
