import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RateLimitedError } from '../../../contract/errors.ts'
import type { Payload } from '../../../contract/push-kinds.ts'
import type { Change } from '../../../contract/writes.ts'
import { openWriteShop, type WriteShop } from '../../testing/write-shop.ts'
import { checkProduct } from './check-product.ts'
import { tagsCapability } from './tags.ts'

type Save = Payload<'product.save'>

let stage: WriteShop
let number: number
beforeEach(async () => {
  stage = await openWriteShop()
  number = stage.world.addProduct({ sku: 'REGI-1', net: '1000.0000', gross: '1270', tags: ['piros', 'kék'] }).id
})
afterEach(() => stage.close())

const mug = (): Save => ({
  ...{ title: 'Bögre', description_html: '<p>3 dl</p>', status: 'active', tags: ['bögre', 'kerámia'] },
  translations: { en: { title: 'Mug', description_html: '<p>0.3 l</p>' } },
  variants: [
    {
      ...{ sku: 'BOGRE-01', price: '2540', compare_at_price: '3175', barcode: '5990000000011', cost: '900.5' },
      tax_class: stage.ids.taxClass(10),
    },
  ],
})
const save = (payload: Save, id: string | null = null): Change<'product.save'> => ({
  ...{ pushId: 'psh_1', target: { id, ownId: 'P-1' }, payload },
})
const id = () => stage.ids.product(number)
const variant = (payload: Payload<'variant.save'>): Change<'variant.save'> => ({
  pushId: 'psh_1',
  target: { variantId: id(), productId: id(), inventoryItemId: null, sku: 'REGI-1', price: '1270' },
  payload,
})
const productOf = (of = number) => stage.world.products.get(of) ?? expect.fail(`no product ${of}`)
const withSku = (sku: string) => stage.world.products.ids().filter((each) => productOf(each).sku === sku)
const recordOf = (of = number) => stage.shop.api.formats.records.products.get(of)
const specials = (of = number) =>
  [...stage.shop.api.formats.records.specials.values()].filter(({ productId }) => productId === of)
/** The prices that the mirror reads, gross. */
async function mirrored(of = number) {
  const rows = await stage.client().reads.object('products', stage.ids.product(of))
  const { price, compare_at_price, cost, barcode } = rows?.rows.product_variants?.[0]?.fields ?? {}
  return { price, compare_at_price, cost, barcode }
}

