/** Objects as Shopify's schema wants them, for scripts of `operations-server.ts`. */
type Fields = Record<string, unknown>

const at = '2026-11-20T10:00:00Z'
const money = (amount: string) => ({
  shopMoney: { amount, currencyCode: 'HUF' },
  presentmentMoney: { amount, currencyCode: 'HUF' },
})

/** A list that hands out `size` at most, as connections do. */
export function connection(all: readonly Fields[], size = Number.POSITIVE_INFINITY) {
  return ({ first, after }: { first?: number | null; after?: string | null }) => {
    const from = after ? Number(after) : 0
    const to = from + Math.min(size, first ?? size)
    const nodes = all.slice(from, to)
    return {
      nodes,
      edges: nodes.map((node) => ({ node })),
      pageInfo: { hasNextPage: to < all.length, endCursor: to < all.length ? String(to) : null },
    }
  }
}

export function variant(number: string, fields: Fields = {}): Fields {
  return {
    ...{
      id: `gid://shopify/ProductVariant/${number}`,
      title: 'Kék',
      sku: `SKU-${number}`,
      position: 1,
      price: '990.00',
    },
    ...{ inventoryQuantity: 3, inventoryPolicy: 'DENY', taxable: true, createdAt: at, updatedAt: at },
    selectedOptions: [{ name: 'Szín', value: 'Kék' }],
    inventoryItem: {
      ...{ id: `gid://shopify/InventoryItem/${number}`, tracked: true, requiresShipping: true },
      unitCost: { amount: '400.00', currencyCode: 'HUF' },
      measurement: { weight: { value: 250, unit: 'GRAMS' } },
    },
    ...fields,
  }
}

export function image(number: string): Fields {
  const url = `https://cdn.example/${number}.jpg`
  return { __typename: 'MediaImage', id: `gid://shopify/MediaImage/${number}`, image: { url } }
}

export function product(number: string, fields: Fields = {}): Fields {
  return {
    ...{
      __typename: 'Product',
      id: `gid://shopify/Product/${number}`,
      title: 'Bögre',
      handle: 'bogre',
      status: 'ACTIVE',
    },
    ...{ vendor: 'Kerámia Kft.', productType: '', descriptionHtml: '<p>Kézzel festett.</p>', tags: ['kerámia'] },
    ...{ totalInventory: 3, createdAt: at, updatedAt: at, options: [{ name: 'Szín', position: 1 }] },
    media: connection([image('1')]),
    collections: connection([{ id: 'gid://shopify/Collection/7' }]),
    variants: connection([variant(number)]),
    ...fields,
  }
}

export function line(number: string, fields: Fields = {}): Fields {
  return {
    ...{ id: `gid://shopify/LineItem/${number}`, name: 'Bögre', sku: 'SKU-1', quantity: 2, currentQuantity: 2 },
    ...{ requiresShipping: true, originalUnitPriceSet: money('990.00'), totalDiscountSet: money('0.00') },
    taxLines: [{ title: 'ÁFA', rate: 0.27, priceSet: money('420.94') }],
    product: { id: 'gid://shopify/Product/1' },
    variant: { id: 'gid://shopify/ProductVariant/1' },
    ...fields,
  }
}

export function order(number: string, fields: Fields = {}): Fields {
  return {
    ...{ __typename: 'Order', id: `gid://shopify/Order/${number}`, name: `#${number}`, email: 'anna@example.com' },
    ...{ tags: [], test: false, createdAt: at, updatedAt: at, processedAt: at, currencyCode: 'HUF' },
    ...{ presentmentCurrencyCode: 'HUF', displayFinancialStatus: 'PAID', displayFulfillmentStatus: 'FULFILLED' },
    ...{ paymentGatewayNames: ['cod'], totalPriceSet: money('1980.00'), subtotalPriceSet: money('1980.00') },
    ...{ totalTaxSet: money('420.94'), totalShippingPriceSet: money('0.00'), totalDiscountsSet: money('0.00') },
    customer: { id: 'gid://shopify/Customer/5' },
    lineItems: connection([line('1')]),
    fulfillments: [
      {
        ...{ id: 'gid://shopify/Fulfillment/31', name: '#1.1', status: 'SUCCESS', createdAt: at, updatedAt: at },
        trackingInfo: [{ company: 'GLS', number: 'G1', url: 'https://gls.example/G1' }],
        fulfillmentLineItems: connection([{ quantity: 2, lineItem: { id: 'gid://shopify/LineItem/1' } }]),
      },
    ],
    refunds: [
      {
        ...{ id: 'gid://shopify/Refund/41', createdAt: at, updatedAt: at, totalRefundedSet: money('990.00') },
        refundLineItems: connection([
          { quantity: 1, subtotalSet: money('990.00'), lineItem: { id: 'gid://shopify/LineItem/1' } },
        ]),
      },
    ],
    ...fields,
  }
}

export function customer(number: string, fields: Fields = {}): Fields {
  return {
    ...{ __typename: 'Customer', id: `gid://shopify/Customer/${number}`, firstName: 'Anna', lastName: 'Kis' },
    ...{ state: 'ENABLED', tags: [], locale: 'hu', taxExempt: false, verifiedEmail: true, numberOfOrders: '2' },
    ...{ createdAt: at, updatedAt: at, defaultAddress: address('1'), addressesV2: connection([address('1')]) },
    defaultEmailAddress: { emailAddress: `anna${number}@example.com`, marketingState: 'SUBSCRIBED' },
    ...fields,
  }
}

export function address(number: string): Fields {
  const id = `gid://shopify/MailingAddress/${number}?model_name=CustomerAddress`
  return { id, address1: `Fő u. ${number}.`, city: 'Szeged', zip: '6720', country: 'Hungary', countryCodeV2: 'HU' }
}

export function level(item: string, location: string, available: number): Fields {
  return {
    ...{ id: `gid://shopify/InventoryLevel/9?inventory_item_id=${item}`, isActive: true, createdAt: at, updatedAt: at },
    item: { id: `gid://shopify/InventoryItem/${item}` },
    location: { id: `gid://shopify/Location/${location}` },
    quantities: [
      { name: 'available', quantity: available },
      { name: 'on_hand', quantity: available + 1 },
    ],
  }
}

export function location(number: string): Fields {
  const address = { address1: 'Fő u. 1.', city: 'Szeged', zip: '6720', country: 'Hungary', countryCode: 'HU' }
  return {
    ...{ __typename: 'Location', id: `gid://shopify/Location/${number}`, name: 'Raktár', isActive: true, address },
    ...{ createdAt: at, updatedAt: at },
  }
}
