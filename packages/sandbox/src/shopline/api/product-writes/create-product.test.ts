import { expect, test } from 'vitest'
import { ids } from '../../world-ids.ts'
import { startOpenApi } from '../test-open-api.ts'

type TestOpenApi = Awaited<ReturnType<typeof startOpenApi>>
type Json = Record<string, unknown>

const color = (en: string) => ({ type: 'color', name_translations: { en } })
const mug = {
  title_translations: { 'zh-hant': '杯子', en: 'Mug', ja: 'マグ' },
  summary_translations: { en: 'Painted' },
  description_translations: { en: '<p>Painted</p>' },
  ...{ price: 450, price_sale: 400, cost: 200, member_price: 390, sku: 'MUG', gtin: '471', brand: 'Kiln' },
  ...{
    weight: 0.35,
    quantity: 12,
    status: 'active',
    tags: 'summer,gift',
    seo_keywords: 'mug',
    images: ['https://i.test/1.png'],
  },
}
const create = async (openApi: TestOpenApi, product: Json, more: Json = {}) => {
  const { status, text } = await openApi.call('products', { method: 'POST', body: { product, ...more } })
  return { status, body: JSON.parse(text) }
}
const read = async (openApi: TestOpenApi, id: string) => (await openApi.call(`products/${id}`)).json()
const searchSku = async (openApi: TestOpenApi, sku: string): Promise<string[]> =>
  (await openApi.call('products/search', { method: 'POST', body: { sku } })).json().items.map(({ id }: Json) => id)

test('a product is created with the fields of the call', async () => {
  await using openApi = await startOpenApi()
  const { status, body } = await create(openApi, { ...mug, category_ids: [ids.category(1)] })
  expect(status).toBe(200)
  const expected = {
    ...{ title_translations: mug.title_translations, summary_translations: { en: 'Painted' }, variations: [] },
    ...{
      price: { cents: 45_000 },
      price_sale: { cents: 40_000 },
      cost: { cents: 20_000 },
      member_price: { cents: 39_000 },
    },
    ...{ sku: 'MUG', gtin: '471', brand: 'Kiln', weight: 0.35, quantity: 12, status: 'active', seo_keywords: 'mug' },
    ...{ tags: ['summer', 'gift'], category_ids: [ids.category(1)], unlimited_quantity: false, retail_price: null },
    medias: [{ images: { original: { url: 'https://i.test/1.png' } } }],
    created_by: 'openapi',
  }
  expect(body).toMatchObject(expected)
  expect(await read(openApi, body.id)).toMatchObject(expected)
})

test('without a status a product is not published, and without pictures it gets a default one', async () => {
  await using openApi = await startOpenApi()
  const { body } = await create(openApi, { price: 450 })
  expect(body).toMatchObject({ status: 'draft', quantity: 0, price_sale: { cents: 0 } })
  expect(body.medias).toHaveLength(1)
})

test.each<[string, Json]>([
  ['no price', { price: undefined }],
  ['the price null', { price_sale: null }],
  ['a quantity below zero', { quantity: -1 }],
  ['an unknown status', { status: 'lost' }],
  ['an unknown category', { category_ids: [ids.category(99)] }],
  ['a brand that is too long', { brand: 'x'.repeat(101) }],
  ['a picture without an address', { images: ['1.png'] }],
  ['a variation without options', { variations: [{ price: 1 }] }],
])('a product with %s is refused', async (_, change) => {
  await using openApi = await startOpenApi()
  const before = openApi.world.products.ids().length
  expect((await create(openApi, { ...mug, ...change })).status).toBe(422)
  expect(openApi.world.products.ids()).toHaveLength(before)
})

test('errors of pictures are a list, and can be ignored', async () => {
  await using openApi = await startOpenApi()
  const broken = { ...mug, images: ['1.png', 'https://i.test/2.png'] }
  expect((await create(openApi, broken)).body.error).toEqual([expect.stringContaining('1.png')])
  const { body } = await create(openApi, broken, { ignore_product_media_errors: true })
  expect(body.medias).toMatchObject([{ images: { original: { url: 'https://i.test/2.png' } } }])
})

test('variations have options, prices and stock of their own, by objects or by keys', async () => {
  await using openApi = await startOpenApi()
  const size = { type: 'size', name_translations: { en: 'L' }, key: 'l' }
  const { body } = await create(openApi, {
    ...mug,
    variant_options: [{ ...color('Red'), key: 'red' }, { ...color('Blue'), key: 'blue' }, size],
    variations: [
      { key: 'red_l', sku: 'MUG-R', price: 500, price_sale: 0, quantity: 3 },
      { variant_options: [color('Blue'), size], sku: 'MUG-B', quantity: 4 },
    ],
  })
  expect(body).toMatchObject({
    ...{ quantity: 7, price: { cents: 45_000 }, field_titles: [{ label: 'Color' }, { label: 'Size' }] },
    variations: [
      { fields_translations: { en: ['Red', 'L'] }, sku: 'MUG-R', price: { cents: 50_000 }, price_sale: { cents: 0 } },
      { fields_translations: { en: ['Blue', 'L'] }, sku: 'MUG-B', price_sale: { cents: 40_000 }, quantity: 4 },
    ],
  })
  const stocks = (await openApi.call(`products/${body.id}/stocks`)).json()
  expect(stocks.variations.map(({ id }: Json) => id)).toEqual(body.variations.map(({ id }: Json) => id))
})

test('one variation is a variation', async () => {
  await using openApi = await startOpenApi()
  const { body } = await create(openApi, { price: 450, variations: [{ variant_options: [color('Red')], sku: 'R' }] })
  expect(body.variations).toMatchObject([{ sku: 'R', price: { cents: 45_000 } }])
})

test('a repeated call makes a second product, unless SKUs are unique; both are found by SKU', async () => {
  await using openApi = await startOpenApi()
  const made = [await create(openApi, mug), await create(openApi, mug)].map(({ body }) => body.id)
  expect(await searchSku(openApi, 'MUG')).toEqual(made.reverse())
  openApi.api.quirks.duplicateSkus = 'refused'
  expect((await create(openApi, mug)).status).toBe(422)
})

test('a search may find a new product only later', async () => {
  await using openApi = await startOpenApi()
  openApi.api.quirks.searchLagMs = 2_000
  const { body } = await create(openApi, mug)
  expect(await searchSku(openApi, 'MUG')).toEqual([])
  openApi.clock.advance(2_001)
  expect(await searchSku(openApi, 'MUG')).toEqual([body.id])
})

test('an answer that is lost leaves the product behind', async () => {
  await using openApi = await startOpenApi()
  openApi.faults.set({ kind: 'answerLost', path: 'products', count: 1 })
  await expect(create(openApi, mug)).rejects.toThrow()
  expect(await searchSku(openApi, 'MUG')).toHaveLength(1)
})
