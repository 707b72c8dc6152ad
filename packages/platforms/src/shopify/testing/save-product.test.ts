import { shopStoreOf, truthOf } from '@shopmirror/sandbox/shopify/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Change, WriteOutcome } from '../../contract/writes.ts'
import { openClient } from './open-client.ts'

let open: Awaited<ReturnType<typeof openClient>>
beforeAll(async () => {
  open = await openClient()
})
afterAll(() => open.stage.close())

type Fields = Record<string, unknown>
const productRows = () => truthOf(open.stage.world).products ?? []
const row = (id: string): Fields | undefined => productRows().find(({ externalId }) => externalId === id)?.fields
const variantsOf = (id: string) =>
  (truthOf(open.stage.world).product_variants ?? [])
    .filter(({ fields }) => fields.product_external_id === id)
    .map(({ fields: { sku, title, price, compare_at_price, cost } }) => ({ sku, title, price, compare_at_price, cost }))
const idOf = (outcome: WriteOutcome) => (outcome.kind === 'done' && outcome.id) || expect.fail(JSON.stringify(outcome))
const save = (target: object, payload: object) => open.send('product.save', target, payload)
const nobody = (ownId: string) => ({ id: null, ownId })
const mug = {
  ...{
    title: 'Mug',
    description_html: '<p>Blue</p>',
    vendor: 'ERP',
    product_type: 'Mugs',
    status: 'draft',
    tags: ['new'],
  },
  options: ['Size'],
  images: [{ url: 'https://example.com/mug.jpg', alt: 'A mug' }],
  variants: [
    {
      sku: 'M-S',
      options: ['S'],
      price: '1990',
      compare_at_price: '2490',
      barcode: '599',
      weight_grams: 500,
      cost: '700',
    },
    { sku: 'M-L', options: ['L'], price: '2990' },
  ],
}

test('a new product is in the shop as it was meant, once, whatever becomes of the answer', async () => {
  open.stage.break('answerLost', 'SetProduct', 1)
  expect(await save(nobody('p-1'), mug)).toMatchObject({ kind: 'unknown' })
  const count = productRows().length
  const id = idOf(await save(nobody('p-1'), mug))
  expect(productRows()).toHaveLength(count)
  expect(row(id)).toMatchObject({
    title: 'Mug',
    vendor: 'ERP',
    product_type: 'Mugs',
    status: 'DRAFT',
    tags: ['new'],
    description_html: '<p>Blue</p>',
  })
  expect(variantsOf(id)).toEqual([
    { sku: 'M-S', title: 'S', price: '1990', compare_at_price: '2490', cost: '700' },
    { sku: 'M-L', title: 'L', price: '2990', compare_at_price: null, cost: null },
  ])
})

test('what is named of a product is changed, variants are found by SKU, and the rest stays', async () => {
  const id = idOf(await save(nobody('p-2'), mug))
  const change = {
    title: 'Big mug',
    variants: [
      { sku: 'M-L', price: '3990', compare_at_price: '4990' },
      { sku: 'M-XL', options: ['XL'], price: '4990' },
    ],
  }
  expect(await save({ id, ownId: 'p-2' }, change)).toEqual({ kind: 'done', id })
  expect(await save({ id, ownId: 'p-2' }, change)).toEqual({ kind: 'done', id })
  expect(row(id)).toMatchObject({ title: 'Big mug', vendor: 'ERP', status: 'DRAFT', tags: ['new'] })
  expect(variantsOf(id)).toMatchObject([
    { sku: 'M-S', price: '1990' },
    { sku: 'M-L', price: '3990', compare_at_price: '4990' },
    { sku: 'M-XL', title: 'XL', price: '4990' },
  ])
  expect(await save({ id, ownId: 'p-2' }, { images: [{ url: 'https://example.com/b.jpg' }] })).toEqual({
    kind: 'done',
    id,
  })
  expect(row(id)?.images).toEqual(['https://example.com/b.jpg'])
  expect(variantsOf(id)).toHaveLength(3)
})

test('reading back compares the values of a known product', async () => {
  const id = idOf(await save(nobody('p-9'), mug))
  const readBack = (payload: object, of: object = { id, ownId: null }) =>
    open.writesOf('product.save').readBack([{ pushId: 'psh', target: of, payload } as Change<'product.save'>])
  expect(await readBack({ title: 'Mug', status: 'draft', tags: ['NEW'] })).toMatchObject([{ isAsWanted: true }])
  expect(await readBack({ title: 'Mug', tags: [] })).toMatchObject([{ isAsWanted: false }])
  expect(await readBack({ title: 'Cup' })).toMatchObject([{ isAsWanted: false }])
  expect(await readBack(mug, nobody('p-9'))).toMatchObject([{ isAsWanted: true, id }])
  expect(await readBack(mug, nobody('never'))).toMatchObject([{ isAsWanted: false }])
})

test('the one variant of a product without options takes another SKU', async () => {
  const id = idOf(await save(nobody('p-3'), { title: 'Lamp' }))
  await save({ id, ownId: 'p-3' }, { variants: [{ sku: 'LAMP', price: '10' }] })
  expect(variantsOf(id)).toMatchObject([{ sku: 'LAMP', price: '10' }])
  await save({ id, ownId: 'p-3' }, { variants: [{ sku: 'LAMP-2', price: '12' }] })
  expect(variantsOf(id)).toMatchObject([{ sku: 'LAMP-2', price: '12' }])
})

