import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ShopEvent } from '../../../contract/shop-event.ts'
import { settings } from '../../settings.ts'
import { topicsFor } from '../topics.ts'
import { readWebhook } from './index.ts'

const TRIGGERED = new Date('2026-01-02T08:00:00Z')

function read(topic: string, body: unknown, triggeredAt: Date | undefined = TRIGGERED): ShopEvent[] {
  return readWebhook({
    ...{ deliveryId: 'd', topic, domain: 'minta-bolt.myshopify.com', contentType: 'application/json' },
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    receivedAt: new Date('2026-01-02T08:00:05Z'),
    ...(triggeredAt && { triggeredAt }),
  })
}

/** Rows of the only event, by table; `rereads` allows for one more, which has the object read again. */
function rowsIn(events: ShopEvent[], { rereads = false } = {}) {
  const [event, ...others] = events
  if (event?.kind !== 'rows') throw new Error(`No rows but ${JSON.stringify(events)}`)
  expect(others.map(({ kind }) => kind)).toEqual(rereads ? ['refetch'] : [])
  return event.rows.rows
}

/**
 * Shopify's own sample bodies are not ours to ship. Where a copy of them lies beside the checkout they are read, else
 * bodies of ours of the same shape have to do.
 */
function sample(name: string, ours: string): string {
  const file = new URL(`../../../../../../shared/samples/shopify/${name}.json`, import.meta.url)
  if (existsSync(file)) return readFileSync(file, 'utf8')
  console.info(`Shopify's sample ${name}.json does not lie beside the checkout: checked with a body of ours.`)
  return ours
}

const gid = (type: string, id: string) => `"admin_graphql_api_id":"gid://shopify/${type}/${id}"`
const variant = (id: string, option: string) =>
  `{"id":${id},${gid('ProductVariant', id)},"title":"${option}","price":"19.99","compare_at_price":"24.99","sku":null,"barcode":null,
  "option1":"${option}","inventory_policy":"deny","inventory_quantity":75,"inventory_item_id":null,"position":1,
  "created_at":"2021-12-29T19:00:00-05:00","updated_at":"2021-12-30T19:00:00-05:00"}`
const product = (variants: string, named: string) =>
  `{"id":788032119674292922,${gid('Product', '788032119674292922')},"title":"Example T-Shirt","body_html":"An example T-Shirt",
  "handle":"example-t-shirt","product_type":"Shirts","vendor":"Acme","status":"active","tags":"example, mens, t-shirt",
  "created_at":null,"updated_at":"2021-12-31T19:00:00-05:00","options":[],"images":[],
  "variants":[${variants}],"variant_gids":[${named}]}`
const small = '642667041472713922'
const medium = '757650484644203962'
const named = [small, medium].map((id) => `{${gid('ProductVariant', id)}}`).join(',')

