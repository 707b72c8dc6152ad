import { type SandboxOptions, startSandbox } from '@shopmirror/sandbox'
import { ids, truthOf } from '@shopmirror/sandbox/shopify/testing'
import type { WorldShop } from '@shopmirror/sandbox/testing'
import type { Platform } from '../../contract/platform.ts'
import type { VariantTarget } from '../../contract/writes.ts'
import { loadPlatforms } from '../../registry.ts'
import type { OrderOfShop, OrderStage } from '../../testing/conformance-orders.ts'
import { WRITE_SCOPES } from './write-variables.ts'

export type ShopifyOrderStage = OrderStage & { world: WorldShop; sandbox: Awaited<ReturnType<typeof startSandbox>> }

/** The sandbox's Shopify as the suite about orders wants to meet a platform. */
export async function openOrderStage(options: SandboxOptions = {}): Promise<ShopifyOrderStage> {
  const sandbox = await startSandbox({
    ...{ products: 20, customers: 5, orders: 1 },
    shopify: { allowance: { bucket: 1_000_000, restorePerSecond: 100_000 } },
    ...options,
  })
  const { shopify } = sandbox
  const { domain, world } = shopify.shop()
  const now = () => new Date(sandbox.clock.now())
  const grant = async (scopes: readonly string[]) => ({
    domain,
    code: shopify.tokens.issueCode(domain, { client: shopify.clientId, scopes }),
  })
  const [first = 0, second = 0] = world.products.ids()
  return {
    ...{ domain, world, sandbox, platform: loadPlatforms(sandbox.env, { now }).get('shopify') as Platform, now },
    variants: [variantOf(world, first), variantOf(world, second)],
    unknown: { ...variantOf(world, first), variantId: '99999999999' },
    orders: () => readOrders(world),
    advance: (ms) => void sandbox.clock.advance(ms),
    break: (kind, path, count) => sandbox.faults.set({ kind, count, path }),
    mend: () => sandbox.faults.clear(),
    grantRequest: () => grant([...shopify.scopes, ...WRITE_SCOPES]),
    grantWithoutScope: () => grant([...shopify.scopes, ...WRITE_SCOPES.filter((scope) => scope !== 'write_orders')]),
    close: () => sandbox.close(),
  }
}

function variantOf(world: WorldShop, id: number): VariantTarget {
  const { parentId = null, sku = '', gross = '0' } = world.products.get(id) ?? {}
  return {
    variantId: ids.variant(id),
    productId: ids.product(parentId ?? id),
    inventoryItemId: ids.inventoryItem(id),
    ...{ sku, price: gross },
  }
}

/** From what the sandbox holds, not from what it answers. */
function readOrders(world: WorldShop): OrderOfShop[] {
  const { orders = [], order_lines: lines = [], fulfillments = [] } = truthOf(world)
  return orders.map(({ externalId, fields }) => ({
    id: externalId,
    email: String(fields.email ?? ''),
    note: String(fields.note ?? ''),
    city: String((fields.shipping_address as { city?: string } | null)?.city ?? ''),
    lines: lines
      .filter((line) => line.fields.order_external_id === externalId)
      .map(({ fields: line }) => ({
        variantId: String(line.variant_external_id),
        quantity: Number(line.quantity),
        price: Number(line.price),
      })),
    isCancelled: fields.status === 'CANCELLED',
    isPaid: fields.financial_status === 'PAID',
    sent: fulfillments
      .filter((each) => each.fields.order_external_id === externalId)
      .flatMap((each) => each.fields.lines as { quantity: number }[])
      .reduce((sum, { quantity }) => sum + quantity, 0),
  }))
}
