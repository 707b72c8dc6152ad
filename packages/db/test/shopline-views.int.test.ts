import { afterAll, beforeEach, expect, test } from 'vitest'
import { fromApi, second } from './rows.ts'
import { createStage, type Shop } from './stage.ts'

const stage = await createStage()
const { db, sql } = stage
afterAll(() => stage[Symbol.asyncDispose]())

const views = [
  ...['shopline_products', 'shopline_product_variants', 'shopline_orders', 'shopline_fulfillments'],
  ...['shopline_customers', 'shopline_categories', 'shopline_warehouses', 'shopline_stocks'],
]

let shop: Shop
beforeEach(async () => {
  shop = await stage.createShop({ platform: 'shopline' })
  await db.mirror.writePage({ shopId: shop.id, rows: goods() })
})

type Value = null | boolean | number | string | Value[] | { [key: string]: Value }
type Values = Record<string, Value>
const row = (externalId: string, fields: Values, raw: Values = {}) => ({
  ...{ externalId, sourceUpdatedAt: second(5), fields, raw },
})
const level = (item: string, warehouse: string, available: string | null) =>
  row(`${item}-${warehouse}`, { inventory_item_id: item, location_external_id: warehouse, available })
const moment = (status: string, at: number) => ({ status, status_name: status, at: second(at).toISOString() })

function goods() {
  return fromApi(6, {
    locations: [
      row('w1', { name: 'Taipei', active: true }, { status: 'active' }),
      row('w2', { name: 'Kaohsiung', active: false }, { status: 'transferring' }),
    ],
    categories: [row('c2', { parent_external_id: 'c1', name: '杯子', status: 'active', position: 3 }, { key: 'cups' })],
    products: [
      row(
        'p1',
        {
          title: 'Mug',
          status: 'active',
          vendor: 'Clay',
          category_external_ids: ['c2'],
          texts: { en: { title: 'Mug' } },
        },
        { retail_status: 'draft' },
      ),
    ],
    product_variants: [
      row('v1', {
        ...{ product_external_id: 'p1', inventory_item_id: 'v1', sku: 'MUG-R', currency: 'TWD', orderable: false },
        ...{ price: '399', compare_at_price: '450', stock_quantity: '12' },
      }),
      row('p2', { product_external_id: 'p2', inventory_item_id: 'p2', sku: 'CUP', price: '450.5', orderable: true }),
    ],
    inventory_levels: [level('v1', 'w1', '12'), level('v1', 'w2', '0'), level('p2', 'w1', null)],
    customers: [
      row(
        'u1',
        { email: 'amy@example.com', first_name: '王小明', last_name: null, status: 'member', group_external_id: 't1' },
        { tags: ['vip'], memo: 'prefers LINE', locale_code: 'zh-hant' },
      ),
    ],
    orders: [
      row(
        'o1',
        {
          ...{ number: '20260101000000001', status: 'completed', financial_status: 'completed', currency: 'TWD' },
          ...{
            fulfillment_status: 'arrived',
            total: '510',
            subtotal: '450',
            shipping_total: '60',
            email: 'a@example.com',
          },
          ...{ customer_external_id: 'u1', placed_at: second(1).toISOString() },
          history: [moment('created', 1), moment('paid', 2), moment('shipped', 3), moment('arrived', 4)],
        },
        { tags: ['gift'], customer_name: '王小明' },
      ),
    ],
    order_lines: [
      row('l2', { order_external_id: 'o1', position: 1, sku: 'CUP', quantity: '1', price: '60' }),
      row('l1', { order_external_id: 'o1', position: 0, sku: 'MUG-R', quantity: '1', price: '390' }),
    ],
    fulfillments: [
      row(
        'd1',
        { order_external_id: 'o1', status: 'arrived', carrier: 'Carrier', tracking_numbers: ['AB123'] },
        { delivery_status: 'arrived' },
      ),
    ],
  })
}

test('a product, what can be bought of it and what each warehouse has stand apart', async () => {
  expect(
    await sql`select id, title, status, retail_status, brand, category_ids, texts from shopline_products
      where shop_id = ${shop.id}`,
  ).toEqual([
    {
      ...{ id: 'p1', title: 'Mug', status: 'active', retail_status: 'draft', brand: 'Clay', category_ids: ['c2'] },
      texts: { en: { title: 'Mug' } },
    },
  ])
  expect(
    await sql`select variant_id, product_id, sku, warehouse_id, warehouse_name, quantity from shopline_stocks
      where shop_id = ${shop.id} order by sku, warehouse_id`,
  ).toEqual([
    { variant_id: 'p2', product_id: 'p2', sku: 'CUP', warehouse_id: 'w1', warehouse_name: 'Taipei', quantity: null },
    { variant_id: 'v1', product_id: 'p1', sku: 'MUG-R', warehouse_id: 'w1', warehouse_name: 'Taipei', quantity: '12' },
    {
      variant_id: 'v1',
      product_id: 'p1',
      sku: 'MUG-R',
      warehouse_id: 'w2',
      warehouse_name: 'Kaohsiung',
      quantity: '0',
    },
  ])
})

