import { startSandbox } from '@shopmirror/sandbox'
import { ids } from '@shopmirror/sandbox/shoprenter/testing'
import type { Platform } from '../../contract/platform.ts'
import type { VariantTarget } from '../../contract/writes.ts'
import { loadPlatforms } from '../../registry.ts'
import type { OrderStage } from '../../testing/conformance-orders.ts'

const SCOPE = 'order.order:write'

/** The sandbox's ShopRenter as the suite about orders wants to meet a platform. */
export async function openOrderStage(): Promise<OrderStage> {
  const sandbox = await startSandbox({
    ...{ products: 20, customers: 1, orders: 1, appWrites: true },
    shoprenter: { requestsPerSecond: 10_000 },
  })
  const { tokens } = sandbox.shoprenter
  const world = sandbox.world()
  const { domain } = world
  const now = () => new Date(sandbox.clock.now())
  const variant = (id: number, sku: string | null, price: string | null): VariantTarget => ({
    ...{ variantId: ids.product(id), productId: ids.product(id), inventoryItemId: null, sku, price },
  })
  const [first = 0, second = 0] = world.products.ids()
  const known = (id: number) => variant(id, world.products.get(id)?.sku ?? null, '1270')
  return {
    ...{ domain, now, platform: loadPlatforms(sandbox.env, { now }).get('shoprenter') as Platform },
    variants: [known(first), known(second)],
    unknown: variant(9_999_999, 'UNKNOWN', '10'),
    extras: { status: 'Feldolgozás alatt' },
    orders: () =>
      world.orders.ids().flatMap((id) => {
        const order = world.orders.get(id)
        if (!order || order.status === null) return []
        const lines = order.lines.map(({ productId, quantity, gross }) => ({
          ...{ variantId: ids.product(productId), quantity, price: Number(gross) },
        }))
        const { status, email, comment, address } = order
        return [
          {
            ...{ id: ids.order(id), email, note: comment, city: address.city, lines, sent: 0 },
            ...{ isCancelled: status === 'cancelled', isPaid: status === 'paid' },
          },
        ]
      }),
    advance: (ms) => sandbox.clock.advance(ms),
    break: (kind, path, count) => sandbox.faults.set({ kind, path, count }),
    mend: () => sandbox.faults.clear(),
    async grantWithoutScope() {
      tokens.setScopes(
        domain,
        tokens.wantedScopes().filter((scope) => scope !== SCOPE),
      )
      return { domain }
    },
    close: () => sandbox.close(),
  }
}
