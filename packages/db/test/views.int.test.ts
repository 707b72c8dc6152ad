import { afterAll, beforeEach, expect, test } from 'vitest'
import { fromApi, second } from './rows.ts'
import { createStage, type Shop } from './stage.ts'

const stage = await createStage()
const { db, sql } = stage
afterAll(() => stage[Symbol.asyncDispose]())

let shop: Shop
beforeEach(async () => {
  shop = await stage.createShop()
})

const row = (externalId: string, fields: Parameters<typeof JSON.stringify>[0], raw = {}) => ({
  ...{ externalId, sourceUpdatedAt: second(5), fields, raw },
})

const mug = () =>
  fromApi(6, {
    products: [
      row(
        'p',
        { title: 'Bögre', status: 'enabled', handle: 'bogre', source_created_at: second(1).toISOString() },
        { innerId: '7' },
      ),
      row('q', { title: 'Bögre, kék', parent_external_id: 'p' }, { innerId: '8' }),
    ],
    product_variants: [
      row('p', {
        product_external_id: 'p',
        sku: 'MUG',
        price: '1270',
        price_net: '1000',
        currency: 'HUF',
        stock_quantity: '15',
        stocks: { 1: 12, 2: 3, 3: 0, 4: 0.5 },
      }),
      row('q', { product_external_id: 'q', sku: 'MUG-B' }),
    ],
  })

test('a product has its sku, its prices and its stocks beside its name', async () => {
  await db.mirror.writePage({ shopId: shop.id, rows: mug() })
  expect(
    await sql`
    select id, inner_id, sku, name, parent_id, status, url_alias, price_net, price_gross, currency, stock1, stock2, stock3, stock4, stock_quantity,
      created_at = ${second(1).toISOString()} and updated_at = ${second(5).toISOString()} as dated
    from shoprenter_products where shop_id = ${shop.id} order by id`,
  ).toEqual([
    {
      ...{ id: 'p', inner_id: '7', sku: 'MUG', name: 'Bögre', parent_id: null, status: 'enabled', url_alias: 'bogre' },
      ...{ price_net: '1000', price_gross: '1270', currency: 'HUF' },
      ...{ stock1: '12', stock2: '3', stock3: '0', stock4: '0.5', stock_quantity: '15', dated: true },
    },
    expect.objectContaining({ id: 'q', inner_id: '8', sku: 'MUG-B', name: 'Bögre, kék', parent_id: 'p', stock1: null }),
  ])
})

test('an order has its status by name and its lines in order', async () => {
  const rows = fromApi(6, {
    orders: [
      row('o', {
        number: '100',
        status: '3',
        status_name: 'Teljesítve',
        total: '2540',
        currency: 'HUF',
        customer_external_id: 'c',
      }),
    ],
    order_lines: [
      row('l2', {
        order_external_id: 'o',
        position: 1,
        sku: 'CUP',
        name: 'Csésze',
        quantity: '1',
        price: '540',
        total: '540',
      }),
      row('l1', {
        order_external_id: 'o',
        position: 0,
        sku: 'MUG',
        name: 'Bögre',
        quantity: '2',
        price: '1000',
        total: '2000',
      }),
    ],
  })
  await db.mirror.writePage({ shopId: shop.id, rows })
  expect(
    await sql`
    select id, number, status_id, status_name, total, customer_id, lines from shoprenter_orders where shop_id = ${shop.id}`,
  ).toEqual([
    {
      ...{ id: 'o', number: '100', status_id: '3', status_name: 'Teljesítve', total: '2540', customer_id: 'c' },
      lines: [
        { sku: 'MUG', name: 'Bögre', quantity: 2, price: 1000, total: 2000 },
        { sku: 'CUP', name: 'Csésze', quantity: 1, price: 540, total: 540 },
      ],
    },
  ])
})

test("customers have the platform's column names", async () => {
  const fields = {
    email: 'anna@example.com',
    first_name: 'Anna',
    last_name: 'Kiss',
    accepts_marketing: true,
    group_external_id: 'g',
  }
  await db.mirror.writePage({ shopId: shop.id, rows: fromApi(6, { customers: [row('c', fields, { innerId: '9' })] }) })
  expect(
    await sql`
    select id, inner_id, email, first_name, last_name, newsletter, customer_group_id from shoprenter_customers where shop_id = ${shop.id}`,
  ).toEqual([
    {
      id: 'c',
      inner_id: '9',
      email: 'anna@example.com',
      first_name: 'Anna',
      last_name: 'Kiss',
      newsletter: true,
      customer_group_id: 'g',
    },
  ])
})

test('what was deleted is not shown', async () => {
  await db.mirror.writePage({ shopId: shop.id, rows: mug() })
  await db.mirror.tombstone({ shopId: shop.id, table: 'products', externalIds: ['q'], at: second(9) })
  expect(await sql`select id from shoprenter_products where shop_id = ${shop.id}`).toEqual([{ id: 'p' }])
})

test('other platforms and uninstalled shops are not shown', async () => {
  const other = await stage.createShop({ platform: 'shopify' })
  for (const shopId of [shop.id, other.id]) await db.mirror.writePage({ shopId, rows: mug() })
  const shown = async () => (await sql`select distinct shop_id from shoprenter_products`).map((each) => each.shop_id)
  expect(await shown()).toContain(shop.id)
  expect(await shown()).not.toContain(other.id)
  await db.shops.uninstall(shop.id, { reason: 'test', dueAt: second(60) })
  expect(await shown()).not.toContain(shop.id)
})

test('views cannot be written, and say what they are', async () => {
  for (const view of ['shoprenter_products', 'shoprenter_orders', 'shoprenter_customers']) {
    const [about] = await sql`select obj_description(${view}::regclass) as comment`
    expect(about?.comment).toMatch(/^One row a ShopRenter/)
    await expect(sql`delete from ${sql(view)}`, view).rejects.toThrow('cannot delete from view')
  }
})