test('a step that the shop lets wait is gone on with', async () => {
  const id = idOf(await save(nobody('p-4'), mug))
  const change = { title: 'Waits', variants: [{ sku: 'M-S', price: '1' }] }
  open.stage.break('throttle', 'UpdateVariants', 1)
  expect(await save({ id, ownId: null }, change)).toMatchObject({ kind: 'begun' })
  open.stage.break('throttle', 'UpdateProduct', 1)
  await expect(save({ id, ownId: null }, change)).rejects.toThrow('rate limit')
  expect(await save({ id, ownId: null }, change)).toEqual({ kind: 'done', id })
  expect(variantsOf(id)[0]?.price).toBe('1')
})

test('other options, and a product that is not there, are refused', async () => {
  const id = idOf(await save(nobody('p-5'), mug))
  const options = { options: ['Color'], variants: [{ sku: 'M-S', options: ['red'] }] }
  expect(await save({ id, ownId: null }, options)).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('Size'),
  })
  expect(await save({ id: '99999999', ownId: null }, { title: 'x' })).toMatchObject({ kind: 'refused' })
})

test('a product is archived and deleted, once however often it is sent', async () => {
  const id = idOf(await save(nobody('p-6'), mug))
  const target = { id, ownId: null }
  for (const _time of [1, 2]) {
    expect(await open.send('product.archive', target, {})).toEqual({ kind: 'done' })
    expect(row(id)?.status).toBe('ARCHIVED')
  }
  for (const _time of [1, 2]) {
    expect(await open.send('product.delete', target, {})).toEqual({ kind: 'done' })
    expect(row(id)).toBeUndefined()
  }
  const change = { pushId: 'psh', target, payload: {} }
  expect(await open.writesOf('product.delete').readBack([change])).toEqual([{ isAsWanted: true, actual: null }])
  expect(await open.writesOf('product.archive').readBack([change])).toEqual([{ isAsWanted: false, actual: null }])
})

test('variants of several products are saved together, and a refused one holds back those of its product', async () => {
  const rows = () => truthOf(open.stage.world).product_variants ?? []
  const create = async (ownId: string) => {
    const productId = idOf(await save(nobody(ownId), mug))
    const [small, large] = rows().filter(({ fields }) => fields.product_external_id === productId)
    return [small, large].map((each) => ({ productId, variantId: each?.externalId ?? '' }))
  }
  const [first = expect.fail(), sibling] = await create('p-7')
  const [second = expect.fail()] = await create('p-8')
  const change = (target: object, payload: object) =>
    ({ pushId: 'psh', target, payload }) as unknown as Change<'variant.save'>
  const send = (...changes: Change<'variant.save'>[]) => open.writesOf('variant.save').send({ key: 'k', changes })
  const price = (of: typeof first) => rows().find(({ externalId }) => externalId === of.variantId)?.fields.price
  const good = [change(first, { price: '111', sku: 'NEW-1', barcode: '1' }), change(second, { price: '222' })]
  expect(await send(...good)).toEqual([{ kind: 'done' }, { kind: 'done' }])
  expect([price(first), price(second)]).toEqual(['111', '222'])
  expect(await open.writesOf('variant.save').readBack(good)).toMatchObject([{ isAsWanted: true }, { isAsWanted: true }])
  const missing = { ...first, variantId: '99999999' }
  const held = change(sibling ?? {}, { price: '333' })
  expect(await send(change(missing, { price: '1' }), held, change(second, { price: '444' }))).toMatchObject([
    { kind: 'refused', code: 'PRODUCT_VARIANT_DOES_NOT_EXIST' },
    { kind: 'held_back' },
    { kind: 'done' },
  ])
  expect([price(first), price(second)]).toEqual(['111', '444'])
  open.stage.break('throttle', 'UpdateVariants', 1)
  await expect(send(change(first, { price: '5' }))).rejects.toThrow('rate limit')
})

test('what a product cannot be is refused before it is accepted', () => {
  const { check } = open.stage.platform.writes?.['product.save'] ?? {}
  const faults = (payload: object, id: string | null = null) =>
    check?.({ pushId: 'psh', target: { id, ownId: null }, payload } as never).map(({ path }) => path)
  expect(faults({ vendor: 'A', tags: ['a,b'] })).toEqual(['payload.tags.0', 'payload.title'])
  expect(faults({ options: ['Size'] }, '1')).toEqual(['payload.options'])
  expect(faults({ title: 'A', options: ['Size'], variants: [{ sku: 'A' }] })).toEqual(['payload.variants.0.options'])
  expect(faults({ variants: [{ sku: 'A' }, { sku: 'A' }] }, '1')).toEqual(['payload.variants'])
  expect(faults(mug)).toEqual([])
})

test('a definition that went away with an earlier install is made again', async () => {
  const outcomes: string[] = []
  for (let round = 0; round < 3; round += 1) {
    outcomes.push((await save(nobody(`gone-${round}`), { title: 'Gone' })).kind)
    if (round === 0) shopStoreOf(open.stage.world).definitions.splice(0)
  }
  expect(outcomes).toEqual(['done', 'not_done', 'done'])
})
