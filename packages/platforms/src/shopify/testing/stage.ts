import { randomUUID } from 'node:crypto'
import { type SandboxOptions, startSandbox } from '@shopmirror/sandbox'
import { ids, signQuery, truthOf } from '@shopmirror/sandbox/shopify/testing'
import type { WorldShop } from '@shopmirror/sandbox/testing'
import { type Resource, tableOf } from '../../contract/mirror-rows.ts'
import type { Platform } from '../../contract/platform.ts'
import { loadPlatforms } from '../../registry.ts'
import type { SignedInstallsStage } from '../../testing/conformance-installs.ts'
import { changeOne, removeOne } from '../../testing/world-changes.ts'

const OLD_SECRET = 'shpss_the-secret-before'

/** Names of the questions for pages. */
const pagesOf: Partial<Record<Resource, string>> = {
  products: 'ProductsPage',
  customers: 'CustomersPage',
  orders: 'OrdersPage',
}

/** The sandbox's Shopify as the conformance suite wants to meet a platform. */
export async function openStage(
  options: SandboxOptions = {},
  env: Record<string, string> = {},
): Promise<SignedInstallsStage & { world: WorldShop }> {
  const sandbox = await startSandbox({
    ...{ products: 130, customers: 270, orders: 120 },
    // How the allowance is kept is tested elsewhere.
    shopify: { allowance: { bucket: 1_000_000, restorePerSecond: 100_000 } },
    ...options,
  })
  const { shopify } = sandbox
  const { domain, world } = shopify.shop()
  const platform = loadPlatforms(
    { ...sandbox.env, SHOPIFY_CLIENT_SECRETS: `${shopify.clientSecret},${OLD_SECRET}`, ...env },
    { now: () => new Date(sandbox.clock.now()) },
  ).get('shopify') as Platform

  return {
    ...{ platform, domain, world, oldSecret: OLD_SECRET },
    resourcesWithWindows: ['products', 'customers', 'orders'],
    installCall({ at = Date.now(), secret = shopify.clientSecret } = {}) {
      const timestamp = String(Math.floor(at / 1_000))
      const query = { shop: domain, code: randomUUID(), state: randomUUID(), timestamp, host: 'YWRtaW4=' }
      return { method: 'GET', query: signQuery(query, secret).toString(), headers: {}, body: Buffer.alloc(0) }
    },
    grantRequest: async () => ({
      domain,
      code: shopify.tokens.issueCode(domain, { client: shopify.clientId, scopes: shopify.scopes }),
    }),
    ids: (resource) => (truthOf(world)[tableOf[resource]] ?? []).map(({ externalId }) => externalId),
    change: (resource) => changeOne(world, resource, newest(world, resource), ids),
    remove: (resource) => removeOne(world, resource, newest(world, resource), ids),
    break: (kind, count) => sandbox.faults.set({ kind, count }),
    shift: (resource) => sandbox.faults.set({ kind: 'pageShift', path: pagesOf[resource] ?? '', count: 2 }),
    refuseTokens: () => sandbox.faults.set({ kind: 'tokenRefused' }),
    mend: () => sandbox.faults.clear(),
    async close() {
      await sandbox.close()
      // What the sandbox only made up must not confirm what we believe.
      const defaulted = Object.keys(shopify.defaults.counts())
      if (defaulted.length > 0) throw new Error(`The sandbox answered by default: ${defaulted.join(', ')}`)
    },
  }
}

/** Of products one that is nobody's variant and has none. */
function newest(world: WorldShop, resource: Resource): number {
  if (resource === 'orders') return world.placedOrders().at(-1) ?? 0
  if (resource === 'customers') return world.customers.ids().at(-1) ?? 0
  const parents = new Set(world.products.ids().map((id) => world.products.get(id)?.parentId))
  return world.products.ids().findLast((id) => !parents.has(id) && world.products.get(id)?.parentId === null) ?? 0
}
