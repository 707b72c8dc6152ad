import { startSandbox } from '@shopmirror/sandbox'
import { ids } from '@shopmirror/sandbox/shoprenter/testing'
import type { Platform } from '../../contract/platform.ts'
import { loadPlatforms } from '../../registry.ts'
import { stockOf, type WriteStage } from '../../testing/conformance-writes.ts'

const SCOPE = 'product.product:write'

/** The sandbox's ShopRenter as the suite about writes wants to meet a platform. */
export async function openWriteStage(): Promise<WriteStage> {
  const sandbox = await startSandbox({
    products: 20,
    customers: 1,
    orders: 1,
    shoprenter: { requestsPerSecond: 10_000 },
  })
  const { tokens } = sandbox.shoprenter
  const shop = sandbox.world()
  const { domain } = shop
  const target = (id: number) => ({
    ...{ variantId: ids.product(id), productId: ids.product(id) },
    ...{ inventoryItemId: null, locationId: '1' },
  })
  const [first = 0, second = 0, third = 0] = shop.products.ids()
  return {
    ...{ domain, platform: loadPlatforms(sandbox.env, { now: () => new Date() }).get('shoprenter') as Platform },
    stock: [first, second, third].map((id) => stockOf(shop, id, target(id))) as unknown as WriteStage['stock'],
    unknown: target(9_999_999),
    async grantWithoutScope() {
      tokens.setScopes(
        domain,
        tokens.wantedScopes().filter((scope) => scope !== SCOPE),
      )
      return { domain }
    },
    break: (kind, count) => sandbox.faults.set({ kind, count, path: 'batch' }),
    close: () => sandbox.close(),
  }
}