describe('a product', () => {
  const whole = sample('products_create', product(`${variant(small, 'Small')},${variant(medium, 'Medium')}`, named))

  test('comes whole from its body, with every digit of its ids', () => {
    const { products, product_variants: variants } = rowsIn(read('products/update', whole))
    expect(products).toMatchObject([
      {
        externalId: '788032119674292922',
        sourceUpdatedAt: new Date('2022-01-01T00:00:00Z'),
        fields: {
          ...{ title: 'Example T-Shirt', handle: 'example-t-shirt', status: 'ACTIVE', vendor: 'Acme' },
          ...{ product_type: 'Shirts', description_html: 'An example T-Shirt', images: [] },
          tags: ['example', 'mens', 't-shirt'],
        },
        raw: { id: '788032119674292922', body_html: 'An example T-Shirt' },
      },
    ])
    expect(variants?.map(({ externalId }) => externalId)).toEqual([small, medium])
    expect(variants?.[0]).toMatchObject({
      sourceUpdatedAt: new Date('2021-12-31T00:00:00Z'),
      fields: {
        ...{ product_external_id: '788032119674292922', title: 'Small', price: '19.99', compare_at_price: '24.99' },
        ...{ sku: null, stock_quantity: '75', orderable: false, options: [{ name: null, value: 'Small' }] },
      },
    })
  })

  test('columns that no webhook contains are left out, so that they are not emptied', () => {
    const { products, product_variants: variants } = rowsIn(read('products/update', whole))
    expect(products?.[0]?.fields).not.toHaveProperty('category_external_ids')
    for (const column of ['cost', 'weight', 'currency', 'prices', 'stocks'])
      expect(variants?.[0]?.fields).not.toHaveProperty(column)
  })

  const hint = [{ kind: 'refetch', resource: 'products', externalId: '788032119674292922' }]

  test('that is new is mirrored at once, and read for what no webhook holds', () => {
    expect(read('products/create', whole)).toMatchObject([{ kind: 'rows' }, ...hint])
    expect(read('products/create', product(variant(small, 'Small'), named))).toEqual(hint)
  })

  test('whose variants are cut is a hint: those left out would be taken for gone', () => {
    expect(read('products/update', product(variant(small, 'Small'), named))).toEqual(hint)
  })

  test.each([99, 100])('%i variants are whole below a hundred only', (count) => {
    const ids = Array.from({ length: count }, (_, index) => String(9_000_000_000_000_000_000n + BigInt(index)))
    const many = product(
      ids.map((id) => variant(id, id)).join(','),
      ids.map((id) => `{${gid('ProductVariant', id)}}`).join(','),
    )
    expect(read('products/update', many).map(({ kind }) => kind)).toEqual([count < 100 ? 'rows' : 'refetch'])
  })

  test('without variants, without their list, or without a version is a hint', () => {
    const partial = { id: 5, updated_at: '2026-01-01T00:00:00Z', variant_gids: [] }
    const one = { id: 6, updated_at: '2026-01-01T00:00:00Z' }
    for (const body of [
      partial,
      { ...partial, variants: [] },
      { id: 5, updated_at: partial.updated_at, variants: [one] },
    ])
      expect(read('products/update', body)).toEqual([{ kind: 'refetch', resource: 'products', externalId: '5' }])
    expect(
      read('products/update', whole.replaceAll('"updated_at": ', '"x": ').replaceAll('"updated_at":', '"x":')),
    ).toEqual(hint)
  })

  test.each([
    ['products', 'status', (text: string) => text.replace('"status":"active"', '"status":"unheard_of"')],
    ['products', 'tags', (text: string) => text.replace('"tags"', '"x"')],
    ['products', 'images', (text: string) => text.replace('"images"', '"x"')],
    ['product_variants', 'orderable', (text: string) => text.replaceAll('"inventory_policy"', '"x"')],
    ['product_variants', 'stock_quantity', (text: string) => text.replaceAll('"inventory_quantity"', '"x"')],
    ['product_variants', 'options', (text: string) => text.replaceAll('"options"', '"x"')],
    ['product_variants', 'barcode', (text: string) => text.replaceAll('"barcode"', '"x"')],
  ] as const)('in %s %s is not named where the body does not say it, and read again', (table, name, change) => {
    const ours = product(`${variant(small, 'Small')},${variant(medium, 'Medium')}`, named)
    const events = read('products/update', change(ours))
    expect(rowsIn(events, { rereads: true })[table]?.[0]?.fields).not.toHaveProperty(name)
    expect(events.slice(1)).toEqual(hint)
  })

  test('has variants of which the API knows more: a new one is read', () => {
    const { product_variants: variants } = rowsIn(read('products/update', whole))
    expect(variants?.every(({ isPartial }) => isPartial)).toBe(true)
  })

  test('is gone when it happened, not when we heard of it', () => {
    const gone = { kind: 'deleted', resource: 'products', externalId: '788032119674292922' }
    expect(read('products/delete', '{"id":788032119674292922}')).toEqual([{ ...gone, at: TRIGGERED }])
  })
})

describe('a customer', () => {
  const body = sample('customers_create', '{"id":706405506930370084,"email":"bob@biller.com","first_name":"Bob"}')

  test('is a hint: neither consent nor tags are in the body', () => {
    expect(read('customers/create', body)).toEqual([
      { kind: 'refetch', resource: 'customers', externalId: '706405506930370084' },
    ])
  })

  test('merged into another, both are read again', () => {
    const merged = {
      admin_graphql_api_customer_kept_id: 'gid://shopify/Customer/1',
      admin_graphql_api_customer_deleted_id: 'gid://shopify/Customer/2',
    }
    expect(read('customers/merge', merged)).toMatchObject([{ externalId: '1' }, { externalId: '2' }])
  })
})

