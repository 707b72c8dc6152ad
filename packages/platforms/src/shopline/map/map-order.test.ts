import { expect, test } from 'vitest'
import { context, order } from '../testing/samples.ts'
import { mapObjects } from './index.ts'
import type { Wire } from './shapes.ts'
import { object } from './wire.ts'

const rowsOf = (changes: Wire = {}) => mapObjects('orders', [{ ...order, ...changes }], context)
const fieldsOf = (changes: Wire = {}) => rowsOf(changes).orders?.[0]?.fields
const linesOf = (...items: Wire[]) =>
  rowsOf({ subtotal_items: items }).order_lines?.map(({ externalId, fields }) => ({ externalId, ...fields }))

test('an order is read as the documentation shows it', () => {
  const [row] = rowsOf().orders ?? []
  expect(row?.externalId).toBe('bbbbbbbbbbbbbbbbbbbbbbbb')
  expect(row?.raw).toEqual(order)
  expect(row?.fields).toMatchObject({
    ...{ number: '20260101000000001', email: 'amy@example.com', phone: '0912345678', note: 'please call' },
    ...{ customer_external_id: 'dddddddddddddddddddddddd', status: 'confirmed', financial_status: 'completed' },
    ...{ fulfillment_status: 'shipped', payment_method: 'Bank', shipping_method: 'Home' },
    ...{ currency: 'TWD', total: '510', subtotal: '450', shipping_total: '60', tax_total: '0', discount_total: '0' },
    ...{ placed_at: '2026-01-01T02:00:00.000Z', cancelled_at: null, billing_address: null },
    shipping_address: {
      ...{ first_name: 'Amy', last_name: null, company: null, address1: 'Some Road 1', address2: '2F' },
      ...{ district: null, city: 'Taipei', province: null, postcode: '100', country: 'TW', country_name: 'Taiwan' },
      phone: '0912345678',
    },
  })
})

test('the history has what was told with a time, oldest first', () => {
  const times = { cancelled_at: '2026-01-03T00:00:00Z', confirmed_at: '2026-01-01T02:01:00.1Z' }
  expect(fieldsOf(times)?.history).toEqual(
    [
      ['created', '2026-01-01T02:00:00.000Z'],
      ['confirmed', '2026-01-01T02:01:00.100Z'],
      ['paid', '2026-01-01T02:05:00.000Z'],
      ['shipped', '2026-01-02T00:00:00.000Z'],
      ['cancelled', '2026-01-03T00:00:00.000Z'],
    ].map(([status, at]) => ({ status, status_name: status, comment: null, at })),
  )
})

test.each([
  ['its own change', { updated_at: '2026-01-05T00:00:00Z' }, '2026-01-05T00:00:00Z'],
  ['its delivery', {}, '2026-01-02T00:00:00Z'],
  ['its payment', { order_payment: { updated_at: '2026-01-06 00:00:00' } }, '2026-01-06T00:00:00Z'],
  ['the one that is told', { order_payment: null, order_delivery: null }, '2026-01-01T02:05:00Z'],
])('an order is as new as %s', (_title, changes, at) => {
  expect(rowsOf(changes).orders?.[0]?.sourceUpdatedAt).toEqual(new Date(at))
})

test('amounts of a currency without minor units are whole, also where dollars are missing', () => {
  const yen = { currency_iso: 'JPY', subtotal: { cents: 450 }, total: { cents: 510, dollars: 510.0 } }
  expect(fieldsOf(yen)).toMatchObject({ currency: 'JPY', subtotal: '450', total: '510' })
  expect(fieldsOf({ currency_iso: 'KWD', total: { cents: 1234 } })).toMatchObject({ currency: 'KWD', total: '1.234' })
})

test('a discount is positive, and the sum of the promotions where the order tells none', () => {
  expect(fieldsOf({ order_discount: { cents: -5000 } })).toMatchObject({ discount_total: '50' })
  const promotions = [{ discounted_amount: { cents: 1050 } }, { discounted_amount: { cents: 2000 } }]
  expect(fieldsOf({ order_discount: null, promotion_items: promotions })).toMatchObject({ discount_total: '30.5' })
})

