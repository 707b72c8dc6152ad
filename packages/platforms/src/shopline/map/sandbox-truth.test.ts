import {
  categoryDocument,
  changeOnlyStatus,
  changePayment,
  createShopState,
  customerDocument,
  money,
  orderDocument,
  productDocument,
  stocksDocument,
  truthOf,
  variantGroupsOf,
  warehouseDocument,
} from '@shopmirror/sandbox/shopline/testing'
import { createClock, createShop } from '@shopmirror/sandbox/testing'
import { expect, test } from 'vitest'
import type { MirrorRow } from '../../contract/mirror-rows.ts'
import { type MapContext, mapObjects, type Wire } from './index.ts'

const START = Date.parse('2026-11-23T10:00:00Z')
const sizes = { categories: 8, products: 40, customers: 30, orders: 120 }

function open({ currency, stockCount }: { currency: string; stockCount: number }) {
  let now = START
  const advance = (ms: number) => {
    now += ms
  }
  const clock = { ...createClock(), now: () => now, advance }
  const world = createShop({ ...sizes, domain: 'minta', seed: 7, clock, stockCount })
  const state = createShopState({ world, clock })
  return { world, state, currency, clock, money: (amount: string) => money(amount, currency) }
}

type Shop = ReturnType<typeof open>

/** Something of everything that can happen. */
function live(shop: Shop): void {
  const { world, state, clock } = shop
  const placed = world.placedOrders()
  for (const [place, status] of (['shipping', 'shipped', 'arrived', 'collected', 'returned'] as const).entries()) {
    clock.advance(60_000)
    state.changeDelivery(placed[place * 9] ?? 0, status)
  }
  const steps = ['paid', 'shipped', 'complete', 'cancelled'] as const
  for (const count of [1, 2, 3, 4, 0]) {
    clock.advance(60_000)
    const { id } = world.addOrder({ customerId: count + 1, discount: '300', comment: 'ring' })
    for (const status of steps.slice(0, count)) world.changeOrderStatus(id, status)
  }
  writeOrders(shop)
  writeCustomers(shop)
  writeProducts(shop)
  state.archive(placed[2] ?? 0)
  world.addProduct({ stocks: [1, 2, 3, 4] })
  for (const gone of [2, 3, 4, 7, 8, 9]) world.deleteProduct(gone)
  world.deleteCategory(5)
  world.deleteCustomer(3)
  world.updateCustomer(4, { phone: '+886912345678' })
}

/** What apps write to orders. */
function writeOrders(shop: Shop): void {
  const { world, state, clock } = shop
  const orders = Array.from({ length: 8 }, () => world.addOrder().id)
  for (const [place, status] of (['paid', 'complete', 'cancelled'] as const).entries()) {
    clock.advance(60_000)
    changeOnlyStatus(shop, orders[place] ?? 0, status)
    changePayment(shop, orders[place + 1] ?? 0, 'completed')
    state.changeDelivery(orders[place + 2] ?? 0, 'arrived')
  }
  for (const status of ['failed', 'refunding', 'refunded'] as const) changePayment(shop, orders[5] ?? 0, status)
  const pickup = { location_code: '7', location_name: 'Store 7', store_address: 'Road 7' }
  const tracking = { number: 'AB1', url: null, carrier: { 'zh-hant': '郵局', en: 'Post' } }
  state.changeExtras(orders[6] ?? 0, { createdBy: 'openapi', pickup, tracking })
  const { address } = world.addOrder()
  world.updateOrder(orders[7] ?? 0, {
    address: { ...address, street: '', address2: '2F', state: 'TP', countryCode: 'TW', phone: '+886912345678' },
  })
}

/** What apps write to customers. */
function writeCustomers({ world, state }: Shop): void {
  const { id } = world.addCustomer({ firstName: 'Amy', lastName: '', email: '', phone: '+85291234567' })
  state.customers.change(id, { isMember: false })
  state.customers.change(6, { isBlacklisted: true })
  const phones = { phone: null, mobile: '+886912345678', worldPhone: '+886912345678' }
  for (const number of [8, 9]) {
    world.updateCustomer(number, { phone: phones.worldPhone })
    state.customers.change(number, { phones: number === 8 ? phones : { ...phones, phone: phones.worldPhone } })
  }
}