const set = (shop: string, shown = shop) => ({
  shop_money: { amount: shop, currency_code: 'HUF' },
  presentment_money: { amount: shown, currency_code: shown === shop ? 'HUF' : 'EUR' },
})
const order = {
  ...{ id: '6000000000000000501', name: '#1001', email: 'a@example.com', phone: null, note: 'gift' },
  ...{ created_at: '2026-01-01T10:00:00+01:00', updated_at: '2026-01-02T09:00:00+01:00' },
  ...{ processed_at: '2026-01-01T10:00:00+01:00', cancelled_at: null, closed_at: null },
  ...{
    currency: 'HUF',
    presentment_currency: 'HUF',
    financial_status: 'partially_refunded',
    fulfillment_status: 'partial',
  },
  ...{ total_price: '2540.00', total_price_set: set('2540.00'), subtotal_price: '2540.00', total_tax: '540.00' },
  ...{ total_discounts: '0.00', total_line_items_price: '2540.00', total_shipping_price_set: set('0.00') },
  customer: { id: '706405506930370084' },
  shipping_address: { first_name: 'Anna', zip: '1051', city: 'Budapest', country: 'Hungary', country_code: 'HU' },
  billing_address: null,
  shipping_lines: [{ title: 'GLS' }],
  payment_gateway_names: ['shopify_payments', 'gift_card'],
  line_items: [
    {
      ...{ id: '9007199254740993', product_id: 1, variant_id: '9223372036854775807', sku: 'A-1', name: 'Shirt - S' },
      ...{ quantity: 2, price: '1270.00', tax_lines: [{ rate: 0.27, title: 'ÁFA' }] },
    },
  ],
  fulfillments: [
    {
      ...{ id: 41, order_id: '6000000000000000501', status: 'success', updated_at: '2026-01-02T08:30:00+01:00' },
      created_at: '2026-01-02T08:30:00+01:00',
      ...{ tracking_company: 'GLS', tracking_numbers: ['T1'], tracking_urls: [], line_items: [{ id: 7, quantity: 1 }] },
    },
  ],
  refunds: [
    {
      ...{
        id: 51,
        created_at: '2026-01-02T09:00:00+01:00',
        note: 'broken',
        refund_line_items: [{ line_item_id: 7, quantity: 1, subtotal_set: set('1270.00') }],
      },
      transactions: [
        { kind: 'refund', status: 'success', amount: '1000.00', currency: 'HUF' },
        { kind: 'refund', status: 'success', amount: '270.5', currency: 'HUF' },
        { kind: 'refund', status: 'failure', amount: '5.00', currency: 'HUF' },
      ],
    },
  ],
}

