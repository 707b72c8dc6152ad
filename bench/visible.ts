/**
 * How long a change is on its way when the webhook is a hint (ShopRenter): queue, record, read the order and its history
 * from the shop (two calls), map, write. 200 a second in rounds (3 of 20 s) over 20 shops that take what they are asked.
 */
import { ids as idOf } from '@shopmirror/sandbox/shoprenter/testing'
import { until } from '@shopmirror/test/until.ts'
import { readExtent } from './options.ts'
import { measureVisibility, ordersPerShop } from './support/visibility.ts'

const PER_SECOND = 200
const extent = readExtent({ rounds: 3, seconds: 20 })

await measureVisibility({
  ...{ name: 'visible', extent, perSecond: PER_SECOND, p95MaxMs: 200 },
  sandbox: {
    shoprenter: { requestsPerSecond: 10_000 },
    ...{ products: 20, customers: 20, categories: 1, orders: ordersPerShop(extent, PER_SECOND) },
  },
  env: { SHOPRENTER_REQUESTS_PER_SECOND: '100' },
  installing: (world) => ({ platform: 'shoprenter', domain: world }),
  async open(name, { sandbox }) {
    const { world, hooks } = sandbox.shoprenter.shop(name)
    const hook = await until(() => hooks.list().find(({ event }) => event === 'order_status_change'))
    return {
      orders: world.placedOrders(),
      externalId: (order) => idOf.order(order),
      change(order, comment) {
        const data = { orders: { order: [{ innerId: String(order), innerResourceId: `orders/${idOf.order(order)}` }] } }
        const webhook = {
          url: hook.url,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ data: JSON.stringify(data) }).toString(),
        }
        return () => {
          world.updateOrder(order, { comment })
          return webhook
        }
      },
    }
  },
})
