import { type SandboxOptions, startSandbox } from '@shopmirror/sandbox'
import { ids, signedQuery } from '@shopmirror/sandbox/shoprenter/testing'
import { truthOf, type WorldShop } from '@shopmirror/sandbox/testing'
import type { InboundRequest } from '../../contract/inbound.ts'
import type { Resource } from '../../contract/mirror-rows.ts'
import type { Platform } from '../../contract/platform.ts'
import { loadPlatforms } from '../../registry.ts'
import type { SignedInstallsStage } from '../../testing/conformance-installs.ts'

const OLD_SECRET = 'the-secret-before'
const paths: Partial<Record<Resource, string>> = {
  products: 'productExtend',
  customers: 'customerExtend',
  orders: 'orderExtend',
  categories: 'categoryExtend',
}
const singular = { products: 'product', customers: 'customer', orders: 'order', categories: 'category' } as const
type Known = keyof typeof singular

/** The sandbox's ShopRenter as the conformance suite wants to meet a platform. */
export async function openStage(options: SandboxOptions = {}): Promise<SignedInstallsStage & { shop: WorldShop }> {
  const sandbox = await startSandbox({
    products: 450,
    customers: 420,
    orders: 430,
    shoprenter: { requestsPerSecond: 10_000 },
    ...options,
  })
  const env = { ...sandbox.env, SHOPRENTER_CLIENT_SECRETS: `${sandbox.shoprenter.clientSecret},${OLD_SECRET}` }
  const platform = loadPlatforms(env, { now: () => new Date() }).get('shoprenter') as Platform
  const shop = sandbox.world()
  const encode = (resource: Resource, id: number) => ids[singular[resource as Known]](id)
  const newest = (resource: Resource) => shop[resource as Known].ids().at(-1) ?? 0

  return {
    ...{ platform, shop, domain: shop.domain, oldSecret: OLD_SECRET },
    resourcesWithWindows: ['products', 'customers', 'orders'],
    installCall: ({ at = Date.now(), secret = sandbox.shoprenter.clientSecret } = {}) =>
      call(
        signedQuery({
          shopname: shop.domain,
          code: '0f1e2d3c',
          timestamp: Math.floor(at / 1_000),
          secret,
          order: 'documented',
        }).toString(),
      ),
    ids: (resource) => [...truthOf(shop, resource as Known)].map(({ id }) => encode(resource, Number(id))),
    change(resource) {
      const id = newest(resource)
      if (resource === 'products') shop.updateProduct(id, { stocks: [1, 2, 3, 4] })
      if (resource === 'customers') shop.updateCustomer(id, { firstName: 'Új' })
      if (resource === 'orders') shop.changeOrderStatus(id, 'shipped')
      return encode(resource, id)
    },
    remove(resource) {
      const id = newest(resource)
      shop[resource as Known].remove(id)
      return encode(resource, id)
    },
    break: (kind, count) => sandbox.faults.set({ kind, count }),
    shift: (resource) => sandbox.faults.set({ kind: 'pageShift', path: paths[resource] ?? '', count: 2 }),
    refuseTokens: () => sandbox.faults.set({ kind: 'tokenRefused' }),
    mend: () => sandbox.faults.clear(),
    close: () => sandbox.close(),
  }
}

function call(query: string): InboundRequest {
  return { method: 'GET', query, headers: {}, body: Buffer.alloc(0) }
}