describe('an order', () => {
  const id = order.id
  const hint = [{ kind: 'refetch', resource: 'orders', externalId: id }]

  test('comes whole from its body, with all that belongs to it', () => {
    const rows = rowsIn(read('orders/updated', { ...order, fulfillment_status: 'fulfilled' }))
    expect(rows.orders).toMatchObject([
      {
        externalId: id,
        sourceUpdatedAt: TRIGGERED,
        fields: {
          ...{ number: '#1001', email: 'a@example.com', phone: null, customer_external_id: '706405506930370084' },
          ...{ status: 'OPEN', financial_status: 'PARTIALLY_REFUNDED', fulfillment_status: 'FULFILLED' },
          ...{ currency: 'HUF', total: '2540.00', tax_total: '540.00', shipping_total: '0.00' },
          ...{ presentment_currency: null, presentment_total: null, placed_at: '2026-01-01T09:00:00.000Z' },
          ...{ shipping_method: 'GLS', payment_method: 'shopify_payments, gift_card', billing_address: null },
          shipping_address: { first_name: 'Anna', postcode: '1051', country: 'HU', country_name: 'Hungary' },
        },
      },
    ])
    expect(rows.order_lines).toMatchObject([
      {
        externalId: '9007199254740993',
        fields: {
          ...{ order_external_id: id, variant_external_id: '9223372036854775807', quantity: '2', price: '1270.00' },
          ...{ total: '2540', tax_rate: '27', currency: 'HUF' },
        },
      },
    ])
    expect(rows.fulfillments).toMatchObject([
      { externalId: '41', fields: { order_external_id: id, status: 'SUCCESS', tracking_numbers: ['T1'] } },
    ])
    expect(rows.refunds).toMatchObject([
      { externalId: '51', fields: { amount: '1270.5', currency: 'HUF', note: 'broken' } },
    ])
  })

  test('without any fulfilment or refund says so: those that were there are gone', () => {
    const unsent = { ...order, fulfillments: [], refunds: [], fulfillment_status: null }
    const rows = rowsIn(read('orders/create', unsent), { rereads: true })
    expect(rows).toMatchObject({
      fulfillments: [],
      refunds: [],
      orders: [{ initial: { fulfillment_status: 'UNFULFILLED' } }],
    })
  })

  test('in another currency has the money of the shop, and what the customer saw', () => {
    const shown = { ...order, presentment_currency: 'EUR', total_price_set: set('2540.00', '6.35') }
    expect(rowsIn(read('orders/create', shown), { rereads: true }).orders?.[0]?.fields).toMatchObject({
      ...{ currency: 'HUF', total: '2540.00', presentment_currency: 'EUR', presentment_total: '6.35' },
    })
  })

  test.each([
    ['lines that do not add up', { total_line_items_price: '9999.00' }],
    ['no lines', { line_items: undefined }],
    ['a line without an id', { line_items: [{ ...order.line_items[0], id: null }] }],
    ['no fulfilments', { fulfillments: undefined }],
    ['no refunds', { refunds: null }],
    [
      'a refund in another currency',
      { refunds: [{ id: 1, transactions: [{ kind: 'refund', status: 'success', amount: '1', currency: 'EUR' }] }] },
    ],
    ['no version', { updated_at: null }],
    [
      '250 lines',
      { line_items: Array.from({ length: 250 }, (_, index) => ({ id: index + 1, price: '10.16', quantity: 1 })) },
    ],
  ])('with %s is a hint', (_, change) => {
    expect(read('orders/updated', { ...order, ...change })).toEqual(hint)
  })

  test('cancelled, closed or open', () => {
    const statusOf = (change: object) =>
      rowsIn(read('orders/updated', { ...order, ...change }), { rereads: true }).orders?.[0]?.fields.status
    const at = '2026-01-02T09:00:00+01:00'
    expect([{}, { closed_at: at }, { closed_at: at, cancelled_at: at }].map(statusOf)).toEqual([
      'OPEN',
      'CLOSED',
      'CANCELLED',
    ])
  })

  test.each([
    ['nothing was sent', null, 'UNFULFILLED'],
    ['some was sent', 'partial', 'PARTIALLY_FULFILLED'],
    ['all of it is back', 'restocked', 'UNFULFILLED'],
  ])('of which a body says that %s may be on hold, scheduled or in progress: read again', (_, word, known) => {
    const events = read('orders/updated', { ...order, fulfillment_status: word })
    const [row] = rowsIn(events, { rereads: true }).orders ?? []
    expect(row?.fields).not.toHaveProperty('fulfillment_status')
    expect(row?.initial).toEqual({ fulfillment_status: known })
    expect(events.slice(1)).toEqual(hint)
  })

  test.each(['someday', 7, undefined])('whose fulfilment is %j, which nobody knows, says nothing of it', (word) => {
    const events = read('orders/updated', { ...order, fulfillment_status: word })
    const [row] = rowsIn(events, { rereads: true }).orders ?? []
    expect({ ...row?.initial, ...row?.fields }).not.toHaveProperty('fulfillment_status')
  })

  const paid = [
    'authorized',
    'expired',
    'paid',
    'partially_paid',
    'partially_refunded',
    'pending',
    'refunded',
    'voided',
  ]
  test.each(paid)('whose payment is %s is so in the API, in capitals', (word) => {
    const rows = rowsIn(read('orders/updated', { ...order, financial_status: word, fulfillment_status: 'fulfilled' }))
    expect(rows.orders?.[0]?.fields.financial_status).toBe(word.toUpperCase())
  })

  const sent = { ...order, fulfillment_status: 'fulfilled' }
  const [line, parcel, refund] = [order.line_items[0], order.fulfillments[0], order.refunds[0]]
  const without = (body: object | undefined, ...keys: string[]) =>
    Object.fromEntries(Object.entries(body ?? {}).filter(([name]) => !keys.includes(name)))

  test.each([
    ['orders', ['shipping_total'], without(sent, 'total_shipping_price_set')],
    ['orders', ['subtotal', 'tax_total'], without(sent, 'subtotal_price', 'total_tax')],
    ['orders', ['presentment_currency', 'presentment_total'], without(sent, 'presentment_currency')],
    ['orders', ['status'], without(sent, 'closed_at')],
    ['orders', ['status', 'cancelled_at'], without(sent, 'cancelled_at')],
    ['orders', ['shipping_address'], without(sent, 'shipping_address')],
    ['orders', ['email', 'phone', 'note', 'number'], without(sent, 'email', 'phone', 'note', 'name')],
    ['orders', ['customer_external_id'], without(sent, 'customer')],
    ['orders', ['shipping_method', 'payment_method'], without(sent, 'shipping_lines', 'payment_gateway_names')],
    ['orders', ['shipping_method', 'payment_method'], { ...sent, shipping_lines: null, payment_gateway_names: null }],
    ['orders', ['financial_status'], { ...sent, financial_status: null }],
    ['orders', ['financial_status'], { ...sent, financial_status: 'unheard_of' }],
    ['order_lines', ['tax_rate', 'sku'], { ...sent, line_items: [without(line, 'tax_lines', 'sku')] }],
    ['order_lines', ['tax_rate'], { ...sent, line_items: [{ ...line, tax_lines: null }] }],
    ['order_lines', ['name'], { ...sent, line_items: [{ ...without(line, 'name'), title: 'Shirt' }] }],
    ['fulfillments', ['carrier', 'status'], { ...sent, fulfillments: [without(parcel, 'tracking_company', 'status')] }],
    ['fulfillments', ['tracking_numbers'], { ...sent, fulfillments: [without(parcel, 'tracking_numbers')] }],
    ['fulfillments', ['lines'], { ...sent, fulfillments: [{ ...parcel, line_items: [{ id: 7 }] }] }],
    [
      'refunds',
      ['lines'],
      { ...sent, refunds: [{ ...refund, refund_line_items: [{ line_item_id: 7, quantity: 1 }] }] },
    ],
    ['refunds', ['note'], { ...sent, refunds: [without(refund, 'note')] }],
  ] as const)('in %s %j are not named where the body does not say them, and read again', (table, names, body) => {
    const events = read('orders/updated', body)
    const [row] = rowsIn(events, { rereads: true })[table] ?? []
    for (const name of names) expect(row?.fields).not.toHaveProperty(name)
    const [full] = rowsIn(read('orders/updated', sent))[table] ?? []
    expect(Object.keys(row?.fields ?? {}).length).toBe(Object.keys(full?.fields ?? {}).length - names.length)
    expect(events.slice(1)).toEqual(hint)
  })

  test.each([
    ['a line without its price', { line_items: [without(line, 'price')] }],
    ['a line without its quantity', { line_items: [without(line, 'quantity')] }],
    ['a refund without its transactions', { refunds: [without(refund, 'transactions')] }],
  ])('with %s is a hint', (_, change) => {
    expect(read('orders/updated', { ...sent, ...change })).toEqual(hint)
  })

  test('a fulfilment alone is a separate row; its order is not part of this body', () => {
    const rows = rowsIn(read('fulfillments/update', order.fulfillments[0]))
    expect(Object.keys(rows)).toEqual(['fulfillments'])
    expect(rows.fulfillments).toMatchObject([{ externalId: '41', sourceUpdatedAt: new Date('2026-01-02T07:30:00Z') }])
  })

  test('a refund alone, and an edit, lead to the order', () => {
    expect(read('refunds/create', { ...order.refunds[0], order_id: id })).toEqual(hint)
    expect(read('orders/edited', { order_edit: { id: 3, order_id: id } })).toEqual(hint)
    expect(read('orders/delete', { id })).toMatchObject([{ kind: 'deleted', resource: 'orders', externalId: id }])
  })
})

