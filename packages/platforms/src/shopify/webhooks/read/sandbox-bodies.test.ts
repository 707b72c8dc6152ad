import { createWebhookBody, ids, type TruthRow, truthOf } from '@shopmirror/sandbox/shopify/testing'
import { createClock, createShop } from '@shopmirror/sandbox/testing'
import { describe, expect, test } from 'vitest'
import type { MirrorRow } from '../../../contract/mirror-rows.ts'
import type { ShopEvent } from '../../../contract/shop-event.ts'
import { readWebhook } from './index.ts'

const domain = 'minta-bolt.myshopify.com'
const TRIGGERED = new Date('2026-11-23T08:00:00Z')
const sizes = { categories: 4, products: 12, customers: 9, orders: 60, stockCount: 3 }
const world = createShop({ ...sizes, domain: 'minta-bolt', seed: 7, clock: createClock() })
const webhookBody = createWebhookBody(world, domain)
const truth = truthOf(world)

function read(topic: string, worldId: number, more?: Record<string, unknown>, place?: number): ShopEvent[] {
  return readText(topic, webhookBody(topic, worldId, more, place))
}

function readText(topic: string, body: string | null): ShopEvent[] {
  if (body === null) throw new Error(`The world has no body of ${topic}.`)
  return readWebhook({
    ...{ deliveryId: 'd', topic, domain, contentType: 'application/json', body: Buffer.from(body) },
    ...{ receivedAt: TRIGGERED, triggeredAt: TRIGGERED },
  })
}

/** Rows of the first event, by table; of those read by order the rest says what is read again. */
function rowsIn([event]: ShopEvent[]): [string, readonly MirrorRow[]][] {
  if (event?.kind !== 'rows') throw new Error(`No rows but ${JSON.stringify(event)}`)
  return Object.entries(event.rows.rows)
}

/** Columns that are in no webhook: they have to be left out, for `null` would empty them. */
const absent: Readonly<Record<string, readonly string[]>> = {
  products: ['category_external_ids'],
  product_variants: ['cost', 'weight', 'currency'],
}

/** Every row of these events says what the world does, and what the world knows is all there. */
function expectTruth(events: ShopEvent[], isMeant: (table: string, row: TruthRow) => boolean, held = truth): void {
  for (const [table, rows] of rowsIn(events)) {
    const expected = (held[table] ?? []).filter((row) => isMeant(table, row))
    const seen = rows.map((row) => ({ externalId: row.externalId, fields: columnsOf(row) }))
    const known = expected.map(({ externalId, fields }) => ({ externalId, fields: plainFields(table, fields) }))
    for (const [index, { externalId, fields }] of known.entries())
      expect(seen[index], `${table} ${externalId}`).toMatchObject({
        externalId,
        fields: withoutVersion(fields, rows[index]),
      })
    expect(seen.length, table).toBe(known.length)
    for (const { fields } of rows)
      for (const column of absent[table] ?? []) expect(fields, table).not.toHaveProperty(column)
  }
}

/** As of a row that is new. */
function columnsOf({ fields, initial, sourceUpdatedAt }: MirrorRow): Record<string, unknown> {
  return plainFields('', { ...initial, ...fields, source_updated_at: sourceUpdatedAt })
}

function plainFields(table: string, fields: TruthRow['fields']): Record<string, unknown> {
  const named = Object.entries(fields).filter(([column]) => !absent[table]?.includes(column))
  return Object.fromEntries(named.map(([column, value]) => [column, plain(value)]))
}

/** What belongs to an order and says no time of its own has its order's. */
function withoutVersion({ source_updated_at: at, ...fields }: Record<string, unknown>, row?: MirrorRow) {
  return row?.sourceUpdatedAt ? { ...fields, source_updated_at: at } : fields
}

/** Amounts and times in one way of writing; every digit of an id stays. */
function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return /^-?\d+\.\d+$/.test(value) ? value.replace(/\.?0+$/, '') : value
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
}

