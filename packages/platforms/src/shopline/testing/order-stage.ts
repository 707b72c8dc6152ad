import { startSandbox } from '@shopmirror/sandbox'
import { ids, truthOf } from '@shopmirror/sandbox/shopline/testing'
import type { Platform } from '../../contract/platform.ts'
import { loadPlatforms } from '../../registry.ts'
import type { OrderOfShop, OrderStage } from '../../testing/conformance-orders.ts'
import { variantOf } from './open-writes.ts'

/** The sandbox's SHOPLINE as the suite about orders wants to meet a platform. */
export async function openOrderStage(): Promise<OrderStage> {
  const sandbox = await startSandbox({
    ...{ products: 40, customers: 1, orders: 1, shopline: { requestsPerSecond: 100_000 } },
  })
  const { shopline } = sandbox
  const shop = shopline.shop()
  const { domain, world } = shop
  const now = () => new Date(sandbox.clock.now())
  const alone = variantOf(world, (members) => members === 1)
  const variation = variantOf(world, (members) => members > 1)
  return {
    ...{ domain, now, platform: loadPlatforms(sandbox.env, { now }).get('shopline') as Platform },
    variants: [alone, variation],
    unknown: { ...alone, productId: ids.product(9_999_999), variantId: ids.product(9_999_999) },
    extras: {
      shipping: { title: 'Home delivery', price: '0', method: ids.deliveryOption(1) },
      payment: { method: ids.paymentMethod(1) },
    },
    orders: () => readOrders(shop),
    advance: (ms) => sandbox.clock.advance(ms),
    break: (kind, path, count) => sandbox.faults.set({ kind, path, count }),
    grantRequest: async () => ({ domain, code: shopline.tokens.issueCode(domain) }),
    grantWithoutScope: async () => ({
      domain,
      code: shopline.tokens.issueCode(domain, { scopes: shopline.scopes.filter((scope) => scope !== 'orders') }),
    }),
    mend: () => sandbox.faults.clear(),
    close: () => sandbox.close(),
  }
}

type Shop = ReturnType<Awaited<ReturnType<typeof startSandbox>>['shopline']['shop']>

/** From what the sandbox holds, not from what it answers. The note is what the staff wrote for itself. */
function readOrders(shop: Shop): OrderOfShop[] {
  const { orders = [], order_lines: lines = [], fulfillments = [] } = truthOf(shop)
  return orders.map(({ externalId, fields }) => {
    const own = lines.filter((line) => line.fields.order_external_id === externalId).map(({ fields: line }) => line)
    const quantities = own.map(({ quantity }) => Number(quantity))
    const isSent = fulfillments.some(
      ({ fields: delivery }) => delivery.order_external_id === externalId && delivery.status === 'shipped',
    )
    return {
      ...{ id: externalId, email: String(fields.email ?? ''), note: notesOf(externalId, shop) },
      city: String((fields.shipping_address as { city?: string } | null)?.city ?? ''),
      lines: own.map(({ variant_external_id: variantId, price }, index) => ({
        ...{ variantId: String(variantId), quantity: quantities[index] ?? 0, price: Number(price) },
      })),
      ...{ isCancelled: fields.status === 'cancelled', isPaid: fields.financial_status === 'completed' },
      sent: isSent ? quantities.reduce((sum, quantity) => sum + quantity, 0) : 0,
    }
  })
}

function notesOf(externalId: string, { world, state }: Shop): string {
  const number = world.placedOrders().find((each) => ids.order(each) === externalId) ?? 0
  return state
    .messages(number)
    .flatMap(({ isPrivate, text }) => (isPrivate ? text : []))
    .join()
}
