import { afterEach, expect, test } from 'vitest'
import { encodeId, idOf } from '../ids.ts'
import { shoprenterTruth } from '../truth.ts'
import { openWriteStage, ref } from '../write-stage.ts'

type Stage = Awaited<ReturnType<typeof openWriteStage>>

const open: Stage[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((stage) => stage.close()))
})

async function start(...options: Parameters<typeof openWriteStage>): Promise<Stage> {
  const stage = await openWriteStage(...options)
  open.push(stage)
  return stage
}

const [hu, en] = [ref('language', 1), ref('language', 2)]
const mug = {
  ...{
    sku: 'BOGRE-01',
    price: '2362.2047',
    stock1: 12,
    stock2: '3',
    gtin: '5990000000011',
    status: '1',
    weight: '0.35',
  },
  productDescriptions: [{ name: 'Piros bögre', shortDescription: '3 dl', description: '<p>Szép</p>', language: hu }],
}

function rowsOf(stage: Stage, id: unknown) {
  const { products = [], product_variants: variants = [] } = shoprenterTruth(stage.shop.api)
  const of = (rows: typeof products) => rows.find(({ externalId }) => externalId === id)?.fields
  return { product: of(products), variant: of(variants) }
}

/** An id of its own, in the tests' shop. */
const first = idOf.product(1)

test('a product with its texts is created by one call, and every read shows it', async () => {
  const stage = await start()
  const { status, body } = await stage.call('POST', 'productExtend', {
    ...{ ...mug, cost: '1200', manufacturer: { name: 'Agyag Bt.' }, taxClass: ref('taxClass', 10) },
    productCategoryRelations: [{ category: ref('category', 2) }],
    productTags: [{ tags: 'bögre,piros', language: hu }],
  })
  expect([status, body.innerId, body.price, body.cost]).toEqual([201, '21', '2362.2047', '1200.0000'])
  expect(body).toMatchObject({
    productDescriptions: [{ name: 'Piros bögre', shortDescription: '3 dl', description: '<p>Szép</p>' }],
    productTags: [{ tags: 'bögre,piros' }],
    productPrices: [{}, { gross: '3000', grossSpecial: null }],
  })
  expect(await stage.items('productExtend?full=1&sku=BOGRE-01')).toEqual([body])
  expect(stage.world.products.get(21)).toMatchObject({
    ...{
      name: { hu: 'Piros bögre' },
      stocks: [12, 3, 0, 0],
      gross: '3000',
      categoryIds: [2],
      tags: ['bögre', 'piros'],
    },
    ...{ barcode: '5990000000011', manufacturer: 'Agyag Bt.', parentId: null },
  })
  const { product, variant } = rowsOf(stage, body.id)
  expect(product).toMatchObject({ title: 'Piros bögre', vendor: 'Agyag Bt.', status: 'enabled', images: [] })
  expect(variant).toMatchObject({ sku: 'BOGRE-01', price: '3000', cost: '1200.0000', stock_quantity: 15 })
})

test.each([
  [{ sku: undefined }, 40_003],
  [{ productDescriptions: undefined }, 40_003],
  [{ sku: 'SKU-000001' }, 40_901],
  [{ price: 'cheap' }, 40_005],
  [{ stock1: 1.5 }, 40_005],
  [{ status: '3' }, 40_005],
  [{ taxClass: ref('taxClass', 99) }, 40_006],
  [{ productDescriptions: [{ name: 'x', language: ref('language', 9) }] }, 40_006],
  [{ innerId: '7' }, 40_002],
  [{ allImages: {} }, 40_002],
  [{ compareAtPrice: '5000' }, 40_010],
])('a product with %j is refused, and nothing is created', async (fields, code) => {
  const { call, world } = await start()
  const { status, body } = await call('POST', 'productExtend', { ...mug, ...fields })
  expect([status, body.error]).toEqual([code === 40_901 ? 409 : 400, code])
  expect(world.products.ids()).toHaveLength(20)
})

