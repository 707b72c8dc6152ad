import { ids } from '@shopmirror/sandbox/shopify/testing'

/** Scopes that the kinds of pushes need. */
export const WRITE_SCOPES = [
  'write_inventory',
  'write_orders',
  'write_order_edits',
  'write_merchant_managed_fulfillment_orders',
  'write_products',
  'write_customers',
]

const gid = (type: string, number: string) => `gid://shopify/${type}/${number}`

/** With what each mutation, and what is read around it, can be asked. */
export function writeVariables(): Record<string, Record<string, unknown>> {
  const level = {
    inventoryItemId: gid('InventoryItem', ids.inventoryItem(1)),
    locationId: gid('Location', ids.location(1)),
  }
  const stock = { name: 'available', reason: 'correction' }
  const price = { shopMoney: { amount: '1', currencyCode: 'HUF' } }
  const namespace = '$app'
  const [product, other, variant] = [
    gid('Product', ids.product(1)),
    gid('Product', ids.product(4)),
    gid('ProductVariant', ids.variant(1)),
  ]
  const customer = gid('Customer', ids.customer(1))
  const consent = { marketingState: 'SUBSCRIBED', marketingOptInLevel: 'SINGLE_OPT_IN' }
  const id = gid('Order', ids.order(1))
  return {
    AddTags: { id, tags: ['a'] },
    BeginOrderEdit: { id },
    CancelOrder: {
      id,
      reason: 'OTHER',
      restock: false,
      refund: { originalPaymentMethodsRefund: false },
      notify: false,
      note: '',
    },
    CloseOrder: { id },
    CreateFulfillment: { fulfillment: { lineItemsByFulfillmentOrder: [] } },
    FulfillmentOrderLines: { id: gid('FulfillmentOrder', ids.fulfillmentOrder(1)) },
    FulfillmentOrders: { id },
    FulfillmentQuantities: { id: gid('Fulfillment', ids.fulfillment(4)) },
    MarkOrderPaid: { id },
    OpenOrder: { id },
    OrderQuantities: { id },
    OrderState: { id },
    OrderValues: { id },
    ProductByIdentifier: { identifier: { id: product } },
    ProductSkus: { id: product },
    ProductState: { id: product },
    RemoveTags: { id, tags: ['a'] },
    Tags: { id },
    UpdateOrder: { input: { id, note: 'a' } },
    UpdateProduct: { product: { id: product, title: 'A' } },
    UpdateVariants: { product, variants: [{ id: variant, price: '1' }] },
    VariantValues: { ids: [variant] },
    UpdateTracking: { id: gid('Fulfillment', ids.fulfillment(4)), tracking: { number: '1' }, notify: false },
    AdjustInventory: { key: 'two', input: { ...stock, changes: [{ ...level, delta: 1, changeFromQuantity: null }] } },
    CreateOrder: { order: { lineItems: [{ title: 'A', quantity: 1, priceSet: price }] }, options: {} },
    CreateVariants: { product: other, variants: [{ optionValues: [{ optionName: 'Szín', name: 'új' }] }] },
    CustomerByIdentifier: { identifier: { id: customer } },
    CustomerConsent: { id: customer },
    DeleteProduct: { id: gid('Product', ids.product(7)) },
    DefineCustomId: { definition: { namespace, ownerType: 'ORDER', key: 'push', name: 'Push', type: 'id' } },
    OrderByCustomId: { identifier: { id: gid('Order', ids.order(3)) } },
    SetCustomer: { identifier: { id: customer }, input: { note: 'a' } },
    SetEmailConsent: { input: { customerId: customer, emailMarketingConsent: consent } },
    SetProduct: { identifier: { id: product }, input: { title: 'A' } },
    SetSmsConsent: { input: { customerId: customer, smsMarketingConsent: consent } },
    SetInventory: {
      key: 'one',
      input: { ...stock, quantities: [{ ...level, quantity: 1, changeFromQuantity: null }] },
    },
  }
}