test('a variant has the price, the sale price and the one that counts', async () => {
  expect(
    await sql`select id, is_variation, effective_price, price, price_sale, quantity, quantity_by_warehouse, sells_without_stock
      from shopline_product_variants where shop_id = ${shop.id} order by sku`,
  ).toEqual([
    {
      ...{ id: 'p2', is_variation: false, effective_price: '450.5', price: '450.5', price_sale: null },
      ...{ quantity: null, quantity_by_warehouse: { w1: null }, sells_without_stock: true },
    },
    {
      ...{ id: 'v1', is_variation: true, effective_price: '399', price: '450', price_sale: '399' },
      ...{ quantity: '12', quantity_by_warehouse: { w1: 12, w2: 0 }, sells_without_stock: false },
    },
  ])
})

test('an order has its three statuses, its items in order and when it was paid', async () => {
  expect(
    await sql`select id, order_number, status, payment_status, delivery_status, customer_id, customer_name, total,
      delivery_fee, tags, paid_at = ${second(2).toISOString()} as paid, confirmed_at, items
      from shopline_orders where shop_id = ${shop.id}`,
  ).toEqual([
    {
      ...{ id: 'o1', order_number: '20260101000000001', status: 'completed', payment_status: 'completed' },
      ...{ delivery_status: 'arrived', customer_id: 'u1', customer_name: '王小明', total: '510', delivery_fee: '60' },
      ...{ tags: ['gift'], paid: true, confirmed_at: null },
      items: [
        expect.objectContaining({ id: 'l1', sku: 'MUG-R', price: 390 }),
        expect.objectContaining({ id: 'l2', sku: 'CUP', price: 60 }),
      ],
    },
  ])
})

test('a delivery says where it is, since when and how to follow it', async () => {
  expect(
    await sql`select id, order_id, status, logistics_status, delivery_provider, tracking_numbers,
      shipped_at = ${second(3).toISOString()} as shipped, arrived_at = ${second(4).toISOString()} as arrived, collected_at
      from shopline_fulfillments where shop_id = ${shop.id}`,
  ).toEqual([
    {
      ...{ id: 'd1', order_id: 'o1', status: 'arrived', logistics_status: 'arrived', delivery_provider: 'Carrier' },
      ...{ tracking_numbers: ['AB123'], shipped: true, arrived: true, collected_at: null },
    },
  ])
})

test('an order without history still has its delivery', async () => {
  await sql`update orders set history = null where shop_id = ${shop.id}`
  expect(await sql`select paid_at from shopline_orders where shop_id = ${shop.id}`).toEqual([{ paid_at: null }])
  expect(await sql`select shipped_at from shopline_fulfillments where shop_id = ${shop.id}`).toEqual([
    { shipped_at: null },
  ])
})

test("customers, categories and warehouses have the platform's column names", async () => {
  expect(
    await sql`select id, name, email, status, membership_tier_id, memo, tags from shopline_customers
      where shop_id = ${shop.id}`,
  ).toEqual([
    {
      ...{ id: 'u1', name: '王小明', email: 'amy@example.com', status: 'member', membership_tier_id: 't1' },
      ...{ memo: 'prefers LINE', tags: ['vip'] },
    },
  ])
  expect(
    await sql`select id, parent_id, name, key, status, priority from shopline_categories where shop_id = ${shop.id}`,
  ).toEqual([{ id: 'c2', parent_id: 'c1', name: '杯子', key: 'cups', status: 'active', priority: 3 }])
  expect(
    await sql`select id, name, status, is_active from shopline_warehouses where shop_id = ${shop.id} order by id`,
  ).toEqual([
    { id: 'w1', name: 'Taipei', status: 'active', is_active: true },
    { id: 'w2', name: 'Kaohsiung', status: 'transferring', is_active: false },
  ])
})

test('what was deleted is not shown, neither alone nor inside another row', async () => {
  const at = second(9)
  await db.mirror.tombstone({ shopId: shop.id, table: 'product_variants', externalIds: ['p2'], at })
  await db.mirror.tombstone({ shopId: shop.id, table: 'inventory_levels', externalIds: ['v1-w2'], at })
  await db.mirror.tombstone({ shopId: shop.id, table: 'locations', externalIds: ['w1'], at })
  expect(await sql`select quantity_by_warehouse from shopline_product_variants where shop_id = ${shop.id}`).toEqual([
    { quantity_by_warehouse: { w1: 12 } },
  ])
  expect(await sql`select variant_id, warehouse_name from shopline_stocks where shop_id = ${shop.id}`).toEqual([
    { variant_id: 'v1', warehouse_name: null },
  ])
})

test.each(views)('%s shows only live rows of this platform, is read-only, and has a comment', async (view) => {
  const other = await stage.createShop({ platform: 'shopify' })
  await db.mirror.writePage({ shopId: other.id, rows: goods() })
  const shown = async () => (await sql`select distinct shop_id from ${sql(view)}`).map((each) => each.shop_id)
  expect(await shown()).toContain(shop.id)
  expect(await shown()).not.toContain(other.id)
  await db.shops.uninstall(shop.id, { reason: 'test', dueAt: second(60) })
  expect(await shown()).not.toContain(shop.id)

  const [about] = await sql`select obj_description(${view}::regclass) as comment`
  expect(about?.comment).toMatch(/^One row a SHOPLINE/)
  await expect(sql`delete from ${sql(view)}`).rejects.toThrow('cannot delete from view')
})
