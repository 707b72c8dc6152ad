import { type Sandbox, startSandbox } from '@shopmirror/sandbox'
import { ids } from '@shopmirror/sandbox/shoprenter/testing'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Json, MirrorRows, MirrorTable, Resource } from '../../contract/mirror-rows.ts'
import type { ShopClient, ShopProfile } from '../../contract/shop-client.ts'
import { loadPlatforms } from '../../registry.ts'
import { createAccess, type RecordedAccess } from '../../testing/test-access.ts'

let sandbox: Sandbox
let client: ShopClient
let access: RecordedAccess
let profile: ShopProfile

const open = (known?: ShopProfile) => {
  const platform = loadPlatforms(sandbox.env, { now: () => new Date() }).get('shoprenter')
  if (!platform) throw new Error('The registry has no shoprenter.')
  access = createAccess(platform, 'minta-bolt')
  return platform.client({
    shop: { id: 'shp_1', domain: 'minta-bolt' },
    access,
    ...(known && { profile: known }),
  })
}

beforeAll(async () => {
  sandbox = await startSandbox({ products: 12, customers: 20, orders: 60, shoprenter: { requestsPerSecond: 10_000 } })
  profile = await open().describe()
})
afterEach(() => sandbox.faults.clear())
afterAll(() => sandbox.close())

const first = async (resource: Resource, table: MirrorTable) => {
  const page = await client.reads.page({ resource, window: null, cursor: null })
  return page.rows.rows[table] ?? []
}

test('a shop is described by its settings, languages and statuses', () => {
  expect(profile).toMatchObject({ currency: 'HUF', timezone: 'Europe/Budapest', locale: 'hu' })
  expect(profile.facts).toMatchObject({ defaultLanguage: 'hu', stockCount: 2 })
  expect(Object.values(profile.facts.orderStatuses as Json[])).toContainEqual({ hu: 'Fizetve', en: 'Paid' })
  expect(Object.values(profile.facts.countries as Json[])).toContain('HU')
})

test('a product is a row in each of two tables, in the default language, with the default price and its stocks', async () => {
  client = open(profile)
  const truth = sandbox.world().updateProduct(2, { stocks: [3, 4, 50, 0] })
  const id = ids.product(2)
  const product = (await first('products', 'products')).find(({ externalId }) => externalId === id)
  const variant = (await first('products', 'product_variants')).find(({ externalId }) => externalId === id)

  expect(product?.sourceUpdatedAt).toEqual(new Date(truth.updatedAt))
  expect(product?.fields).toMatchObject({
    title: truth.name.hu,
    parent_external_id: ids.product(1),
    vendor: truth.manufacturer,
    tags: truth.tags,
    category_external_ids: truth.categoryIds.map(ids.category),
    texts: { hu: { title: truth.name.hu }, en: { title: truth.name.en } },
  })
  expect(variant?.fields).toMatchObject({
    product_external_id: id,
    sku: truth.sku,
    price: truth.gross,
    price_net: truth.net,
    currency: 'HUF',
    stock_quantity: '7',
    stocks: { 1: 3, 2: 4, 3: 50, 4: 0 },
    options: [{ name: 'szin', value: truth.color.hu }],
  })
  expect(variant?.fields.prices).toHaveLength(2)
  expect(variant?.raw).not.toHaveProperty('productDescriptions')
})

test('heads of families have no parent, also where they point to themselves', async () => {
  client = open(profile)
  for (const { externalId, fields } of await first('products', 'products'))
    expect(fields.parent_external_id).not.toBe(externalId)
  for (const { externalId, fields } of await first('categories', 'categories'))
    expect(fields.parent_external_id).not.toBe(externalId)
})

test('an order has its status by name, its history, its lines, and what the customer saw to the last digit', async () => {
  client = open(profile)
  const shop = sandbox.world()
  const { id } = shop.addOrder({ currency: 'EUR', rate: '0.00251234', customerId: null, discount: '500' })
  const truth = shop.changeOrderStatus(id, 'shipped', 'Csomag: AB1')
  const { rows } = (await client.reads.object('orders', ids.order(id))) as MirrorRows
  const [order] = rows.orders ?? []
  const total = Number(order?.fields.total)

  expect(order?.fields).toMatchObject({
    number: String(id),
    customer_external_id: null,
    status: ids.status(3),
    status_name: 'Kiszállítás alatt',
    discount_total: '500',
    presentment_currency: 'EUR',
    history: [
      { status_name: 'Feldolgozás alatt', comment: null },
      { status_name: 'Kiszállítás alatt', comment: 'Csomag: AB1' },
    ],
  })
  // In hundred-millionths: whole forints times a rate of eight places.
  const presentment = `${order?.fields.presentment_total}`.split('.')
  expect(BigInt(`${presentment[0]}${(presentment[1] ?? '').padEnd(8, '0')}`)).toBe(BigInt(total) * 251_234n)
  expect(rows.order_lines?.map(({ fields }) => [fields.order_external_id, fields.sku, fields.quantity])).toEqual(
    truth.lines.map(({ sku, quantity }) => [ids.order(id), sku, String(quantity)]),
  )
})

