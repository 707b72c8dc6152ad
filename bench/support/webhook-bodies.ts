import { createFormats, createShopTime, orderResource } from '@shopmirror/sandbox/shoprenter/testing'
import { createClock, createShop } from '@shopmirror/sandbox/testing'

const DOMAIN = 'bench.shoprenter.hu'

/** Orders as a shop writes them, each body other ones, cut to `bytes`: packing them must not be easier than in life. */
export function* webhookBodies(bytes: number): Generator<Buffer, never> {
  const shop = createShop({ domain: DOMAIN, seed: 1, clock: createClock(), orders: 5_000 })
  const formats = createFormats(DOMAIN, createShopTime('Europe/Budapest'), shop.now)
  for (let written: string[] = []; ; ) {
    for (const id of shop.orders.ids()) {
      const order = shop.orders.get(id)
      if (order) written.push(JSON.stringify(orderResource(order, formats)))
      const body = Buffer.from(written.join(','))
      if (body.length < bytes) continue
      yield body.subarray(0, bytes)
      written = []
    }
  }
}
