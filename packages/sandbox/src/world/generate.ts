import {
  type Address,
  type Category,
  type Customer,
  type HistoryEntry,
  type Line,
  type Order,
  type OrderStatus,
  orderStatuses,
  type Product,
} from './model.ts'
import { pick, randomFrom } from './random.ts'
import { avoidRepeatedHour } from './repeated-hour.ts'

export interface Sizes {
  categories: number
  products: number
  customers: number
  orders: number
}

export interface Generator {
  category(id: number): Category
  product(id: number): Product
  customer(id: number): Customer
  order(id: number): Order
  /** When base object `id` of `size` last changed: evenly over the months before the world began. */
  stamp(id: number, size: number): number
}

const MONTHS_MS = 180 * 86_400_000
const KIND = { category: 1, product: 2, customer: 3, order: 4 }
const VARIANTS = 3
const CART_EVERY = 25
const GUEST_SHARE = 0.3
const EURO_SHARE = 0.1

const goods = [
  { hu: 'bögre', en: 'mug' },
  { hu: 'tányér', en: 'plate' },
  { hu: 'kancsó', en: 'jug' },
  { hu: 'váza', en: 'vase' },
  { hu: 'tálka', en: 'bowl' },
]
const colors = [
  { hu: 'Piros', en: 'Red' },
  { hu: 'Kék', en: 'Blue' },
  { hu: 'Zöld', en: 'Green' },
  { hu: 'Őzbarna', en: 'Fawn' },
]
const firstNames = ['Anna', 'Béla', 'Csilla', 'Dénes', 'Éva', 'Ferenc', 'Gréta', 'Ödön']
const lastNames = ['Minta', 'Kovács', 'Szabó', 'Tóth', 'Nagy', 'Őszi', 'Varga']
const cities = ['Budapest', 'Szeged', 'Győr', 'Pécs', 'Debrecen']
const makers = ['Kerámia Kft.', 'Agyag Bt.', 'Porcelán Zrt.']