const heads = world.products.ids().filter((id) => world.products.get(id)?.parentId === null)
const ordersWith = (status: string) => world.placedOrders().filter((id) => world.orders.get(id)?.status === status)
const isOfProduct = (id: number) => (table: string, row: TruthRow) =>
  (table === 'products' ? row.externalId : row.fields.product_external_id) === ids.product(id)
const isOfOrder = (id: number) => (table: string, row: TruthRow) =>
  (table === 'orders' ? row.externalId : row.fields.order_external_id) === ids.order(id)

describe('what a webhook of the pretend Shopify says is read as what the world holds', () => {
  test.each(['products/create', 'products/update'])('%s: every product, with every variant', (topic) => {
    for (const id of heads) expectTruth(read(topic, id), isOfProduct(id))
  })

  test.each([
    'orders/create',
    'orders/updated',
    'orders/paid',
    'orders/partially_fulfilled',
    'orders/fulfilled',
    'orders/cancelled',
  ])('%s: every order, with its lines, parcels and refunds', (topic) => {
    for (const id of world.placedOrders()) expectTruth(read(topic, id), isOfOrder(id))
  })

  test('the orders of this world know every status, both currencies and guests', () => {
    const orders = world.placedOrders().flatMap((id) => world.orders.get(id) ?? [])
    expect(new Set(orders.map(({ status }) => status))).toEqual(
      new Set(['processing', 'paid', 'shipped', 'complete', 'cancelled']),
    )
    expect(new Set(orders.map(({ currency }) => currency))).toEqual(new Set(['HUF', 'EUR']))
    expect(orders.some(({ customerId }) => customerId === null)).toBe(true)
  })

  test('an order that was closed is CLOSED', () => {
    const [id = 0] = ordersWith('complete')
    const [[, [order] = []] = ['', []]] = rowsIn(read('orders/updated', id, { closed_at: '2026-11-20T10:00:00+01:00' }))
    expect(order?.fields.status).toBe('CLOSED')
  })

  test.each(['fulfillments/create', 'fulfillments/update'])('%s: what is on the way, with its tracking', (topic) => {
    for (const id of [...ordersWith('shipped'), ...ordersWith('complete')]) expectTruth(read(topic, id), isOfOrder(id))
  })

  test.each(['collections/create', 'collections/update'])('%s: every collection', (topic) => {
    for (const id of world.categories.ids())
      expectTruth(read(topic, id), (_table, row) => row.externalId === ids.collection(id))
  })

  test.each(['locations/create', 'locations/update', 'locations/activate'])('%s: every warehouse', (topic) => {
    for (const place of [1, 2, 3])
      expectTruth(read(topic, place), (_table, row) => row.externalId === ids.location(place))
  })

  test('locations/deactivate: a warehouse out of use', () => {
    expect(rowsIn(read('locations/deactivate', 2))[0]?.[1]).toMatchObject([{ fields: { active: false } }])
  })
})

describe('what a webhook cannot say leads to the object it is about', () => {
  const [cancelled = 0] = ordersWith('cancelled')
  const level = `${ids.inventoryItem(5)}-${ids.location(2)}`
  const refetched = [
    ['refunds/create', cancelled, 'orders', ids.order(cancelled)],
    ['orders/edited', cancelled, 'orders', ids.order(cancelled)],
    ['customers/create', 3, 'customers', ids.customer(3)],
    ['customers/update', 3, 'customers', ids.customer(3)],
    ['customers/enable', 3, 'customers', ids.customer(3)],
    ['customers/disable', 3, 'customers', ids.customer(3)],
    ['inventory_levels/update', 5, 'inventory', level],
    ['inventory_levels/connect', 5, 'inventory', level],
  ] as const
  test.each(refetched)('%s is read again', (topic, worldId, resource, externalId) => {
    expect(read(topic, worldId, {}, 2)).toEqual([{ kind: 'refetch', resource, externalId }])
  })

  test.each([
    ['orders/delete', 'orders', ids.order(5)],
    ['products/delete', 'products', ids.product(5)],
    ['collections/delete', 'categories', ids.collection(5)],
    ['customers/delete', 'customers', ids.customer(5)],
    ['locations/delete', 'locations', ids.location(5)],
    ['inventory_levels/disconnect', 'inventory', level],
  ])('%s says what is gone', (topic, resource, externalId) => {
    expect(read(topic, 5, {}, 2)).toEqual([{ kind: 'deleted', resource, externalId, at: TRIGGERED }])
  })
})

