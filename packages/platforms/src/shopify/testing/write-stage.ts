import { startSandbox } from '@shopmirror/sandbox'
import { ids } from '@shopmirror/sandbox/shopify/testing'
import type { Platform } from '../../contract/platform.ts'
import { loadPlatforms } from '../../registry.ts'
import { stockOf, type WriteStage } from '../../testing/conformance-writes.ts'

const SCOPE = 'write_inventory'

/** The sandbox's Shopify as the suite about writes wants to meet a platform. */
export async function openWriteStage(): Promise<WriteStage> {
  const sandbox = await startSandbox({ products: 20, customers: 1, orders: 1 })
  const { shopify } = sandbox
  const { domain, world } = shopify.shop()
  const now = () => new Date(sandbox.clock.now())
  const grant = async (scopes: readonly string[]) => ({
    domain,
    code: shopify.tokens.issueCode(domain, { client: shopify.clientId, scopes }),
  })
  const target = (id: number) => ({
    variantId: ids.variant(id),
    productId: ids.product(world.products.get(id)?.parentId ?? id),
    inventoryItemId: ids.inventoryItem(id),
    locationId: ids.location(1),
  })
  const [first = 0, second = 0, third = 0] = world.products.ids()
  return {
    ...{ domain, platform: loadPlatforms(sandbox.env, { now }).get('shopify') as Platform },
    stock: [first, second, third].map((id) => stockOf(world, id, target(id))) as unknown as WriteStage['stock'],
    unknown: { ...target(first), inventoryItemId: '77' },
    grantRequest: () => grant([...shopify.scopes, SCOPE]),
    grantWithoutScope: () => grant(shopify.scopes),
    break: (kind, count) => sandbox.faults.set({ kind, count, path: 'Inventory' }),
    close: () => sandbox.close(),
  }
}
