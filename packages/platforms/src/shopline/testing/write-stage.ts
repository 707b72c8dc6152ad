import { startSandbox } from '@shopmirror/sandbox'
import { ids, variantGroupsOf } from '@shopmirror/sandbox/shopline/testing'
import type { Platform } from '../../contract/platform.ts'
import { loadPlatforms } from '../../registry.ts'
import { stockOf, type WriteStage } from '../../testing/conformance-writes.ts'

/** Either opens the address of stocks. */
const SCOPES = new Set(['products', 'stocks'])

/** The sandbox's SHOPLINE as the suite about writes wants to meet a platform. */
export async function openWriteStage(): Promise<WriteStage> {
  const sandbox = await startSandbox({
    products: 40,
    customers: 1,
    orders: 1,
    shopline: { requestsPerSecond: 100_000 },
  })
  const { shopline } = sandbox
  const { domain, world } = shopline.shop()
  const now = () => new Date(sandbox.clock.now())
  const families = [...variantGroupsOf(world).all().values()].filter(({ isRemoved }) => !isRemoved)
  const stock = families.flatMap(({ number, members }) =>
    members.map(({ id }) => {
      const isAlone = members.length === 1
      const variantId = isAlone ? ids.product(number) : ids.variation(id)
      const target = { productId: ids.product(number), variantId, inventoryItemId: null, locationId: ids.warehouse(1) }
      return stockOf(world, id, target)
    }),
  )
  const [first] = stock
  if (!first) throw new Error('The world has no products.')
  return {
    ...{ domain, platform: loadPlatforms(sandbox.env, { now }).get('shopline') as Platform },
    stock: stock.slice(0, 3) as unknown as WriteStage['stock'],
    unknown: { ...first.target, productId: ids.product(9_999_999) },
    grantRequest: async () => ({ domain, code: shopline.tokens.issueCode(domain) }),
    grantWithoutScope: async () => ({
      domain,
      code: shopline.tokens.issueCode(domain, { scopes: shopline.scopes.filter((scope) => !SCOPES.has(scope)) }),
    }),
    break: (kind, count) => sandbox.faults.set({ kind, count, path: 'stocks' }),
    close: () => sandbox.close(),
  }
}