describe('product.save', () => {
  test('a new product arrives with texts, prices, tags and its status', async () => {
    const outcome = await stage.send('product.save', save(mug()))
    const [made = 0, ...more] = withSku('BOGRE-01')
    expect(more).toEqual([])
    expect(outcome).toEqual({ kind: 'done', id: stage.ids.product(made) })
    expect(productOf(made)).toMatchObject({
      ...{ name: { hu: 'Bögre', en: 'Mug' }, description: { hu: '<p>3 dl</p>', en: '<p>0.3 l</p>' } },
      ...{ status: 'enabled', tags: ['bögre', 'kerámia'], net: '2500.0000', barcode: '5990000000011' },
    })
    expect(recordOf(made)?.taxClass).toBe(10)
    expect(specials(made)).toMatchObject([{ group: null, fields: { price: '2000.0000' } }])
    expect(await mirrored(made)).toMatchObject({ price: '2540', compare_at_price: '3175', barcode: '5990000000011' })
    expect(await stage.writesOf('product.save').readBack([save(mug())])).toMatchObject([{ isAsWanted: true }])
  })

  test.each([
    { kind: 'answerLost', path: 'productExtend', after: 1, count: 1 },
    { kind: 'error', path: 'productExtend', after: 1, count: 1 },
    { kind: 'throttle', path: 'taxRates', count: 1 },
    { kind: 'answerLost', path: 'batch', count: 1 },
    { kind: 'throttle', path: 'batch', count: 1 },
    { kind: 'batchTimeout', path: 'product', after: 1, count: 1 },
    { kind: 'batchThrottle', path: 'productSpecials', count: 1 },
    { kind: 'answerLost', path: 'productExtend/', after: 1, count: 1 },
    { kind: 'error', path: 'productExtend/', after: 1, count: 1 },
  ] as const)('$kind $# at $path: nobody can buy it half, and a repeat ends it', async (fault) => {
    stage.break(fault)
    const first = await stage.send('product.save', save(mug()))
    expect(['unknown', 'begun']).toContain(first?.kind)
    stage.mend()
    for (const half of withSku('BOGRE-01').filter((each) => productOf(each).status === 'enabled'))
      expect(await mirrored(half)).toMatchObject({ price: '2540', compare_at_price: '3175' })

    expect(await stage.repeat('product.save', save(mug()))).toMatchObject({ kind: 'done' })
    const [made = 0, ...more] = withSku('BOGRE-01')
    expect(more).toEqual([])
    expect(productOf(made)).toMatchObject({ status: 'enabled', name: { hu: 'Bögre', en: 'Mug' } })
    expect(specials(made)).toHaveLength(1)
  })

  test('a product is created again only when the shop has had the time to show the first one', async () => {
    stage.break({ kind: 'error', path: 'productExtend', after: 1, count: 1 })
    await stage.send('product.save', save(mug()))
    expect(await stage.send('product.save', save(mug()), { firstSentAt: new Date() })).toMatchObject({
      kind: 'unknown',
    })
    expect(withSku('BOGRE-01')).toEqual([])
  })

  test('of a product that exists only what is given changes', async () => {
    const before = productOf()
    const change = save({ title: 'Új', translations: { en: { description_html: 'new' } } }, id())
    expect(await stage.send('product.save', change)).toEqual({ kind: 'done', id: id() })
    expect(productOf()).toMatchObject({
      ...before,
      ...{ name: { ...before.name, hu: 'Új' }, description: { ...before.description, en: 'new' } },
      updatedAt: productOf().updatedAt,
    })
  })

  test('a product that has the SKU is changed, not created', async () => {
    const change = save({ title: 'Új', variants: [{ sku: 'REGI-1', price: '2540' }] })
    expect(await stage.send('product.save', change)).toEqual({ kind: 'done', id: id() })
    expect(await mirrored()).toMatchObject({ price: '2540', compare_at_price: null })
  })

  test('a product that was there keeps its status, one that the push created becomes active', async () => {
    stage.world.updateProduct(number, { status: 'disabled' })
    const old = { ...productOf(), createdAt: Date.now() - 86_400_000 }
    stage.world.products.put(old)
    const change = save({ title: 'Új', variants: [{ sku: 'REGI-1' }] })
    expect(await stage.send('product.save', change)).toMatchObject({ kind: 'done' })
    expect(await stage.repeat('product.save', change)).toMatchObject({ kind: 'done' })
    expect(productOf()).toMatchObject({ status: 'disabled', name: { hu: 'Új' } })

    const { status: _status, ...payload } = mug()
    stage.break({ kind: 'answerLost', path: 'productExtend', after: 1, count: 1 })
    await stage.send('product.save', save(payload))
    expect(productOf(withSku('BOGRE-01')[0]).status).toBe('disabled')
    expect(await stage.repeat('product.save', save(payload))).toMatchObject({ kind: 'done' })
    expect(productOf(withSku('BOGRE-01')[0]).status).toBe('enabled')
  })

  test.each([
    [{ translations: { fr: { title: 'x' } } }, 'unknown_language'],
    [{ variants: [{ sku: 'MAS' }] }, 'other_sku'],
  ])('%j is refused: %s', async (payload, code) => {
    expect(await stage.send('product.save', save(payload, id()))).toMatchObject({ kind: 'refused', code })
  })

  test('the plan of the shop has no room for it', async () => {
    stage.sandbox.shoprenter.rules.productsMax = 1
    expect(await stage.send('product.save', save(mug()))).toMatchObject({ kind: 'refused', code: '40015' })
  })

  test('what a new product needs is said before it is sent', () => {
    const paths = (payload: Save, of: string | null = null) => checkProduct(save(payload, of)).map(({ path }) => path)
    expect(paths({ tags: ['a,b'] })).toEqual(['payload.title', 'payload.variants', 'payload.tags.0'])
    expect(paths({ title: 'x', variants: [{ sku: 'a', price: '1' }, { sku: 'b' }] })).toEqual([
      ...['payload.variants.0.tax_class', 'payload.variants.1'],
    ])
    expect(paths(mug())).toEqual([])
    expect(paths({ title: 'x' }, 'p')).toEqual([])
  })
})

