import { ids, variantGroupsOf } from '@shopmirror/sandbox/shopline/testing'
import { expect, test } from 'vitest'
import { RateLimitedError } from '../../../contract/errors.ts'
import type { Payload } from '../../../contract/push-kinds.ts'
import type { Change } from '../../../contract/writes.ts'
import { type OpenWrites, openWrites } from '../../testing/open-writes.ts'

const MINUTE = 60_000
const images = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ url: `https://img.example.com/${index}.png` }))

const mug: Payload<'product.save'> = {
  ...{ title: '杯子', description_html: '<p>大</p>', vendor: 'Pottery', status: 'active', tags: ['kitchen', 'gift'] },
  translations: { en: { title: 'Mug', description_html: '<p>Big</p>' }, de: { title: 'Tasse' } },
  variants: [
    { sku: 'MUG-1', price: '450', compare_at_price: '500', barcode: '4710000000017', weight_grams: 350, cost: '200' },
  ],
}
const shirt: Payload<'product.save'> = {
  ...{ title: 'Shirt', options: ['Color', 'Size'], status: 'active', images: images(12) },
  variants: [
    { sku: 'SHIRT-R-S', options: ['Red', 'S'], price: '100' },
    { sku: 'SHIRT-R-L', options: ['Red', 'L'], price: '120', compare_at_price: '150', weight_grams: 250 },
  ],
}
let pushes = 0

function save(payload: Payload<'product.save'>, id: string | null = null): Change<'product.save'> {
  return { pushId: `psh_${++pushes}`, target: { id, ownId: id === null ? `erp-${pushes}` : null }, payload }
}

async function read(shop: OpenWrites, id: string) {
  const rows = (await shop.client.reads.object('products', id))?.rows
  const product = rows?.products?.[0] ?? expect.fail('no product')
  return {
    product: product.fields,
    raw: product.raw,
    variants: (rows?.product_variants ?? []).map(({ fields }) => fields),
  }
}

/** Numbers of products that were not there at first. */
const created = ({ world }: OpenWrites) =>
  [...variantGroupsOf(world).all().values()].filter(({ number, isRemoved }) => number > 40 && !isRemoved)

const idOf = (outcome: object) => ('id' in outcome ? String(outcome.id) : expect.fail(JSON.stringify(outcome)))

test('a product without options is in the shop as intended', async () => {
  await using shop = await openWrites()
  const change = save(mug)
  const id = idOf(await shop.send('product.save', change))
  const { product, variants, raw } = await read(shop, id)
  expect(product).toMatchObject({ title: '杯子', status: 'active', vendor: 'Pottery', tags: ['kitchen', 'gift'] })
  expect(raw).toMatchObject({
    title_translations: { 'zh-hant': '杯子', en: 'Mug', de: 'Tasse' },
    description_translations: { 'zh-hant': '<p>大</p>', en: '<p>Big</p>' },
  })
  expect(variants).toMatchObject([
    { sku: 'MUG-1', price: '450', compare_at_price: '500', barcode: '4710000000017', weight: '0.35', cost: '200' },
  ])
  expect(await shop.readBack('product.save', change, shop.now())).toEqual({ isAsWanted: true, actual: id, id })
})

test('a product with options has its variations, their prices and all images', async () => {
  await using shop = await openWrites()
  const change = save(shirt)
  const id = idOf(await shop.send('product.save', change))
  const { product, variants } = await read(shop, id)
  expect(product).toMatchObject({ title: 'Shirt', status: 'active' })
  expect(product.images).toEqual(shirt.images?.map(({ url }) => url))
  expect(variants).toMatchObject([
    { sku: 'SHIRT-R-S', price: '100', compare_at_price: null, title: 'Red / S' },
    { sku: 'SHIRT-R-L', price: '120', compare_at_price: '150', title: 'Red / L', weight: '0.25' },
  ])
  expect(await shop.readBack('product.save', change, shop.now())).toMatchObject({ isAsWanted: true, id })
})

test.each([
  ['without options', mug, 1],
  ['with options', shirt, 2],
])('a lost answer makes no second product %s', async (_name, payload, searches) => {
  await using shop = await openWrites()
  shop.quirks.searchLagMs = 5_000
  shop.quirks.duplicateSkus = 'refused'
  const change = save(payload)
  const firstSentAt = shop.now()
  shop.break('answerLost', 'products', searches)
  expect(await shop.send('product.save', change)).toMatchObject({ kind: 'unknown' })
  expect(created(shop)).toHaveLength(1)
  expect(await shop.send('product.save', change, firstSentAt)).toMatchObject({ kind: 'unknown' })
  shop.sandbox.clock.advance(MINUTE)
  const id = idOf(await shop.send('product.save', change, firstSentAt))
  expect(created(shop)).toHaveLength(1)
  expect((await read(shop, id)).variants.map(({ sku }) => sku)).toEqual(payload.variants?.map(({ sku }) => sku))
})

