import { ids } from '@shopmirror/sandbox/shopline/testing'
import { expect, test } from 'vitest'
import { RateLimitedError } from '../../../contract/errors.ts'
import type { Payload } from '../../../contract/push-kinds.ts'
import type { Change, VariantTarget } from '../../../contract/writes.ts'
import { type OpenWrites, openWrites } from '../../testing/open-writes.ts'

let pushes = 0
const save = (target: VariantTarget, payload: Payload<'variant.save'>): Change<'variant.save'> => ({
  ...{ pushId: `psh_${++pushes}`, target, payload },
})

async function read(shop: OpenWrites, { productId, variantId }: VariantTarget) {
  const rows = (await shop.client.reads.object('products', productId))?.rows
  return rows?.product_variants?.find(({ externalId }) => externalId === variantId)?.fields
}

test.each(['alone', 'variation'] as const)('SKU, barcode, weight, prices and cost of a variant (%s)', async (which) => {
  await using shop = await openWrites()
  const target = shop[which]
  const change = save(target, {
    ...{
      sku: 'NEW-1',
      barcode: '4710000000017',
      weight_grams: 1_250,
      price: '90',
      compare_at_price: '100',
      cost: '40',
    },
  })
  shop.break('answerLost', '/update_price')
  expect(await shop.send('variant.save', change)).toMatchObject({ kind: 'unknown' })
  expect(await shop.send('variant.save', change, shop.now())).toEqual({ kind: 'done' })
  expect(await read(shop, target)).toMatchObject({
    ...{ sku: 'NEW-1', barcode: '4710000000017', weight: '1.25', price: '90', compare_at_price: '100', cost: '40' },
  })
  expect(await shop.readBack('variant.save', change)).toMatchObject({ isAsWanted: true })
})

test('a price leaves the higher one before it, drops a lower one, and null ends the reduction', async () => {
  await using shop = await openWrites()
  const send = (payload: Payload<'variant.save'>) => shop.send('variant.save', save(shop.alone, payload))
  const prices = async () => {
    const variant = await read(shop, shop.alone)
    return [variant?.price, variant?.compare_at_price]
  }
  await send({ price: '90', compare_at_price: '100' })
  await send({ price: '80' })
  expect(await prices()).toEqual(['80', '100'])
  await send({ compare_at_price: '120' })
  expect(await prices()).toEqual(['80', '120'])
  expect(await send({ compare_at_price: '70' })).toMatchObject({ kind: 'refused', code: 'compare_at_price_too_low' })
  await send({ compare_at_price: null })
  expect(await prices()).toEqual(['80', null])
  await send({ price: '90', compare_at_price: '100' })
  await send({ price: '110' })
  expect(await prices()).toEqual(['110', null])
})

test('a variant that is not there is refused, and a shop in trouble is an error', async () => {
  await using shop = await openWrites()
  const gone = { ...shop.variation, variantId: ids.variation(999_999) }
  expect(await shop.send('variant.save', save(gone, { sku: 'X-1' }))).toMatchObject({ kind: 'refused' })
  const nowhere = { ...shop.alone, productId: ids.product(999_999) }
  expect(await shop.send('variant.save', save(nowhere, { sku: 'X-1' }))).toMatchObject({ kind: 'refused' })
  shop.break('throttle', '/update_price')
  await expect(shop.send('variant.save', save(shop.alone, { price: '5' }))).rejects.toBeInstanceOf(RateLimitedError)
})

function removal(id: string): Change<'product.archive'> & Change<'product.delete'> {
  return { pushId: `psh_${++pushes}`, target: { id, ownId: null }, payload: {} }
}

test('products are hidden together, and one that is not there is refused alone', async () => {
  await using shop = await openWrites()
  const changes = [removal(shop.alone.productId), removal(ids.product(999_999)), removal(shop.variation.productId)]
  const writes = shop.writes('product.archive')
  shop.break('answerLost', 'status/bulk')
  expect(await writes.send({ key: 'a', changes })).toMatchObject([{ kind: 'unknown' }, {}, {}])
  expect(await writes.send({ key: 'a', changes })).toMatchObject([
    { kind: 'done' },
    { kind: 'refused' },
    { kind: 'done' },
  ])
  const states = await writes.readBack(changes)
  expect(states.map(({ isAsWanted }) => isAsWanted)).toEqual([true, false, true])
})

test('a deleted product is gone, and one that is gone was deleted', async () => {
  await using shop = await openWrites()
  const change = removal(shop.variation.productId)
  shop.break('answerLost', change.target.id)
  expect(await shop.send('product.delete', change)).toMatchObject({ kind: 'unknown' })
  expect(await shop.send('product.delete', change, shop.now())).toEqual({ kind: 'done' })
  expect(await shop.client.reads.object('products', change.target.id)).toBeNull()
  expect(await shop.readBack('product.delete', change)).toMatchObject({ isAsWanted: true })
  expect(await shop.readBack('product.delete', removal(shop.alone.productId))).toMatchObject({ isAsWanted: false })
})