test('a line is read as the documentation shows it', () => {
  expect(rowsOf().order_lines?.[0]).toMatchObject({
    externalId: 'l00000000000000000000001',
    sourceUpdatedAt: null,
    fields: {
      ...{ order_external_id: 'bbbbbbbbbbbbbbbbbbbbbbbb', product_external_id: 'cccccccccccccccccccccccc' },
      ...{ variant_external_id: 'ffffffffffffffffffffffff', position: 0, sku: 'MUG-01-R', name: 'Mug – Red' },
      ...{ quantity: '1', price: '450', total: '450', currency: 'TWD' },
    },
  })
})

test('what is in a product set follows it, without amounts and as often as the set', () => {
  const parts: Wire[] = [
    { id: 'p1', quantity: 3, sku: 'CUP', title_translations: { en: 'Cup' } },
    { id: 'p2', quantity: null, sku: 'LID', variation_id: 'v2' },
  ]
  const set = { id: 's1', item_type: 'productSet', item_id: 'set', quantity: 2, price: { cents: 10000 } }
  expect(linesOf({ ...set, child_products: parts }, { id: 'l2', quantity: 1 })).toMatchObject([
    { externalId: 's1', position: 0, product_external_id: 'set', quantity: '2', price: '100', total: '200' },
    {
      externalId: 's1:0',
      position: 1,
      product_external_id: 'p1',
      name: 'Cup',
      quantity: '6',
      price: null,
      total: null,
    },
    { externalId: 's1:1', position: 2, product_external_id: 'p2', variant_external_id: 'v2', quantity: '2' },
    { externalId: 'l2', position: 3 },
  ])
  expect(rowsOf({ subtotal_items: [set] }).fulfillments?.[0]?.fields.lines).toEqual([{ line_id: 's1', quantity: '2' }])
})

test('a gift is a line that costs nothing, and what was typed in by hand is no product', () => {
  const gift = { id: 'g', item_type: 'Gift', item_id: 'gift', item_variation_key: '', quantity: 1, total: { cents: 0 } }
  const typed = { id: 't', item_type: 'CustomProduct', item_id: 'x', quantity: 2, price: { cents: 500 } }
  expect(linesOf(gift, typed)).toMatchObject([
    { product_external_id: 'gift', variant_external_id: 'gift', total: '0' },
    { product_external_id: null, variant_external_id: null, price: '5', total: '10' },
  ])
})

test('a sale price is what one cost, where nothing nearer is told', () => {
  const [line] = linesOf({ id: 'l', quantity: '3', price: { cents: 500 }, price_sale: { cents: 450 } }) ?? []
  expect(line).toMatchObject({ price: '4.5', total: '13.5' })
})

test('an order’s delivery is its fulfilment, with the tracking that stands beside it', () => {
  expect(rowsOf().fulfillments).toEqual([
    {
      externalId: 'd00000000000000000000001',
      sourceUpdatedAt: null,
      fields: {
        source_created_at: '2026-01-01T02:00:00.000Z',
        ...{ order_external_id: 'bbbbbbbbbbbbbbbbbbbbbbbb', status: 'shipped', carrier: 'Carrier' },
        ...{ tracking_numbers: ['AB123'], tracking_urls: ['https://track.example/AB123'] },
        lines: [{ line_id: 'l00000000000000000000001', quantity: '1' }],
      },
      raw: { ...object(order.order_delivery), delivery_data: order.delivery_data },
    },
  ])
  expect(rowsOf({ order_delivery: null }).fulfillments).toEqual([])
  const [plain] = rowsOf({ delivery_data: null }).fulfillments ?? []
  expect(plain?.fields).toMatchObject({ carrier: 'Home', tracking_numbers: [], tracking_urls: [] })
})

test('a parcel for a shop nearby says which, and who fetches it', () => {
  const data = { location_name: 'Corner 7', location_code: '991', store_address: 'Road 7', recipient_name: 'Bea' }
  expect(fieldsOf({ delivery_address: null, delivery_data: data })?.shipping_address).toMatchObject({
    ...{ first_name: 'Bea', address1: 'Road 7', store_name: 'Corner 7', store_code: '991' },
  })
})

test.each(['temp', 'removed'])('an order that is %s is no row', (status) => {
  expect(rowsOf({ status })).toEqual({ orders: [], order_lines: [], fulfillments: [] })
})
