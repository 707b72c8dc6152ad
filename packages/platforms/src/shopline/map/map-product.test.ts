import { expect, test } from 'vitest'
import type { Json } from '../../contract/mirror-rows.ts'
import { context, product } from '../testing/samples.ts'
import { mapObjects } from './index.ts'
import type { MapContext, Wire } from './shapes.ts'

const variation = (changes: Wire): Wire => ({
  ...(Array.isArray(product.variations) && (product.variations[0] as Wire)),
  ...changes,
})
const lone = (changes: Wire = {}): Wire => ({ ...product, variations: [], ...changes })
const rowsOf = (item: Wire, around: MapContext = context) => mapObjects('products', [item], around)
const variantOf = (item: Wire): Record<string, Json> => rowsOf(item).product_variants?.[0]?.fields ?? {}
const money = (cents: number) => ({ cents, currency_iso: 'TWD', dollars: cents / 100 })

test('a product is read as the documentation shows it', () => {
  const [row] = rowsOf(product).products ?? []
  expect(row).toEqual({
    externalId: 'cccccccccccccccccccccccc',
    sourceUpdatedAt: new Date('2026-01-01T02:00:00Z'),
    fields: {
      source_created_at: '2025-12-01T02:00:00.000Z',
      ...{ title: 'Mug', handle: null, status: 'active', vendor: null, product_type: null },
      ...{ description_html: '<p>…</p>', short_description: null },
      ...{ tags: ['summer'], category_external_ids: ['eeeeeeeeeeeeeeeeeeeeeeee'] },
      images: ['https://img.example/1', 'https://img.example/2'],
      texts: { en: { title: 'Mug', description_html: '<p>…</p>' }, 'zh-hant': { title: '杯子' } },
    },
    raw: product,
  })
})

test('a variation is a variant with its product’s version', () => {
  const [row, ...others] = rowsOf(product).product_variants ?? []
  expect(others).toEqual([])
  expect(row).toEqual({
    externalId: 'ffffffffffffffffffffffff',
    sourceUpdatedAt: null,
    fields: {
      source_created_at: '2025-12-01T02:00:00.000Z',
      ...{ product_external_id: 'cccccccccccccccccccccccc', inventory_item_id: 'ffffffffffffffffffffffff' },
      ...{ sku: 'MUG-01-R', barcode: null, title: 'Red', position: 0, weight: '0.35' },
      ...{ price: '450', compare_at_price: null, cost: '200', currency: 'TWD', prices: [] },
      ...{ stock_quantity: '12', orderable: false, options: [{ name: 'Color', value: 'Red' }] },
    },
    raw: variation({}),
  })
})

test('a product without variations is its own only variant', () => {
  const { products, product_variants: variants } = rowsOf(lone({ variations: null }))
  expect(products).toHaveLength(1)
  expect(variants).toMatchObject([
    {
      externalId: 'cccccccccccccccccccccccc',
      fields: {
        ...{ sku: 'MUG-01', barcode: '4710000000017', title: null, options: [] },
        ...{ price: '450', stock_quantity: '12', inventory_item_id: 'cccccccccccccccccccccccc' },
      },
      raw: { sku: 'MUG-01', quantity: 12 },
    },
  ])
  expect(variants?.[0]?.raw).not.toHaveProperty('description_translations')
})

test.each([
  ['no sale', { price: money(45000), price_sale: money(0) }, '450', null],
  ['a sale', { price: money(45000), price_sale: money(39900) }, '399', '450'],
  ['no price', { price: null, price_sale: null }, null, null],
])('%s decides what is paid and what that is compared with', (_title, prices, price, compareAt) => {
  expect(variantOf(lone(prices))).toMatchObject({ price, compare_at_price: compareAt })
})

test.each([
  ['the same price for all, none of its own', true, {}, '399', '450'],
  ['the same price for all, its own is zero', true, { price: money(0), price_sale: money(0) }, '399', '450'],
  ['the same price for all, told again', true, { price: money(45000), price_sale: money(39900) }, '399', '450'],
  ['prices of their own', false, { price: money(50000), price_sale: money(0) }, '500', null],
  ['prices of their own, this one not sold', false, { price: money(0), price_sale: {} }, '0', null],
  ['nobody says, and it has one', null, { price: money(50000), price_sale: {} }, '500', null],
  ['nobody says, and it has none', null, {}, '399', '450'],
])('%s', (_title, samePrice, own, price, compareAt) => {
  const item = { ...product, same_price: samePrice, price: money(45000), price_sale: money(39900) }
  const variations = [variation({ price: {}, price_sale: {}, ...own })]
  expect(variantOf({ ...item, variations })).toMatchObject({ price, compare_at_price: compareAt })
})

test('members and retail have prices of their own', () => {
  const prices = [
    { group: 'member', gross: '400' },
    { group: 'retail', gross: '430' },
  ]
  expect(variantOf(lone({ member_price: money(40000), retail_price: money(43000) }))).toMatchObject({ prices })
})

test.each([
  ['in stock or not at all', {}, '12', false],
  ['oversold', { quantity: -3, total_orderable_quantity: 0 }, '-3', false],
  ['orderable without stock', { out_of_stock_orderable: true, quantity: 0 }, '0', true],
  ['a pre-order', { is_preorder: true, quantity: 0 }, '0', true],
  ['no bound to what can be ordered', { total_orderable_quantity: -1 }, '12', true],
  ['unlimited', { unlimited_quantity: true, quantity: 0 }, null, true],
])('%s', (_title, changes, stock, orderable) => {
  expect(variantOf(lone(changes))).toMatchObject({ stock_quantity: stock, orderable })
})

test('what a variation leaves open about stock, its product says', () => {
  const unlimited = { ...product, unlimited_quantity: true }
  expect(variantOf(unlimited)).toMatchObject({ stock_quantity: null, orderable: true })
  expect(variantOf({ ...unlimited, variations: [variation({ unlimited_quantity: false })] })).toMatchObject({
    ...{ stock_quantity: '12', orderable: false },
  })
})

test('options are in the shop’s language, else in one there is; options pointed to are found by their ids', () => {
  const inChinese = { ...context, defaultLanguage: 'zh-Hant' }
  const { products, product_variants: variants } = rowsOf(product, inChinese)
  expect(products?.[0]?.fields.title).toBe('杯子')
  expect(variants?.[0]?.fields.options).toEqual([{ name: '顏色', value: 'Red' }])
  const pointing = { ...product, variations: [variation({ fields_translations: null })] }
  expect(variantOf(pointing).options).toEqual([{ name: 'Color', value: 'Red' }])
})

test('a removed product is no row', () => {
  expect(rowsOf({ ...product, status: 'removed' })).toEqual({ products: [], product_variants: [] })
})
