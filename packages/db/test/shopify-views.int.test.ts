import { afterAll, beforeEach, expect, test } from 'vitest'
import { fromApi, second } from './rows.ts'
import { createStage, type Shop } from './stage.ts'

const stage = await createStage()
const { db, sql } = stage
afterAll(() => stage[Symbol.asyncDispose]())

const views = [
  'shopify_products',
  'shopify_product_variants',
  'shopify_orders',
  'shopify_fulfillments',
  'shopify_customers',
]

let shop: Shop
beforeEach(async () => {
  shop = await stage.createShop({ platform: 'shopify' })
  await db.mirror.writePage({ shopId: shop.id, rows: goods() })
})

const row = (externalId: string, fields: Record<string, string | number | string[]>) => ({
  ...{ externalId, sourceUpdatedAt: second(5), fields, raw: {} },
})
const money = { currency: 'HUF', total: '2540.50', subtotal: '2000.40', shipping_total: '540.10' }

function goods() {
  return fromApi(6, {
    products: [row('1', { title: 'Bögre', handle: 'bogre', status: 'ACTIVE', category_external_ids: ['7'] })],
    product_variants: [
      row('6000000000000000011', { product_external_id: '1', sku: 'MUG', price: '1270.00', inventory_item_id: '21' }),
      row('12', { product_external_id: '1', sku: 'MUG-B', stock_quantity: '0' }),
    ],
    inventory_levels: [
      row('21-3', { inventory_item_id: '21', location_external_id: '3', available: '12' }),
      row('21-4', { inventory_item_id: '21', location_external_id: '4', available: '0' }),
    ],
    customers: [row('31', { email: 'anna@example.com', first_name: 'Anna', last_name: 'Kiss', status: 'ENABLED' })],
    orders: [
      row('41', {
        ...{ number: '#1001', financial_status: 'PAID', fulfillment_status: 'FULFILLED', ...money },
        ...{ presentment_currency: 'EUR', presentment_total: '6.51', customer_external_id: '31' },
        ...{ placed_at: second(2).toISOString(), source_created_at: second(1).toISOString() },
      }),
    ],
    order_lines: [
      row('52', { order_external_id: '41', position: 1, sku: 'CUP', quantity: '1', price: '540.10' }),
      row('51', { order_external_id: '41', position: 0, sku: 'MUG', quantity: '2', price: '1000.20' }),
    ],
    fulfillments: [
      row('61', { order_external_id: '41', status: 'SUCCESS', carrier: 'GLS', tracking_numbers: ['GLS-1'] }),
    ],
    refunds: [
      row('71', { order_external_id: '41', amount: '40.25' }),
      row('72', { order_external_id: '41', amount: '0.25' }),
    ],
  })
}

test('a product and its variants stand apart, with what each location can sell', async () => {
  const products =
    await sql`select id, title, handle, status, collection_ids from shopify_products where shop_id = ${shop.id}`
  expect(products).toEqual([{ id: '1', title: 'Bögre', handle: 'bogre', status: 'ACTIVE', collection_ids: ['7'] }])
  expect(
    await sql`select id, product_id, sku, price, inventory_quantity, available_by_location from shopify_product_variants
      where shop_id = ${shop.id} order by sku`,
  ).toEqual([
    {
      ...{ id: '6000000000000000011', product_id: '1', sku: 'MUG', price: '1270.00', inventory_quantity: null },
      available_by_location: { 3: 12, 4: 0 },
    },
    {
      ...{ id: '12', product_id: '1', sku: 'MUG-B', price: null, inventory_quantity: '0' },
      available_by_location: null,
    },
  ])
})

test('an order has both currencies, its lines in order and what was paid back', async () => {
  expect(
    await sql`select id, name, financial_status, total_price, currency, presentment_currency, presentment_total_price,
      customer_id, total_refunded, processed_at = ${second(2).toISOString()} as processed,
      created_at = ${second(1).toISOString()} as created, line_items
      from shopify_orders where shop_id = ${shop.id}`,
  ).toEqual([
    {
      ...{ id: '41', name: '#1001', financial_status: 'PAID', total_price: '2540.50', currency: 'HUF' },
      ...{ presentment_currency: 'EUR', presentment_total_price: '6.51', customer_id: '31', total_refunded: '40.50' },
      ...{ processed: true, created: true },
      line_items: [
        expect.objectContaining({ id: '51', sku: 'MUG', quantity: 2, price: 1000.2 }),
        expect.objectContaining({ id: '52', sku: 'CUP', quantity: 1, price: 540.1 }),
      ],
    },
  ])
})

test("fulfillments have tracking, and customers the platform's column names", async () => {
  expect(
    await sql`select id, order_id, status, tracking_company, tracking_numbers from shopify_fulfillments where shop_id = ${shop.id}`,
  ).toEqual([{ id: '61', order_id: '41', status: 'SUCCESS', tracking_company: 'GLS', tracking_numbers: ['GLS-1'] }])
  expect(
    await sql`select id, email, first_name, last_name, state from shopify_customers where shop_id = ${shop.id}`,
  ).toEqual([{ id: '31', email: 'anna@example.com', first_name: 'Anna', last_name: 'Kiss', state: 'ENABLED' }])
})

test('what was deleted is not shown, neither alone nor inside another row', async () => {
  await db.mirror.tombstone({ shopId: shop.id, table: 'product_variants', externalIds: ['12'], at: second(9) })
  await db.mirror.tombstone({ shopId: shop.id, table: 'inventory_levels', externalIds: ['21-4'], at: second(9) })
  expect(await sql`select available_by_location from shopify_product_variants where shop_id = ${shop.id}`).toEqual([
    { available_by_location: { 3: 12 } },
  ])
})

test.each(views)('%s shows only live rows of this platform, is read-only, and has a comment', async (view) => {
  const other = await stage.createShop({ platform: 'shoprenter' })
  await db.mirror.writePage({ shopId: other.id, rows: goods() })
  const shown = async () => (await sql`select distinct shop_id from ${sql(view)}`).map((each) => each.shop_id)
  expect(await shown()).toContain(shop.id)
  expect(await shown()).not.toContain(other.id)
  await db.shops.uninstall(shop.id, { reason: 'test', dueAt: second(60) })
  expect(await shown()).not.toContain(shop.id)

  const [about] = await sql`select obj_description(${view}::regclass) as comment`
  expect(about?.comment).toMatch(/^One row a Shopify/)
  await expect(sql`delete from ${sql(view)}`).rejects.toThrow('cannot delete from view')
})
