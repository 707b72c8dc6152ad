/** Topics whose first word contains an underscore. */
const DOUBLE =
  /^(customers_email_marketing_consent|customers_marketing_consent|order_transactions|inventory_levels|inventory_items|bulk_operations|fulfillment_orders|fulfillment_holds)_/

/** `ORDERS_PARTIALLY_FULFILLED` is `orders/partially_fulfilled` in headers. */
export function headerTopic(topic: string): string {
  const lower = topic.toLowerCase()
  if (/^customer_(tags|joined|left)_/.test(lower)) return lower.replace('_', '.')
  const [, double] = DOUBLE.exec(lower) ?? []
  const root = double ?? lower.slice(0, lower.indexOf('_'))
  return `${root}/${lower.slice(root.length + 1)}`
}

const scopes: Readonly<Record<string, string>> = {
  orders: 'read_orders',
  refunds: 'read_orders',
  order_transactions: 'read_orders',
  fulfillments: 'read_fulfillments',
  // One of several that would do.
  fulfillment_orders: 'read_merchant_managed_fulfillment_orders',
  fulfillment_holds: 'read_merchant_managed_fulfillment_orders',
  products: 'read_products',
  collections: 'read_products',
  customers: 'read_customers',
  customers_email_marketing_consent: 'read_customers',
  customers_marketing_consent: 'read_customers',
  'customer.tags_added': 'read_customers',
  'customer.tags_removed': 'read_customers',
  inventory_levels: 'read_inventory',
  inventory_items: 'read_inventory',
  locations: 'read_locations',
}

/** `null` for what needs none: https://shopify.dev/docs/api/webhooks/latest */
export function scopeOfTopic(topic: string): string | null {
  return scopes[headerTopic(topic).split('/')[0] ?? ''] ?? null
}
