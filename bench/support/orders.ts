type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** An order as an adapter hands it to the mirror. */
export interface Order {
  externalId: string
  sourceUpdatedAt: Date
  fields: Record<string, Json>
  raw: Json
}

const FIRST_DAY = Date.UTC(2026, 0, 1)
const WORDS = 'ground floor gift wrap invoice please leave at the door call before parcel locker cash voucher'.split(
  ' ',
)

/** The same orders for the same version; another version of them differs in content and is newer. */
export function createOrders(count: number, version: number): Order[] {
  return Array.from({ length: count }, (_, index) => createOrder(index, version))
}

function createOrder(index: number, version: number): Order {
  const random = createRandom(index * 7919 + version * 104_729 + 1)
  const placedAt = new Date(FIRST_DAY + index * 60_000)
  const sourceUpdatedAt = new Date(FIRST_DAY + 40 * 86_400_000 + version * 60_000)
  const total = (1_000 + Math.floor(random() * 90_000)).toString()
  const address = { city: 'Budapest', postcode: `1${index % 1_000}`, address1: sentence(random, 4), country: 'HU' }
  const fields = {
    number: String(100_000 + index),
    email: `customer${index}@example.com`,
    phone: `+3630${1_000_000 + index}`,
    customer_external_id: `customer-${index % 5_000}`,
    status: String(version % 9),
    status_name: 'Feldolgozás alatt',
    currency: 'HUF',
    total,
    subtotal: total,
    tax_total: '270',
    shipping_total: '1490',
    shipping_method: 'Csomagautomata',
    payment_method: 'Bankkártya',
    shipping_address: address,
    placed_at: placedAt.toISOString(),
  }
  return { externalId: `order-${index}`, sourceUpdatedAt, fields, raw: createRaw({ index, version, address, random }) }
}

interface RawParts {
  index: number
  version: number
  address: Record<string, Json>
  random: () => number
}

/** Between 2 and 4 KB as JSON: what a shop's API answers for an order of some lines. */
function createRaw({ index, version, address, random }: RawParts): Json {
  const lines = 5 + Math.floor(random() * 7)
  return {
    id: `order-${index}`,
    innerId: String(100_000 + index),
    version,
    comment: sentence(random, 24),
    shippingAddress: address,
    paymentAddress: address,
    orderProducts: Array.from({ length: lines }, (_, line) => ({
      id: `line-${index}-${line}`,
      sku: `SKU-${Math.floor(random() * 100_000)}`,
      name: sentence(random, 6),
      grossPrice: (random() * 20_000).toFixed(4),
      taxRate: '27.0000',
      stock1: String(Math.floor(random() * 5)),
      product: { href: `http://shop.example/products/${Math.floor(random() * 100_000)}` },
      options: [sentence(random, 3), sentence(random, 3)],
    })),
    orderTotals: ['SUB_TOTAL', 'SHIPPING', 'TAX', 'TOTAL'].map((type) => ({
      type,
      value: (random() * 9_000).toFixed(4),
    })),
    token: Array.from({ length: 40 }, () => Math.floor(random() * 36).toString(36)).join(''),
  }
}

/** One line of `COPY`'s text format; the columns in the order of the bench. */
export function toCopyLine(shopId: string, { externalId, sourceUpdatedAt, fields, raw }: Order): string {
  const now = '2026-06-01T00:00:00Z'
  const values = [
    shopId,
    externalId,
    sourceUpdatedAt.toISOString(),
    'kZ8h2Q1xw5y9T3v7b0cDfA',
    now,
    raw,
    ...Object.values(fields),
  ]
  return `${values.map(toCopyValue).join('\t')}\n`
}

function toCopyValue(value: Json): string {
  if (value === null) return '\\N'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n')
}

function sentence(random: () => number, words: number): string {
  return Array.from({ length: words }, () => WORDS[Math.floor(random() * WORDS.length)]).join(' ')
}

/** Mulberry32: the same numbers for the same seed. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