describe('what is about the shop or a person', () => {
  test.each([
    ['app/uninstalled', { kind: 'uninstalled', at: TRIGGERED }],
    ['app/scopes_update', { kind: 'shop_changed' }],
    ['shop/update', { kind: 'shop_changed' }],
    // Sent two days after an uninstall at the earliest.
    ['shop/redact', { kind: 'redact_shop', installedBefore: new Date('2026-11-21T08:00:00.000Z') }],
  ])('%s', (topic, event) => {
    expect(read(topic, 1)).toEqual([event])
  })

  test.each(['customers/data_request', 'customers/redact'])(
    '%s names the customer and all of their orders',
    (topic) => {
      const buyer = world.placedOrders().flatMap((id) => world.orders.get(id)?.customerId ?? [])[0] ?? 0
      const bought = world.placedOrders().filter((id) => world.orders.get(id)?.customerId === buyer)
      const [event] = read(topic, buyer)
      expect(JSON.stringify(event)).toContain(`"${ids.customer(buyer)}"`)
      for (const id of bought) expect(JSON.stringify(event)).toContain(`"${ids.order(id)}"`)
    },
  )
})

test('ids beyond what a float can hold are written as numbers with every digit', () => {
  const [id = 0] = ordersWith('cancelled')
  const [line] = world.orders.get(id)?.lines ?? []
  const number = ids.line(line?.id ?? 0)
  expect(webhookBody('orders/updated', id)).toContain(`"id":${number},`)
  expect(Number.isSafeInteger(Number(number))).toBe(false)
})

test('a basket, an unsent parcel and an unknown topic have no body', () => {
  const basket = world.orders.ids().find((id) => world.orders.get(id)?.status === null) ?? 0
  const [unsent = 0] = ordersWith('processing')
  expect(webhookBody('orders/create', basket)).toBeNull()
  expect(webhookBody('fulfillments/create', unsent)).toBeNull()
  expect(webhookBody('refunds/create', unsent)).toBeNull()
  expect(webhookBody('carts/create', 1)).toBeNull()
})

test('a product that lost its first variant and an order whose customer and products were deleted have what remains', () => {
  const later = createShop({ ...sizes, domain: 'minta-bolt', seed: 7, clock: createClock() })
  const [id = 0] = ordersWith('shipped').filter((each) => later.orders.get(each)?.customerId)
  const { customerId, lines } = later.orders.get(id) ?? { customerId: 0, lines: [] }
  later.deleteCustomer(customerId ?? 0)
  later.deleteProduct(lines[0]?.productId ?? 0)
  later.deleteProduct(4)
  const left = truthOf(later)
  const bodies = createWebhookBody(later, domain)
  expectTruth(readText('orders/updated', bodies('orders/updated', id)), isOfOrder(id), left)
  expectTruth(readText('products/update', bodies('products/update', 4)), isOfProduct(4), left)
})

test('a product whose list of variants is cut is read again', () => {
  const later = createShop({ ...sizes, domain: 'minta-bolt', seed: 7, clock: createClock() })
  for (let count = 0; count < 100; count += 1) later.addProduct({ parentId: 1 })
  const body = createWebhookBody(later, domain)('products/update', 1)
  expect(JSON.parse(body ?? '')).toHaveProperty('variants.length', 100)
  expect(readText('products/update', body)).toEqual([
    { kind: 'refetch', resource: 'products', externalId: ids.product(1) },
  ])
})