test('abandoned baskets are left out, and an order that became one is deleted', async () => {
  client = open(profile)
  const { id } = sandbox.world().addOrder()
  sandbox.world().updateOrder(id, { status: null })
  expect(await client.reads.object('orders', ids.order(id))).toBeNull()
  const read = (await first('orders', 'orders')).map(({ externalId }) => externalId)
  expect(read).not.toContain(ids.order(id))
  expect(read).not.toContain(ids.order(7))
})

test('the histories of a page of orders cost one call', async () => {
  client = open(profile)
  const before = sandbox.stats.byPath.batch ?? 0
  await client.reads.page({ resource: 'orders', window: null, cursor: null })
  expect(access.reserved).toEqual([1, 1])
  expect(sandbox.stats.byPath.batch).toBe(before + 1)
})

test('no password and no hash of one gets past the border', async () => {
  client = open(profile)
  const rows = await first('customers', 'customers')
  expect(rows.length).toBe(20)
  expect(JSON.stringify(rows)).not.toMatch(/password|\$2y\$/i)
})

test('a window brings what changed in it and nothing that did not', async () => {
  client = open(profile)
  sandbox.clock.advance(3 * 86_400_000)
  const from = await client.reads.clock()
  sandbox.world().updateCustomer(5, { firstName: 'Új' })
  const window = { from, to: await client.reads.clock() }
  const page = await client.reads.page({ resource: 'customers', window, cursor: null })
  expect(page.ids).toEqual([ids.customer(5)])
  expect(page.rows.rows.customers?.[0]?.fields.first_name).toBe('Új')
})

test("the clock is the platform's", async () => {
  client = open(profile)
  expect(Math.abs((await client.reads.clock()).getTime() - sandbox.clock.now())).toBeLessThan(5_000)
})

test('an order known by its number is found by it; an unknown number deletes nothing', async () => {
  client = open(profile)
  const found = await client.reads.object('orders', 'inner:5')
  expect(found?.rows.orders?.[0]?.externalId).toBe(ids.order(5))
  expect(await client.reads.object('orders', 'inner:999999')).toMatchObject({ rows: {} })
})

test('statuses the merchant defined later are asked for once, and what stays unknown has no name', async () => {
  client = open({ ...profile, facts: { ...profile.facts, orderStatuses: {} } })
  const before = sandbox.stats.byPath.orderStatusDescriptions ?? 0
  expect((await first('orders', 'orders'))[0]?.fields.status_name).toBeTruthy()
  const { id } = sandbox.world().addOrder({ status: 'custom' })
  for (let time = 0; time < 2; time++) {
    const rows = await client.reads.object('orders', ids.order(id))
    expect(rows?.rows.orders?.[0]?.fields).toMatchObject({ status: ids.status(77), status_name: null })
  }
  expect((sandbox.stats.byPath.orderStatusDescriptions ?? 0) - before).toBe(1)
})

test('a profile of an older shape is read again', async () => {
  client = open({ ...profile, facts: { languages: 'once a list' } })
  expect((await first('products', 'products'))[0]?.fields.title).toBeTruthy()
})

test('a shop without the scope for countries is described and read all the same, without their codes', async () => {
  const wanted = sandbox.shoprenter.tokens.wantedScopes()
  try {
    sandbox.shoprenter.tokens.setScopes(
      'minta-bolt',
      wanted.filter((name) => name !== 'localization.location:read'),
    )
    const described = await open().describe()
    expect(described.facts.countries).toEqual({})
    client = open(described)
    const addresses = (await first('customers', 'customers')).flatMap(({ fields }) => fields.addresses as Json[])
    expect(addresses[0]).toMatchObject({ country: null })
  } finally {
    sandbox.shoprenter.tokens.setScopes('minta-bolt', wanted)
  }
})

test('a profile stored before countries were read is used as it is', async () => {
  const { countries: _, ...facts } = profile.facts
  client = open({ ...profile, facts })
  const before = sandbox.stats.byPath.languages ?? 0
  expect((await first('customers', 'customers')).length).toBe(20)
  expect(sandbox.stats.byPath.languages ?? 0).toBe(before)
})

test('a missing scope is named', async () => {
  client = open(profile)
  const wanted = sandbox.shoprenter.tokens.wantedScopes()
  try {
    sandbox.shoprenter.tokens.setScopes(
      'minta-bolt',
      wanted.filter((name) => name !== 'customer.customer:read'),
    )
    await expect(first('customers', 'customers')).rejects.toMatchObject({
      kind: 'permanent',
      missingScope: 'customer.customer:read',
    })
  } finally {
    sandbox.shoprenter.tokens.setScopes('minta-bolt', wanted)
  }
})