describe('variant.save: prices', () => {
  const send = (payload: Payload<'variant.save'>) => stage.send('variant.save', variant(payload))

  test('a gross price is written net, at the tax rate of the product', async () => {
    expect(await send({ price: '2540', sku: 'UJ-1', barcode: '599', cost: '10' })).toEqual({ kind: 'done' })
    expect(productOf()).toMatchObject({ net: '2000.0000', sku: 'UJ-1', barcode: '599' })
    expect(await mirrored()).toEqual({ price: '2540', compare_at_price: null, cost: '10.0000', barcode: '599' })
  })

  test('a reduction is a special, which comes, changes and goes', async () => {
    await send({ price: '1016', compare_at_price: '1270' })
    expect(await mirrored()).toMatchObject({ price: '1016', compare_at_price: '1270' })
    await send({ price: '889' })
    expect(await mirrored()).toMatchObject({ price: '889', compare_at_price: '1270' })
    await send({ compare_at_price: '2540' })
    expect(await mirrored()).toMatchObject({ price: '889', compare_at_price: '2540' })
    await send({ price: '1270', compare_at_price: null })
    expect(await mirrored()).toMatchObject({ price: '1270', compare_at_price: null })
    expect(specials()).toEqual([])
  })

  test("the merchant's campaigns stay", async () => {
    const { records } = stage.shop.api.formats
    const campaign = { id: records.nextNumber(), productId: number, group: 6 }
    const fields = { price: '1.0000', dateFrom: '0000-00-00', dateTo: '0000-00-00', minQuantity: '0' }
    records.specials.set(campaign.id, { ...campaign, fields })
    await send({ price: '1016', compare_at_price: '1270' })
    await send({ compare_at_price: null })
    expect(specials().map(({ id: each }) => each)).toEqual([campaign.id])
    expect(await mirrored()).toMatchObject({ price: '1016' })
  })

  test('a repeat after a lost answer changes nothing, and a read says that it is there', async () => {
    const change = variant({ price: '1016', compare_at_price: '1270' })
    stage.break({ kind: 'answerLost', path: 'batch', count: 1 })
    expect(await stage.send('variant.save', change)).toMatchObject({ kind: 'unknown' })
    expect(await stage.repeat('variant.save', change)).toEqual({ kind: 'done' })
    expect(specials()).toHaveLength(1)
    expect(await stage.writesOf('variant.save').readBack([change])).toMatchObject([{ isAsWanted: true }])
  })

  test('a shop that has to be waited for has changed nothing', async () => {
    const before = productOf()
    stage.break({ kind: 'throttle', path: 'productExtend/', after: 1, count: 1 })
    await expect(send({ barcode: '1' })).rejects.toBeInstanceOf(RateLimitedError)
    expect(productOf()).toEqual(before)
  })

  test('a missing scope is named', async () => {
    await stage.withoutScope('product.product:write')
    await expect(send({ barcode: '1' })).rejects.toMatchObject({ missingScope: 'product.product:write' })
  })
})

