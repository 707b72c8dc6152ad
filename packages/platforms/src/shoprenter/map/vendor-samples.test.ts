import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Json } from '../../contract/mirror-rows.ts'
import { zoneOf } from '../api/time.ts'
import { idOf, list, object, parseWithoutPasswords, unwrap, type Wire } from '../api/wire.ts'
import { mapCategory } from './map-category.ts'
import { mapOrder } from './map-order.ts'
import { mapProduct } from './map-product.ts'
import type { Mapping } from './mapping.ts'

/**
 * The vendor publishes sample answers with its documentation; they are not ours to ship. Where a copy of them lies
 * beside the checkout they are read, else the few facts below, written after them, have to do.
 */
const beside = new URL('../../../../../shared/samples/shoprenter/', import.meta.url)
const language = 'bGFuZ3VhZ2UtbGFuZ3VhZ2VfaWQ9MQ=='
const mapping: Mapping = {
  facts: { languages: { [language]: 'hu' }, defaultLanguage: 'hu', stockCount: 2, orderStatuses: {}, countries: {} },
  zone: zoneOf('Europe/Budapest'),
  currency: 'HUF',
}
const link = (path: string) => ({ href: `https://shopname.api.myshoprenter.hu/${path}` })

const facts: Record<string, Json> = {
  'product_extend.get_page': {
    items: [
      {
        ...{
          id: 'p',
          sku: 'ABCD-1234',
          modelNumber: [],
          gtin: {},
          price: '2200.0000',
          stock1: '12',
          stock2: '22',
          stock3: '0',
        },
        ...{
          dateCreated: '2017-10-20T09:25:30',
          dateUpdated: '2017-10-20T09:25:30',
          parentProduct: link('products/p'),
        },
        productPrices: [
          {
            customerGroup: { id: 'g', innerId: 8, default: true },
            net: '1900',
            gross: '2413',
            grossOriginal: '2413',
            currencyCode: 'HUF',
          },
        ],
        productDescriptions: [{ name: 'Product name', metaKeywords: [], language: link(`languages/${language}`) }],
      },
    ],
  },
  'order_extend.get_id': {
    ...{
      id: 'o',
      innerId: '172',
      total: '3990.0000',
      value: '1.00000000',
      customer: link('customers/c'),
      shippingZone: null,
    },
    ...{ dateCreated: '2019-09-06T15:47:59', dateUpdated: '2019-09-06T15:47:59', currency: { code: 'HUF' } },
    ...{ orderStatus: link('orderStatuses/s'), shippingCountry: { isoCode2: 'HU' } },
    orderTotals: [{ type: 'TOTAL', value: '8128.0000', dateUpdated: '-0001-11-30T00:00:00' }],
    orderProducts: [{ id: 'l', stock1: '0', stock2: '1', stock3: '0', stock4: '0', grossPrice: '3048' }],
  },
  'category_extend.get_id': {
    ...{ id: 'c', picture: {}, parentCategory: {}, sortOrder: '10', status: '1', dateUpdated: '2018-12-05T14:43:26' },
    categoryDescriptions: [{ name: 'Test Category', description: {}, language: link(`languages/${language}`) }],
    urlAliases: { urlAlias: 'test_kategoria_924' },
  },
}

function sample(name: string): Wire {
  const file = new URL(`${name}.json`, beside)
  if (existsSync(file)) return unwrap(parseWithoutPasswords(readFileSync(file, 'utf8')))
  console.info(`The vendor's sample ${name}.json does not lie beside the checkout: checked with facts of ours.`)
  return object(facts[name])
}

test('a product as the vendor shows it', () => {
  const [item = {}] = list(sample('product_extend.get_page').items)
  const mapped = mapProduct(item, mapping)
  expect(mapped?.product.sourceUpdatedAt?.toISOString()).toBe('2017-10-20T07:25:30.000Z')
  // It points to itself: a head.
  expect(mapped?.product.fields).toMatchObject({ title: 'Product name', parent_external_id: null })
  expect(mapped?.variant.fields).toMatchObject({
    ...{ sku: 'ABCD-1234', barcode: null, price: '2413', price_net: '1900', currency: 'HUF', compare_at_price: null },
    ...{ stock_quantity: '34', stocks: { 1: 12, 2: 22, 3: 0, 4: 0 } },
  })
})

test('an order as the vendor shows it', () => {
  const wire = sample('order_extend.get_id')
  const mapped = mapOrder(wire, [], mapping)
  expect(mapped?.order.fields).toMatchObject({
    ...{ number: '172', total: '3990.0000', presentment_total: '3990', presentment_currency: 'HUF', status_name: null },
    ...{
      status: idOf(wire.orderStatus),
      customer_external_id: idOf(wire.customer),
      shipping_address: { country: 'HU' },
    },
  })
  // The vendor shows lines with net price and tax rate only.
  for (const { fields } of mapped?.lines ?? []) expect(fields.price).not.toBeNull()
  expect(mapped?.lines).toHaveLength(list(wire.orderProducts).length)
  expect(new Set(mapped?.lines.map(({ externalId }) => externalId)).size).toBe(mapped?.lines.length)
})

test('a category as the vendor shows it', () => {
  expect(mapCategory(sample('category_extend.get_id'), mapping)?.fields).toMatchObject({
    ...{ name: 'Test Category', description_html: null, handle: 'test_kategoria_924', parent_external_id: null },
    ...{ position: 10, status: 'enabled' },
  })
})

test('lists of links give the ids at their ends', () => {
  const pages = ['customer.get_page', 'category.get_page', 'webhook.get_page'].filter((name) =>
    existsSync(new URL(`${name}.json`, beside)),
  )
  const lists = pages.length > 0 ? pages.map(sample) : [{ items: [link('customers/Y3VzdG9tZXI9MQ==')] }]
  for (const { items } of lists) {
    for (const item of list(items)) expect(idOf(item)).toMatch(/^[\w+/=]+$/)
  }
})