export function createGenerator(seed: number, sizes: Sizes, beginsAt: number): Generator {
  const roll = (kind: keyof typeof KIND, id: number, what: number) => randomFrom(seed, KIND[kind], id, what)
  // Whole seconds: the platform knows no smaller ones.
  const stamp = (id: number, size: number) =>
    avoidRepeatedHour(Math.floor((beginsAt - MONTHS_MS + (MONTHS_MS * id) / (size + 1)) / 1_000) * 1_000)

  /** What an order's line shows of a product: an order must not compute all of it. */
  const offer = (id: number) => {
    const head = id - ((id - 1) % VARIANTS)
    const kind = pick(goods, roll('product', head, 1))
    const color = pick(colors, roll('product', id, 2))
    const gross = 500 + Math.floor(roll('product', id, 3) * 9_500)
    const name = `${color.hu} ${kind.hu} ${head}`
    const sku = `SKU-${String(id).padStart(6, '0')}`
    return { head, kind, color, name, sku, net: (gross / 1.27).toFixed(4), gross: String(gross) }
  }
  const product = (id: number): Product => {
    const { head, kind, color, name, sku, net, gross } = offer(id)
    return {
      ...{ id, sku, net, gross },
      createdAt: stamp(id, sizes.products) - 3_600_000,
      updatedAt: stamp(id, sizes.products),
      parentId: head === id ? null : head,
      name: { hu: name, en: `${color.en} ${kind.en} ${head}` },
      description: {
        hu: `<p>${color.hu} ${kind.hu}, kézzel festett.</p>`,
        en: `<p>A ${color.en.toLowerCase()} ${kind.en}, painted by hand.</p>`,
      },
      stocks: [4, 5, 6, 7].map((what) => Math.floor(roll('product', id, what) * 20)) as Product['stocks'],
      status: pick(['enabled', 'enabled', 'enabled', 'disabled', 'deprecated'], roll('product', id, 8)),
      manufacturer: pick(makers, roll('product', head, 9)),
      color,
      tags: [kind.hu, 'kerámia'],
      categoryIds: sizes.categories === 0 ? [] : [1 + Math.floor(roll('product', head, 10) * sizes.categories)],
      weight: (0.1 + roll('product', id, 11)).toFixed(2),
      barcode: `599${String(id).padStart(10, '0')}`,
    }
  }

  const person = (kind: 'customer' | 'order', id: number) => ({
    firstName: pick(firstNames, roll(kind, id, 1)),
    lastName: pick(lastNames, roll(kind, id, 2)),
    phone: `+3630${String(1_000_000 + Math.floor(roll(kind, id, 3) * 8_999_999))}`,
  })
  const address = (kind: 'customer' | 'order', id: number, number: number): Address => ({
    id: id * 10 + number,
    ...person(kind, id),
    company: number === 0 ? '' : 'Minta Kft.',
    street: `Fő u. ${1 + (id % 90)}.`,
    city: pick(cities, roll(kind, id, 4)),
    postcode: String(1_000 + (id % 8_999)),
  })

  const customer = (id: number): Customer => ({
    id,
    createdAt: stamp(id, sizes.customers) - 86_400_000,
    updatedAt: stamp(id, sizes.customers),
    ...person('customer', id),
    email: `customer${id}@example.com`,
    newsletter: roll('customer', id, 5) < 0.5,
    addresses: Array.from({ length: Math.floor(roll('customer', id, 6) * 3) }, (_, number) =>
      address('customer', id, number),
    ),
  })

  const order = (id: number): Order => {
    const buyer =
      sizes.customers > 0 && roll('order', id, 5) >= GUEST_SHARE
        ? customer(1 + Math.floor(roll('order', id, 6) * sizes.customers))
        : null
    const { firstName, lastName, phone } = buyer ?? person('order', id)
    const updatedAt = stamp(id, sizes.orders)
    const createdAt = updatedAt - 7_200_000
    const status = isBaseCart(id) ? null : pick(orderStatuses, roll('order', id, 7))
    const isEuro = roll('order', id, 8) < EURO_SHARE
    return {
      ...{ id, createdAt, updatedAt, customerId: buyer?.id ?? null, firstName, lastName, phone },
      email: buyer?.email ?? `guest${id}@example.com`,
      address: address('order', id, 0),
      status,
      lines: lines(id),
      shipping: roll('order', id, 9) < 0.5 ? '990' : '0',
      discount: roll('order', id, 10) < 0.2 ? '500' : '0',
      comment: roll('order', id, 11) < 0.1 ? 'Kérem délután' : '',
      currency: isEuro ? 'EUR' : 'HUF',
      rate: isEuro ? '0.00250000' : '1.00000000',
      history: status === null ? [] : history(id, status, createdAt, updatedAt),
    }
  }

  const lines = (orderId: number): Line[] =>
    Array.from({ length: sizes.products === 0 ? 0 : 1 + Math.floor(roll('order', orderId, 12) * 3) }, (_, number) => {
      const productId = 1 + Math.floor(roll('order', orderId, 20 + number) * sizes.products)
      const { sku, name, net, gross } = offer(productId)
      return {
        id: orderId * 10 + number,
        ...{ productId, sku, name, net, gross },
        quantity: 1 + Math.floor(roll('order', orderId, 30 + number) * 3),
      }
    })

  const category = (id: number): Category => ({
    id,
    createdAt: stamp(id, sizes.categories) - 86_400_000,
    updatedAt: stamp(id, sizes.categories),
    parentId: id <= 3 ? null : 1 + (id % 3),
    name: { hu: `Kategória ${id}`, en: `Category ${id}` },
    enabled: id % 7 !== 0,
    position: id,
  })

  return { category, product, customer, order, stamp }
}

export function isBaseCart(id: number): boolean {
  return id % CART_EVERY === 7
}

function history(orderId: number, status: OrderStatus, createdAt: number, updatedAt: number): HistoryEntry[] {
  const placed: HistoryEntry = { id: orderId * 100, status: 'processing', comment: '', at: createdAt }
  return status === 'processing'
    ? [placed]
    : [placed, { id: orderId * 100 + 1, status, comment: `Csomag: AB${orderId}`, at: updatedAt }]
}