describe('product.archive and product.delete', () => {
  const change = () => ({ pushId: 'psh_1', target: { id: id(), ownId: null }, payload: {} })

  test('an archived product is disabled and keeps the rest', async () => {
    const before = productOf()
    expect(await stage.send('product.archive', change())).toEqual({ kind: 'done' })
    expect(productOf()).toMatchObject({ ...before, status: 'disabled', updatedAt: productOf().updatedAt })
    expect(await stage.repeat('product.archive', change())).toEqual({ kind: 'done' })
    expect(await stage.writesOf('product.archive').readBack([change()])).toEqual([{ isAsWanted: true, actual: '0' }])
  })

  test('a deleted product is gone, and deleting it again is done', async () => {
    stage.break({ kind: 'answerLost', path: 'productExtend', count: 1 })
    expect(await stage.send('product.delete', change())).toMatchObject({ kind: 'unknown' })
    expect(stage.world.products.get(number)).toBeNull()
    expect(await stage.repeat('product.delete', change())).toEqual({ kind: 'done' })
    expect(await stage.writesOf('product.delete').readBack([change()])).toEqual([{ isAsWanted: true, actual: null }])
  })

  test('a product that is not there is not archived', async () => {
    stage.world.deleteProduct(number)
    expect(await stage.send('product.archive', change())).toMatchObject({ kind: 'refused', code: '40401' })
  })

  test.each(['product.archive', 'product.delete'] as const)('%s: after a 5xx nothing is done', async (kind) => {
    stage.break({ kind: 'error', path: 'productExtend', count: 1 })
    expect(await stage.send(kind, change())).toMatchObject({ kind: 'unknown' })
    expect(productOf().status).toBe('enabled')
    expect(await stage.writesOf(kind).readBack([change()])).toMatchObject([{ isAsWanted: false }])
  })
})

describe('tags of products', () => {
  const target = () => ({ type: 'product' as const, id: id(), ownId: null })
  const tags = (...of: string[]) => ({ pushId: 'psh_1', target: target(), payload: { tags: of } })

  test('are added once, and removed', async () => {
    expect(await stage.send('tags.add', tags('zöld', 'piros'))).toEqual({ kind: 'done' })
    expect(productOf().tags).toEqual(['piros', 'kék', 'zöld'])
    expect(await stage.repeat('tags.add', tags('zöld', 'piros'))).toEqual({ kind: 'done' })
    expect(await stage.writesOf('tags.add').readBack([tags('zöld')])).toMatchObject([{ isAsWanted: true }])
    expect(await stage.writesOf('tags.remove').readBack([tags('zöld')])).toMatchObject([{ isAsWanted: false }])
    expect(await stage.send('tags.remove', tags('piros', 'kék'))).toEqual({ kind: 'done' })
    expect(productOf().tags).toEqual(['zöld'])
    expect(await stage.send('tags.remove', tags('zöld'))).toEqual({ kind: 'done' })
    expect(productOf().tags).toEqual([])
    expect(await stage.send('tags.add', tags('új'))).toEqual({ kind: 'done' })
    expect(productOf().tags).toEqual(['új'])
  })

  test.each(['answerLost', 'error', 'throttle'] as const)('%s: a repeat ends it', async (kind) => {
    stage.break({ kind, path: 'batch', count: 1 })
    await stage.send('tags.add', tags('zöld')).catch((error: unknown) => expect(error).toBeInstanceOf(RateLimitedError))
    expect(await stage.repeat('tags.add', tags('zöld'))).toEqual({ kind: 'done' })
    expect(productOf().tags).toEqual(['piros', 'kék', 'zöld'])
  })

  test('of orders and with commas are refused before they are sent', () => {
    const order = { ...tags('a,b'), target: { ...target(), type: 'order' as const } }
    expect(tagsCapability.check?.(order)?.map(({ path }) => path)).toEqual(['object.type', 'payload.tags.0'])
  })
})
