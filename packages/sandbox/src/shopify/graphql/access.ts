import { graphqlError } from './graphql-error.ts'

const scopes: Readonly<Record<string, string>> = {
  Product: 'read_products',
  ProductVariant: 'read_products',
  Collection: 'read_products',
  Customer: 'read_customers',
  Order: 'read_orders',
  Refund: 'read_orders',
  Fulfillment: 'read_orders',
  InventoryItem: 'read_inventory',
  InventoryLevel: 'read_inventory',
  Location: 'read_locations',
}
const counts: Readonly<Record<string, string>> = {
  productsCount: 'read_products',
  productVariantsCount: 'read_products',
  collectionsCount: 'read_products',
  customersCount: 'read_customers',
  ordersCount: 'read_orders',
}

/** Of mutations. What depends on the object asks for it there. */
const writes: Readonly<Record<string, string>> = {
  ...writesOf('write_inventory', ['inventoryActivate', 'inventoryAdjustQuantities', 'inventorySetQuantities']),
  ...writesOf('write_orders', [
    ...['orderCreate', 'orderUpdate', 'orderMarkAsPaid', 'orderClose', 'orderOpen', 'orderCancel'],
  ]),
  ...writesOf('write_customers', [
    ...['customerSet', 'customerCreate', 'customerUpdate', 'customerEmailMarketingConsentUpdate'],
    ...['customerSmsMarketingConsentUpdate', 'customerAddressCreate', 'customerAddressUpdate'],
    ...['customerAddressDelete', 'customerUpdateDefaultAddress'],
  ]),
  ...writesOf('write_products', [
    ...['productSet', 'productCreate', 'productUpdate', 'productDelete', 'productVariantsBulkCreate'],
    ...['productVariantsBulkUpdate', 'productVariantsBulkDelete'],
  ]),
  ...writesOf('write_order_edits', [
    ...['orderEditBegin', 'orderEditAddVariant', 'orderEditAddCustomItem', 'orderEditSetQuantity'],
    ...['orderEditAddShippingLine', 'orderEditCommit'],
  ]),
  // Which of three it is depends on the location; all of the sandbox's are the merchant's own.
  ...writesOf('write_merchant_managed_fulfillment_orders', ['fulfillmentCreate', 'fulfillmentTrackingInfoUpdate']),
}

function writesOf(scope: string, mutations: readonly string[]): Record<string, string> {
  return Object.fromEntries(mutations.map((name) => [name, scope]))
}

/** https://shopify.dev/docs/api/usage/access-scopes: by the object that a field shows, or by the mutation. */
export function checkAccess(field: string, typeName: string, granted: ReadonlySet<string>): void {
  const needed = counts[field] ?? writes[field] ?? scopes[typeName.replace(/Connection$/, '')]
  if (needed) requireScope(field, needed, granted)
}

export function requireScope(field: string, needed: string, granted: ReadonlySet<string>): void {
  if (granted.has(needed)) return
  const requiredAccess = `\`${needed}\` access scope.`
  throw graphqlError(`Access denied for ${field} field. Required access: ${requiredAccess}`, 'ACCESS_DENIED', {
    documentation: 'https://shopify.dev/api/usage/access-scopes',
    requiredAccess,
  })
}
