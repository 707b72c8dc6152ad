import { expectationOf, type Sandbox } from '@shopmirror/sandbox'
import { SHOP } from '../client.ts'

const DOMAIN = `${SHOP}.myshopify.com`

const SCOPES = [
  ...['read_products', 'read_inventory', 'read_locations', 'read_customers', 'read_publications'],
  ...['read_orders', 'read_all_orders', 'read_fulfillments', 'read_merchant_managed_fulfillment_orders'],
]

/** What a Shopify Plus shop allows: programs that back off for half a minute would make most of the time. */
export const PLUS = { restorePerSecond: 1_000, bucket: 20_000 }

/** As a merchant makes one for a custom app in the admin: each app has one token, so that each client has an app. */
export function createToken({ shopify }: Sandbox, client: string): string {
  Object.assign(shopify.allowance, PLUS)
  shopify.clients.register({ id: client, secrets: [`secret of ${client}`], domain: DOMAIN, scopes: SCOPES })
  return shopify.tokens.issueEndless(DOMAIN, { client, scopes: SCOPES })
}

/** Ids of the shop's objects, numbers as text. Of a level: `{inventory item}-{location}`. */
export function idsOf(sandbox: Sandbox) {
  const truth = expectationOf(DOMAIN).truthOf(sandbox, DOMAIN)
  const of = (table: string) => (truth[table] ?? []).map(({ externalId }) => externalId)
  const levels = of('inventory_levels')
  return {
    locations: of('locations'),
    products: of('products'),
    variants: of('product_variants'),
    customers: of('customers'),
    orders: of('orders'),
    lines: of('order_lines'),
    refunds: of('refunds'),
    fulfillments: of('fulfillments'),
    collections: of('categories'),
    levels,
    items: [...new Set(levels.map((level) => level.split('-')[0] ?? ''))],
  }
}

export function customersUpdatedBefore(sandbox: Sandbox, time: number): string[] {
  const { customers = [] } = expectationOf(DOMAIN).truthOf(sandbox, DOMAIN)
  const isBefore = (updated: unknown) => updated instanceof Date && updated.getTime() < time
  return customers.filter(({ fields }) => isBefore(fields.source_updated_at)).map(({ externalId }) => externalId)
}