/** What apps write to products. */
function writeProducts({ world, state }: Shop): void {
  const written = { compareAtPrice: '900', cost: '300', tracked: false }
  const { id } = world.addProduct({ gross: '800', written, sku: '', barcode: '', manufacturer: '' })
  const medias = [{ number: 1, url: 'https://i.example.com/1.png' }]
  const texts = { title: { ja: 'マグ' } }
  state.products.change(id, { medias, texts, summary: { en: 'Short' }, memberPrice: '700', retailPrice: '0' })
  const english = { hu: '', en: 'Only English' }
  const head = world.addProduct((number) => ({ parentId: number, name: english, description: english }))
  const options = [
    { type: 'color', name: { en: 'Red' } },
    { type: 'size', name: { en: 'L' } },
  ]
  state.products.change(head.id, { options, fields: { is_preorder: true } })
  const { sku, net, gross, id: productId } = head
  world.addOrder({ lines: [{ id: 9_000_001, productId, sku, net, gross, name: 'x', quantity: 1 }] })
}

/** What the mirror would hold: everything the shop has, mapped. */
function mirror(shop: Shop): Record<string, MirrorRow[]> {
  const { world } = shop
  const places = Array.from({ length: world.stockCount }, (_, index) => warehouseDocument(index + 1))
  const warehouses = places.map(({ id, name }) => ({ id: String(id), name: String(name), active: true }))
  const context: MapContext = { defaultLanguage: 'zh-hant', currency: shop.currency, warehouses }
  const groups = variantGroupsOf(world)
    .present()
    .flatMap((number) => variantGroupsOf(world).all().get(number) ?? [])
  const asked = {
    locations: places,
    categories: world.categories.ids().flatMap((id) => readAs(categoryDocument, world.categories.get(id))),
    products: groups.map((group) => productDocument(group, shop)),
    inventory: groups.map((group) => stocksDocument(group, shop)),
    customers: world.customers
      .ids()
      .flatMap((id) => readAs((each) => customerDocument(each, shop), world.customers.get(id))),
    orders: world.placedOrders().flatMap((id) => readAs((each) => orderDocument(each, shop), world.orders.get(id))),
  }
  const answers: typeof asked = JSON.parse(JSON.stringify(asked))
  return Object.assign(
    { refunds: [] },
    ...(Object.keys(answers) as (keyof typeof asked)[]).map((resource) =>
      mapObjects(resource, answers[resource] as Wire[], context),
    ),
  )
}

function readAs<T>(toDocument: (object: T) => Record<string, unknown>, object: T | null): Record<string, unknown>[] {
  return object === null ? [] : [toDocument(object)]
}

/** Decimals and moments by what they mean, all else to the letter. */
function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string' && /^-?\d+\.\d+$/.test(value)) return value.replace(/\.?0+$/, '')
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value ?? null
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]))
}

const inherited: Readonly<Record<string, { from: string; by: string }>> = {
  product_variants: { from: 'products', by: 'product_external_id' },
  order_lines: { from: 'orders', by: 'order_external_id' },
  fulfillments: { from: 'orders', by: 'order_external_id' },
}

/** A row without a version of its own has its parent's. */
function versionOf(row: MirrorRow, table: string, tables: Record<string, MirrorRow[]>): Date | null {
  const { from = '', by = '' } = inherited[table] ?? {}
  const parent = tables[from]?.find(({ externalId }) => externalId === row.fields[by])
  return row.sourceUpdatedAt ?? parent?.sourceUpdatedAt ?? null
}

test.each([
  { currency: 'TWD', stockCount: 2 },
  { currency: 'JPY', stockCount: 1 },
])('what SHOPLINE tells is mapped to what is true: $currency, $stockCount warehouses', (kind) => {
  const shop = open(kind)
  live(shop)
  const tables = mirror(shop)
  for (const [table, rows] of Object.entries(truthOf(shop))) {
    const found = new Map(tables[table]?.map((row) => [row.externalId, row]))
    expect([...found.keys()].toSorted(), table).toEqual(rows.map(({ externalId }) => externalId).toSorted())
    for (const { externalId, fields } of rows) {
      const row = found.get(externalId)
      const reported = row && { ...row.fields, source_updated_at: versionOf(row, table, tables) }
      expect(plain(reported), `${table} ${externalId}`).toMatchObject(plain(fields) as object)
    }
  }
})