test.each(['/variations', '/add_images'])(
  'an answer of products/{id}%s that gets lost adds nothing twice',
  async (part) => {
    await using shop = await openWrites()
    const change = save(shirt)
    const firstSentAt = shop.now()
    shop.break('answerLost', part)
    expect(await shop.send('product.save', change)).toMatchObject({ kind: 'unknown' })
    shop.sandbox.clock.advance(MINUTE)
    const id = idOf(await shop.send('product.save', change, firstSentAt))
    const { product, variants } = await read(shop, id)
    expect(variants.map(({ sku }) => sku)).toEqual(['SHIRT-R-S', 'SHIRT-R-L'])
    expect(product.images).toEqual(shirt.images?.map(({ url }) => url))
    expect(created(shop)).toHaveLength(1)
  },
)

test('a limit in the middle leaves the product begun and unseen, one before it is an error', async () => {
  await using shop = await openWrites()
  shop.break('throttle', 'products', 2)
  await expect(shop.send('product.save', save(shirt))).rejects.toBeInstanceOf(RateLimitedError)
  expect(created(shop)).toEqual([])

  const change = save(shirt)
  const firstSentAt = shop.now()
  shop.break('throttle', '/add_images')
  expect(await shop.send('product.save', change)).toMatchObject({ kind: 'begun' })
  const [group] = created(shop)
  expect((await read(shop, ids.product(group?.number ?? 0))).product.status).toBe('draft')
  shop.sandbox.clock.advance(MINUTE)
  const id = idOf(await shop.send('product.save', change, firstSentAt))
  expect((await read(shop, id)).product.status).toBe('active')
  expect(created(shop)).toHaveLength(1)
})

test('a product whose SKU is in the shop is not created again, and the other one is named', async () => {
  await using shop = await openWrites()
  const { sku, productId } = shop.alone
  const change = save({ title: 'Mug', variants: [{ sku: sku ?? '', price: '1' }] })
  for (const firstSentAt of [undefined, new Date(shop.now().getTime() - MINUTE)]) {
    const outcome = await shop.send('product.save', change, firstSentAt)
    expect(outcome).toMatchObject({ kind: 'refused', code: 'sku_exists', message: expect.stringContaining(productId) })
  }
  expect(created(shop)).toEqual([])
})

test('what is given of a product changes, and everything else stays', async () => {
  await using shop = await openWrites()
  const { productId, sku } = shop.alone
  const before = await read(shop, productId)
  const change = save(
    { translations: { en: { title: 'Mug' } }, status: 'archived', variants: [{ sku: sku ?? '', price: '12.5' }] },
    productId,
  )
  expect(await shop.readBack('product.save', change)).toMatchObject({ isAsWanted: false })
  expect(await shop.send('product.save', change)).toEqual({ kind: 'done' })
  const { product, raw, variants } = await read(shop, productId)
  const { texts: _texts, status: _status, ...same } = before.product
  expect(product).toMatchObject({ ...same, status: 'hidden' })
  expect(raw).toMatchObject({ title_translations: { en: 'Mug' } })
  expect(variants).toMatchObject([{ ...before.variants[0], price: '12.5' }])
  expect(await shop.readBack('product.save', change)).toEqual({ isAsWanted: true, actual: productId })
})

test('a variation is added to a product that has some, and one without options is refused by its SKU', async () => {
  await using shop = await openWrites()
  const { productId } = shop.variation
  const before = (await read(shop, productId)).variants.length
  const change = save({ variants: [{ sku: 'NEW-1', options: ['Green'], price: '9' }] }, productId)
  expect(await shop.send('product.save', change)).toEqual({ kind: 'done' })
  const { variants } = await read(shop, productId)
  expect(variants).toHaveLength(before + 1)
  expect(variants.at(-1)).toMatchObject({ sku: 'NEW-1', price: '9', title: 'Green' })
  const unknown = save({ variants: [{ sku: 'NEW-2', price: '9' }] }, productId)
  expect(await shop.send('product.save', unknown)).toMatchObject({ kind: 'refused', code: 'variant_not_found' })
})

test('what cannot be carried out of a product is a fault at the door', async () => {
  await using shop = await openWrites()
  const faultsOf = (payload: Payload<'product.save'>, id: string | null = null) =>
    shop.faults('product.save', save(payload, id))
  expect(faultsOf({ title: 'Mug' })).toEqual(['payload.variants'])
  expect(faultsOf({ variants: [{ sku: 'A' }] })).toEqual(['payload.title', 'payload.variants.0.price'])
  const two = [
    { sku: 'A', price: '1' },
    { sku: 'B', price: '1' },
  ]
  expect(faultsOf({ title: 'Mug', variants: two })).toEqual(['payload.options'])
  const reduced = { sku: 'A', price: '10', compare_at_price: '10' }
  expect(faultsOf({ title: 'Mug', variants: [reduced] })).toEqual(['payload.variants.0.compare_at_price'])
  expect(faultsOf({ images: images(1) }, 'p')).toEqual(['payload.images'])
  expect(faultsOf({ vendor: 'x'.repeat(101) }, 'p')).toEqual(['payload.vendor'])
})
