const VARIANTS = 3
const FIRST_ID = 8_000_000_000_000n

/** Products of three variants each, as a bulk operation hands them out: about 2.5 KB of JSON for all four. */
export function productEdges(offset: number, limit: number): { node: Record<string, unknown> }[] {
  return Array.from({ length: limit }, (_, index) => ({ node: createProduct(offset + index) }))
}

function createProduct(index: number): Record<string, unknown> {
  const number = FIRST_ID + BigInt(index)
  return {
    id: `gid://shopify/Product/${number}`,
    title: `Étkezőasztal, tömör tölgy, ${index}`,
    handle: `etkezoasztal-${index}`,
    status: 'ACTIVE',
    vendor: 'Minta Bútor',
    productType: 'Asztal',
    tags: ['bútor', 'tölgy', `sorozat-${index % 50}`],
    descriptionHtml: `<p>${'Kézzel készült, olajozott felület, két ember fél óra alatt szereli össze. '.repeat(6)}</p>`,
    createdAt: '2026-01-01T08:00:00Z',
    updatedAt: '2026-05-01T08:00:00Z',
    onlineStoreUrl: `https://minta-bolt.example/products/etkezoasztal-${index}`,
    options: [{ name: 'Szín', values: ['natúr', 'dió', 'fekete'] }],
    variants: { edges: Array.from({ length: VARIANTS }, (_, place) => ({ node: createVariant(number, place) })) },
  }
}

function createVariant(product: bigint, place: number): Record<string, unknown> {
  const number = product * 10n + BigInt(place)
  return {
    id: `gid://shopify/ProductVariant/${number}`,
    title: ['natúr', 'dió', 'fekete'][place],
    sku: `AS-${product}-${place}`,
    barcode: `599${number}`,
    position: place + 1,
    price: '129900.00',
    compareAtPrice: '149900.00',
    inventoryQuantity: 12,
    inventoryPolicy: 'DENY',
    taxable: true,
    createdAt: '2026-01-01T08:00:00Z',
    updatedAt: '2026-05-01T08:00:00Z',
    selectedOptions: [{ name: 'Szín', value: ['natúr', 'dió', 'fekete'][place] }],
    inventoryItem: {
      id: `gid://shopify/InventoryItem/${number + 1n}`,
      tracked: true,
      unitCost: { amount: '61000.0', currencyCode: 'HUF' },
      measurement: { weight: { value: 31.5, unit: 'KILOGRAMS' } },
    },
  }
}
