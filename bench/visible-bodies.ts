/**
 * How long a change is on its way when the webhook carries the whole order (Shopify, orders that are fulfilled): queue,
 * record, map, write; no call to the shop. 500 a second in rounds (3 of 20 s) over 20 shops.
 */
import { createHmac, randomUUID } from 'node:crypto'
import { createWebhookBody, ids } from '@shopmirror/sandbox/shopify/testing'
import { readExtent } from './options.ts'
import { measureVisibility, ordersPerShop } from './support/visibility.ts'

const PER_SECOND = 500
const TOPIC = 'orders/updated'
const extent = readExtent({ rounds: 3, seconds: 20 })

await measureVisibility({
  ...{ name: 'visible, whole bodies', extent, perSecond: PER_SECOND, p95MaxMs: 100 },
  sandbox: {
    ...{ products: 20, customers: 20, categories: 1, orders: ordersPerShop(extent, PER_SECOND) },
    shopify: { allowance: { restorePerSecond: 10_000, bucket: 20_000 } },
  },
  installing(world, { shopify }) {
    const shop = shopify.shop(domainOf(world))
    // The sandbox sends no webhooks: the bench does, at its own pace.
    shopify.webhooks.policy.lost = 1
    for (const order of shop.world.placedOrders()) shop.world.changeOrderStatus(order, 'complete')
    const code = shopify.tokens.issueCode(shop.domain, { client: shopify.clientId, scopes: shopify.scopes })
    return { platform: 'shopify', domain: shop.domain, code }
  },
  async open(world, { sandbox: { shopify }, apiUrl, env }) {
    const { domain, world: orders } = shopify.shop(domainOf(world))
    const writeBody = createWebhookBody(orders, domain)
    const [secret = ''] = (env.SHOPIFY_CLIENT_SECRETS ?? '').split(',')
    return {
      orders: orders.placedOrders(),
      externalId: (order) => ids.order(order),
      change(order, comment) {
        // Only the body says it: the bench is about what the mirror makes of it.
        const body = writeBody(TOPIC, order, { note: comment, updated_at: new Date().toISOString() }) ?? ''
        const webhook = {
          url: `${apiUrl}/webhooks/shopify`,
          headers: {
            'content-type': 'application/json',
            'x-shopify-topic': TOPIC,
            'x-shopify-shop-domain': domain,
            'x-shopify-webhook-id': randomUUID(),
            'x-shopify-triggered-at': new Date().toISOString(),
            'x-shopify-hmac-sha256': createHmac('sha256', secret).update(body).digest('base64'),
          },
          body,
        }
        return () => webhook
      },
    }
  },
})

function domainOf(world: string): string {
  return `${world}.myshopify.com`
}