describe('places, stock and collections', () => {
  const dated = { updated_at: '2026-01-01T00:00:00Z', created_at: '2025-01-01T00:00:00Z' }

  test('a location and a collection come whole', () => {
    const place = { id: 1, name: 'Raktár', active: true, city: 'Győr', zip: '9021', country_code: 'HU', ...dated }
    expect(rowsIn(read('locations/update', { id: 1, ...dated }), { rereads: true }).locations?.[0]?.fields).toEqual({
      source_created_at: '2025-01-01T00:00:00.000Z',
    })
    expect(rowsIn(read('locations/update', place)).locations).toMatchObject([
      { externalId: '1', fields: { name: 'Raktár', active: true, address: { city: 'Győr', postcode: '9021' } } },
    ])
    const collection = { id: 2, title: 'Póló', handle: 'polo', body_html: '<p>', ...dated }
    expect(rowsIn(read('collections/update', collection)).categories).toMatchObject([
      { externalId: '2', fields: { name: 'Póló', handle: 'polo', description_html: '<p>' } },
    ])
    for (const topic of ['locations/update', 'collections/update'])
      expect(read(topic, { id: 1 })).toMatchObject([{ kind: 'refetch', externalId: '1' }])
  })

  test('a level is named by its item and its place, and read again: the body knows only what is available', () => {
    const level = '{"inventory_item_id":1000000000000000271,"location_id":655441491,"available":6}'
    const named = { resource: 'inventory', externalId: '1000000000000000271-655441491' }
    expect(read('inventory_levels/update', level)).toEqual([{ kind: 'refetch', ...named }])
    expect(read('inventory_levels/disconnect', level)).toEqual([{ kind: 'deleted', ...named, at: TRIGGERED }])
  })
})

