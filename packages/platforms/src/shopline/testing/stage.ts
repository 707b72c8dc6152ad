import { type SandboxOptions, startSandbox } from '@shopmirror/sandbox'
import { ids, truthOf, variantGroupsOf } from '@shopmirror/sandbox/shopline/testing'
import type { WorldShop } from '@shopmirror/sandbox/testing'
import { type Resource, tableOf } from '../../contract/mirror-rows.ts'
import type { Platform } from '../../contract/platform.ts'
import { loadPlatforms } from '../../registry.ts'
import type { MerchantSelectedStage } from '../../testing/conformance-installs.ts'
import { changeOne, removeOne } from '../../testing/world-changes.ts'

const OLD_SECRET = 'the-secret-before'

/** The sandbox's SHOPLINE as the conformance suite wants to meet a platform. */
export async function openStage(
  options: SandboxOptions = {},
  env: Record<string, string> = {},
): Promise<MerchantSelectedStage & { world: WorldShop }> {
  const sandbox = await startSandbox({
    ...{ products: 130, customers: 270, orders: 120 },
    // How the allowance is kept is tested elsewhere.
    shopline: { requestsPerSecond: 100_000 },
    ...options,
  })
  const { shopline } = sandbox
  const shop = shopline.shop()
  const { domain, world, merchant } = shop
  const platform = loadPlatforms(
    { ...sandbox.env, SHOPLINE_CLIENT_SECRETS: `${shopline.clientSecret},${OLD_SECRET}`, ...env },
    { now: () => new Date(sandbox.clock.now()) },
  ).get('shopline') as Platform

  return {
    ...{ platform, domain, world, oldSecret: OLD_SECRET },
    resourcesWithWindows: ['products', 'customers', 'orders'],
    async approve(url) {
      const { hops } = await merchant.visit(url.href)
      const back = new URL(hops.find((hop) => new URL(hop.url).searchParams.has('code'))?.url ?? url)
      return { method: 'GET', query: back.search.slice(1), headers: {}, body: Buffer.alloc(0) }
    },
    grantRequest: async () => ({ domain, code: shopline.tokens.issueCode(domain) }),
    ids: (resource) => (truthOf(shop)[tableOf[resource]] ?? []).map(({ externalId }) => externalId),
    change: (resource) => changeOne(world, resource, newest(world, resource), ids),
    remove: (resource) => removeOne(world, resource, newest(world, resource), ids),
    break: (kind, count) => sandbox.faults.set({ kind, count }),
    shift: (resource) => sandbox.faults.set({ kind: 'pageShift', path: resource, count: 2 }),
    refuseTokens: () => sandbox.faults.set({ kind: 'tokenRefused' }),
    mend: () => sandbox.faults.clear(),
    close: () => sandbox.close(),
  }
}

/** Of products one that is a family by itself. */
function newest(world: WorldShop, resource: Resource): number {
  if (resource === 'orders') return world.placedOrders().at(-1) ?? 0
  if (resource === 'customers') return world.customers.ids().at(-1) ?? 0
  const groups = variantGroupsOf(world)
  return groups.present().findLast((number) => groups.all().get(number)?.members.length === 1) ?? 0
}