test('a SKU that exists is refused in either way, also in a change', async () => {
  const { call } = await start({}, { rules: { duplicateSku: 'invalid' } })
  const again = { ...mug, sku: 'SKU-000001' }
  const answers = [
    await call('POST', 'productExtend', again),
    await call('PUT', `products/${idOf.product(2)}`, { sku: 'SKU-000001' }),
  ]
  expect(answers.map(({ status, body }) => [status, body.error])).toEqual([
    [400, 40_005],
    [400, 40_005],
  ])
  expect((await call('PUT', `products/${first}`, { sku: 'SKU-000001' })).status).toBe(200)
})

test('a plan holds only so many products', async () => {
  const { call } = await start({}, { rules: { productsMax: 20 } })
  const { status, body } = await call('POST', 'productExtend', mug)
  expect([status, body.error]).toEqual([400, 40_015])
})

test('single fields are changed by id and by SKU, and an unknown SKU is not found', async () => {
  const stage = await start()
  const { dateUpdated: _before, productPrices: _prices, ...before } = await stage.get(`productExtend/${first}`)
  await stage.call('PUT', `productExtend/${first}`, { price: '1000', status: '2' })
  const { status } = await stage.call('PUT', 'productExtend?sku=SKU-000001', { stock2: 7, gtin: '123' })
  expect(status).toBe(200)
  expect(await stage.get(`productExtend/${first}`)).toMatchObject({
    ...before,
    ...{ price: '1000.0000', status: '2', stock2: '7', gtin: '123' },
  })
  expect(rowsOf(stage, first)).toMatchObject({
    product: { status: 'deprecated' },
    variant: { price: '1270', barcode: '123' },
  })
  const unknown = await stage.call('PUT', 'productExtend?sku=NONE', { stock2: 7 })
  expect([unknown.status, unknown.body.error]).toEqual([404, 40_033])
})

test('products have links where productExtend has objects, and no prices of groups', async () => {
  const { get } = await start()
  const product = await get(`products/${first}`)
  expect(product).toMatchObject({
    sku: 'SKU-000001',
    stock1: expect.any(String),
    allImages: { mainImage: expect.any(String) },
  })
  expect(product.productDescriptions).toEqual({
    href: expect.stringMatching(`/productDescriptions\\?productId=${first}$`),
  })
  expect([product.productPrices, Object.keys(product.manufacturer as object)]).toEqual([undefined, ['href']])
})

test('a stock write moves the time of the last change, or does not', async () => {
  const stage = await start()
  stage.sandbox.clock.advance(600_000)
  const time = async () => (await stage.get(`products/${first}`)).dateUpdated
  const before = await time()
  stage.shop.api.rules.stockMovesDateUpdated = false
  await stage.call('PUT', `products/${first}`, { stock1: 77 })
  expect([await time(), stage.world.products.get(1)?.stocks[0]]).toEqual([before, 77])
  stage.shop.api.rules.stockMovesDateUpdated = true
  await stage.call('PUT', `products/${first}`, { stock1: 78 })
  expect(await time()).not.toBe(before)
})

test('negative stock is taken or refused', async () => {
  const { call, shop } = await start()
  expect((await call('PUT', `products/${first}`, { stock1: -1 })).status).toBe(200)
  shop.api.rules.negativeStock = false
  expect((await call('PUT', `products/${first}`, { stock1: -1 })).body.error).toBe(40_005)
})

test('texts are found by product and language, and changed by their own id', async () => {
  const stage = await start()
  const [text] = await stage.items(`productDescriptions?full=1&productId=${first}&languageId=${en.id}`)
  expect(text?.name).toBe(stage.world.products.get(1)?.name.en)
  const { status, body } = await stage.call('PUT', `productDescriptions/${text?.id}`, {
    name: 'New',
    metaTitle: 'Meta',
  })
  expect([status, body.name, body.metaTitle]).toEqual([200, 'New', 'Meta'])
  expect(stage.world.products.get(1)?.name.en).toBe('New')
  const moved = await stage.call('PUT', `productDescriptions/${text?.id}`, { language: hu })
  expect(moved.body.error).toBe(40_002)
})