describe('what is about the shop', () => {
  test.each([
    ['app/uninstalled', 'uninstalled'],
    ['app/scopes_update', 'shop_changed'],
    ['shop/update', 'shop_changed'],
    ['bulk_operations/finish', 'run_ready'],
    ['shop/redact', 'redact_shop'],
    ['themes/publish', 'ignored'],
    ['constructor', 'ignored'],
  ])('%s', (topic, kind) => {
    expect(read(topic, {}).map((event) => event.kind)).toEqual([kind])
  })

  test('an uninstall says when, for one that comes late must not end a later installation', () => {
    expect(read('app/uninstalled', {})).toEqual([{ kind: 'uninstalled', at: TRIGGERED }])
  })

  test('nothing is subscribed to that the mirror has no use for', () => {
    const scopes = [...settings.parse({}).SHOPIFY_SCOPES, 'read_customer_merge']
    const reasons = topicsFor(scopes).flatMap((topic) =>
      read(topic, {}).flatMap((event) => (event.kind === 'ignored' ? event.reason : [])),
    )
    expect(reasons.filter((reason) => reason.includes('no use'))).toEqual([])
    expect(reasons.length).toBeGreaterThan(0)
  })

  test('a request for data and a redaction name the customer and the orders', () => {
    const customer = { id: 191167, email: 'john@example.com', phone: null }
    expect(
      read('customers/data_request', { customer, orders_requested: [299938], data_request: { id: 9999 } }),
    ).toEqual([
      {
        ...{ kind: 'data_request', requestId: '9999', orderIds: ['299938'] },
        customer: { externalId: '191167', email: 'john@example.com' },
      },
    ])
    const redact = '{"customer":{"id":191167,"phone":"+36"},"orders_to_redact":[788032119674292922,7]}'
    expect(read('customers/redact', redact)).toEqual([
      {
        ...{ kind: 'redact_customer', orderIds: ['788032119674292922', '7'] },
        customer: { externalId: '191167', phone: '+36' },
      },
    ])
  })

  test.each([
    ['customers/redact', {}],
    ['customers/data_request', { customer: { id: 1 } }],
    ['customers/data_request', { data_request: { id: 1 } }],
  ])('a duty that cannot be understood (%s %j) is broken work, never passed over', (topic, body) => {
    expect(() => read(topic, body)).toThrow(/by hand/)
  })
})

test('without a time in the body, the time of receipt counts', () => {
  const [event] = readWebhook({
    ...{ deliveryId: 'd', topic: 'orders/delete', contentType: '', body: Buffer.from('{"id":1}') },
    receivedAt: new Date('2026-01-02T08:00:05Z'),
  })
  expect(event).toMatchObject({ at: new Date('2026-01-02T08:00:05Z') })
})

test('a signed body that is no JSON object is broken work', () => {
  for (const body of ['', '[]', '{"id":']) expect(() => read('orders/updated', body)).toThrow(/not a JSON object/)
})

test('no JSON object makes reading throw, and no hint or row has an id that is none', () => {
  const topics = ['orders/updated', 'products/update', 'locations/update', 'collections/update', 'customers/update']
  const topic = fc.constantFrom(...topics, 'inventory_levels/update', 'fulfillments/create', 'refunds/create')
  const key = fc.constantFrom(
    ...Object.keys(order),
    'variants',
    'variant_gids',
    'order_id',
    'location_id',
    'inventory_item_id',
  )
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(7, '7', [{ id: 7 }], [{}], [], {}, order.line_items, order.refunds),
  )
  const body = fc.dictionary(key, value).chain((some) => fc.constantFrom(some, { ...order, ...some }))
  fc.assert(
    fc.property(topic, body, (name, given) => {
      for (const event of read(name, given)) {
        if (event.kind === 'refetch') expect(event.externalId).toMatch(/^\d{1,20}(-\d{1,20})?$/)
        if (event.kind !== 'rows') continue
        for (const row of Object.values(event.rows.rows).flat()) expect(row?.externalId).toMatch(/^\d{1,20}$/)
      }
    }),
    { numRuns: 1_000 },
  )
})