test('a text exists once per product and language', async () => {
  const stage = await start()
  const { body } = await stage.call('POST', 'productExtend', mug)
  const product = { id: body.id }
  const post = (language: unknown) => stage.call('POST', 'productDescriptions', { name: 'Red mug', product, language })
  expect([(await post(en)).status, (await post(en)).status, (await post(hu)).status]).toEqual([201, 409, 409])
  expect(stage.world.products.get(21)?.name).toEqual({ hu: 'Piros bögre', en: 'Red mug' })
})

test('related lists that are sent are replaced by PUT and added to by POST', async () => {
  const stage = await start()
  const { body } = await stage.call('POST', 'productExtend', mug)
  const path = `productExtend/${body.id}`
  await stage.call('POST', path, { productDescriptions: [{ name: 'Red mug', language: en }] })
  expect(stage.world.products.get(21)?.name).toEqual({ hu: 'Piros bögre', en: 'Red mug' })
  expect((await stage.call('POST', path, { productDescriptions: [{ name: 'Again', language: en }] })).status).toBe(409)
  await stage.call('PUT', path, { productDescriptions: [{ name: 'Kék bögre', language: hu }] })
  expect((await stage.get(path)).productDescriptions).toMatchObject([{ name: 'Kék bögre' }])
  await stage.call('PUT', path, {
    productCategoryRelations: [{ category: ref('category', 3) }, { category: ref('category', 4) }],
  })
  await stage.call('PUT', path, { productCategoryRelations: [] })
  expect(stage.world.products.get(21)?.categoryIds).toEqual([])
})

test('categories of a product are added and taken away one by one', async () => {
  const stage = await start()
  stage.world.updateProduct(1, { categoryIds: [2] })
  const body = { product: { id: first }, category: ref('category', 3) }
  const made = await stage.call('POST', 'productCategoryRelations', body)
  expect([made.status, stage.world.products.get(1)?.categoryIds]).toEqual([201, [2, 3]])
  expect((await stage.call('POST', 'productCategoryRelations', body)).status).toBe(409)
  expect((await stage.call('DELETE', `productCategoryRelations/${made.body.id}`)).status).toBe(204)
  expect(await stage.items(`productCategoryRelations?productId=${first}`)).toHaveLength(1)
})

test('a special price is what the product costs while it applies', async () => {
  const stage = await start()
  const before = stage.world.products.get(1)?.gross
  const post = (fields: Record<string, unknown>) =>
    stage.call('POST', 'productSpecials', { product: { id: first }, price: '100', ...fields })
  expect((await post({ dateFrom: 'soon' })).body.error).toBe(40_017)
  await post({ customerGroup: ref('group', 6) })
  await post({ dateFrom: '2020-01-01', dateTo: '2020-02-01' })
  expect(rowsOf(stage, first).variant).toMatchObject({ price: before, compare_at_price: null })

  const { status, body } = await post({ customerGroup: ref('group', 8), priority: 1 })
  expect([status, body.price, body.dateFrom]).toEqual([201, '100.0000', '0000-00-00'])
  expect((await stage.get(`productExtend/${first}`)).productPrices).toMatchObject([
    {},
    { gross: '127', grossOriginal: before, grossSpecial: '127', netSpecial: '100.0000' },
  ])
  expect(rowsOf(stage, first).variant).toMatchObject({ price: '127', compare_at_price: before })
  await stage.call('PUT', `productSpecials/${body.id}`, { price: '200' })
  expect(rowsOf(stage, first).variant?.price).toBe('254')
  expect(await stage.items(`productSpecials?productId=${first}`)).toHaveLength(3)
  const remove = () => stage.call('DELETE', `productSpecials/${body.id}`)
  expect([(await remove()).status, (await remove()).status]).toEqual([204, 404])
  expect(rowsOf(stage, first).variant?.price).toBe(before)
})

test('a picture is uploaded, and becomes the main one or another one', async () => {
  const stage = await start()
  const upload = (filePath: string, attachment = 'aGVsbG8=') =>
    stage.call('POST', 'files', { filePath, type: 'image', attachment })
  expect(await upload('product/x.jpg')).toEqual({ status: 204, body: null })
  expect((await upload('product/x.jpg')).status).toBe(204)
  expect((await upload('product/képek.jpg')).body.error).toBe(40_005)
  expect((await upload('product/y.jpg', '???')).body.error).toBe(40_005)
  expect(await stage.items('files?full=1&filePath=product/x.jpg')).toMatchObject([{ size: '5' }])

  const { body } = await stage.call('POST', 'productExtend', { ...mug, mainPicture: 'product/x.jpg' })
  const image = await stage.call('POST', 'productImages', {
    imagePath: 'product/z.jpg',
    sortOrder: '1',
    product: { id: body.id },
  })
  expect((await stage.get(`productExtend/${body.id}`)).allImages).toEqual({
    mainImage: expect.stringMatching(/product\/x\.jpg$/),
    image1: expect.stringMatching(/product\/z\.jpg$/),
  })
  expect(rowsOf(stage, body.id).product?.images).toHaveLength(2)
  expect(await stage.items(`productImages?full=1&productId=${body.id}`)).toMatchObject([{ imagePath: 'product/z.jpg' }])
  expect((await stage.call('DELETE', `productImages/${image.body.id}`)).status).toBe(204)
  expect(rowsOf(stage, body.id).product?.images).toHaveLength(1)
})

test('tags are one text per language, overwritten as a whole', async () => {
  const stage = await start()
  const [tags] = await stage.items(`productTags?full=1&productId=${first}`)
  const { status } = await stage.call('PUT', `productTags/${tags?.id}`, { tags: 'új, akció' })
  expect([status, stage.world.products.get(1)?.tags]).toEqual([200, ['új', 'akció']])
  const post = () => stage.call('POST', 'productTags', { tags: 'new', product: { id: first }, language: en })
  expect([(await post()).status, (await post()).status]).toEqual([201, 409])
  expect((await stage.get(`productExtend/${first}`)).productTags).toMatchObject([{ tags: 'új,akció' }, { tags: 'new' }])
  await stage.call('PUT', `productTags/${tags?.id}`, { tags: '' })
  expect([stage.world.products.get(1)?.tags, (await stage.get(`productTags/${tags?.id}`)).tags]).toEqual([[], ''])
})

test('a variant is a product with a parent and a class', async () => {
  const stage = await start()
  const productClass = { id: encodeId('productClass', 'product_class_id=3') }
  const { body } = await stage.call('POST', 'productExtend', { ...mug, parentProduct: { id: first }, productClass })
  expect(body.productClass).toEqual({ href: expect.stringContaining(productClass.id) })
  expect((await stage.items('productExtend?full=1&parentProductId=1')).map(({ id }) => id)).toContain(body.id)
  expect(rowsOf(stage, body.id).product?.parent_external_id).toBe(first)
})

test('a product is deleted by id and by SKU, once', async () => {
  const { call, world } = await start()
  const remove = async (path: string) => (await call('DELETE', path)).status
  expect([await remove(`products/${first}`), await remove(`products/${first}`)]).toEqual([204, 404])
  const bySku = 'productExtend?sku=SKU-000002'
  expect([await remove(bySku), await remove(bySku), world.products.ids().length]).toEqual([204, 404, 18])
})

test('products send no webhooks, and their answers are never emptied', async () => {
  const stage = await start()
  for (const event of ['order_confirm', 'order_status_change', 'newsletter_subscribe']) stage.subscribe(event)
  const { body } = await stage.call('PUT', `products/${first}?emptyBody=1`, { price: '1' })
  expect([body.price, await stage.webhooks()]).toEqual(['1.0000', []])
})

test('an app without the scopes may write neither products nor files', async () => {
  const stage = await start()
  const { tokens } = stage.sandbox.shoprenter
  tokens.setScopes(
    stage.world.domain,
    tokens.wantedScopes().filter((scope) => !scope.endsWith(':write')),
  )
  stage.caller.use(String((await stage.caller.askToken()).json().access_token))
  const calls = ['productExtend', 'productDescriptions', 'productSpecials', 'productTags', 'productImages', 'files']
  const statuses = await Promise.all(calls.map(async (path) => (await stage.call('POST', path, mug)).status))
  expect(new Set(statuses)).toEqual(new Set([403]))
})
