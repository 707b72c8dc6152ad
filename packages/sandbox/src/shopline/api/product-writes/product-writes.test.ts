import { expect, test } from 'vitest'
import { ids } from '../../world-ids.ts'
import { startOpenApi } from '../test-open-api.ts'

type TestOpenApi = Awaited<ReturnType<typeof startOpenApi>>
type Json = Record<string, unknown>

const color = (en: string) => ({ type: 'color', name_translations: { en } })
const send = async (openApi: TestOpenApi, method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object) => {
  const { status, text } = await openApi.call(`products/${path}`, { method, ...(body && { body }) })
  return { status, body: JSON.parse(text) }
}
const read = async (openApi: TestOpenApi, number: number) =>
  (await openApi.call(`products/${ids.product(number)}`)).json()

test('an update changes what it contains, and neither prices nor stock', async () => {
  await using openApi = await startOpenApi()
  const before = await read(openApi, 1)
  openApi.clock.advance(60_000)
  const { body } = await send(openApi, 'PUT', ids.product(1), {
    ...{ title_translations: { en: 'Cup' }, brand: 'Kiln', status: 'hidden', price: 1, quantity: 1 },
    images: ['https://i.test/1.png'],
  })
  expect(body).toMatchObject({
    ...{ title_translations: { ...before.title_translations, en: 'Cup' }, brand: 'Kiln', status: 'hidden' },
    ...{ price: before.price, quantity: before.quantity, tags: before.tags },
    ...{ description_translations: before.description_translations, medias: [{ images: {} }] },
  })
  expect(Date.parse(body.updated_at)).toBeGreaterThan(Date.parse(before.updated_at))
  expect((await send(openApi, 'PUT', ids.product(1), { status: 'lost' })).status).toBe(422)
  expect((await send(openApi, 'PUT', ids.product(9_999), {})).status).toBe(404)
})

test('replaced variations have other ids and only the stock of the call', async () => {
  await using openApi = await startOpenApi()
  const before = await read(openApi, 1)
  const variations = [{ variant_options: [color('Gold')], sku: 'G', price: 700, quantity: 5 }]
  const { body } = await send(openApi, 'PUT', ids.product(1), { is_replace_variations: true, variations })
  expect(body).toMatchObject({ id: before.id, title_translations: before.title_translations, quantity: 5 })
  expect(body.variations).toMatchObject([{ sku: 'G', price: { cents: 70_000 }, fields_translations: { en: ['Gold'] } }])
  const old = before.variations.map(({ id }: Json) => id)
  expect(old).not.toContain(body.variations[0].id)
  const stale = `${ids.product(1)}/variations/${old[1]}/update_quantity`
  expect((await send(openApi, 'PUT', stale, { quantity: 1 })).status).toBe(404)
})

test('prices are set one by one; a sale price of zero is none, null is refused', async () => {
  await using openApi = await startOpenApi()
  const path = `${ids.product(1)}/variations/${ids.variation(2)}/update_price`
  await send(openApi, 'PUT', path, { price: 500, price_sale: 400, cost: 100, member_price: 390, retail_price: 600 })
  expect(openApi.world.products.get(2)).toMatchObject({ gross: '400', written: { compareAtPrice: '500', cost: '100' } })
  expect((await send(openApi, 'PUT', path, { price: 550 })).body).toMatchObject({
    ...{ price: { cents: 55_000 }, price_sale: { cents: 40_000 }, cost: { cents: 10_000 } },
    ...{ member_price: { cents: 39_000 }, retail_price: { cents: 60_000 } },
  })
  await send(openApi, 'PUT', path, { price_sale: 0 })
  expect((await read(openApi, 1)).variations[1]).toMatchObject({ price: { cents: 55_000 }, price_sale: { cents: 0 } })
  expect((await send(openApi, 'PUT', path, { price: null })).status).toBe(422)
})

test('the price of a product with variations is its own, that of another is what it is sold for', async () => {
  await using openApi = await startOpenApi()
  const before = await read(openApi, 1)
  const { body } = await send(openApi, 'PUT', `${ids.product(1)}/update_price`, { price: 999 })
  expect(body).toMatchObject({ price: { cents: 99_900 } })
  expect(body.variations.map(({ price }: Json) => price)).toEqual(before.variations.map(({ price }: Json) => price))
  const { id } = openApi.world.addProduct()
  const alone = (await send(openApi, 'PUT', `${ids.product(id)}/update_price`, { price: 999 })).body
  expect(alone).toMatchObject({ id: ids.product(id), price: { cents: 99_900 } })
  expect(openApi.world.products.get(id)?.gross).toBe('999')
})

test('variations are added, changed and deleted, the last one not', async () => {
  await using openApi = await startOpenApi()
  const path = `${ids.product(1)}/variations`
  const added = (await send(openApi, 'POST', path, { variant_options: [color('Gold')], sku: 'G', quantity: 5 })).body
  expect(added.variations).toHaveLength(4)
  expect(added.variations[3]).toMatchObject({ sku: 'G', quantity: 5, fields_translations: { en: ['Gold'] } })
  const { id } = added.variations[3]
  const changed = (await send(openApi, 'PUT', `${path}/${id}`, { sku: 'G2', price: 800, quantity: 6 })).body
  expect(changed.variations[3]).toMatchObject({ id, sku: 'G2', price: { cents: 80_000 }, quantity: 6 })
  const four = Array.from({ length: 4 }, () => color('x'))
  expect((await send(openApi, 'POST', path, { variant_options: four })).status).toBe(422)
  for (const each of added.variations.slice(0, 3))
    expect((await send(openApi, 'DELETE', `${path}/${each.id}`)).status).toBe(200)
  expect((await send(openApi, 'DELETE', `${path}/${id}`)).status).toBe(400)
  expect((await read(openApi, 1)).variations).toMatchObject([{ id }])
})

test('the first variation takes the place of what was sold without one', async () => {
  await using openApi = await startOpenApi()
  const { id } = openApi.world.addProduct({ stocks: [3, 0, 0, 0] })
  const { body } = await send(openApi, 'POST', `${ids.product(id)}/variations`, { variant_options: [color('Red')] })
  expect(body).toMatchObject({ id: ids.product(id), quantity: 0, variations: [{ quantity: 0 }] })
})

test('pictures are added or replaced under the misspelt name, and deleted', async () => {
  await using openApi = await startOpenApi()
  const add = async (body: Json) => (await send(openApi, 'POST', `${ids.product(1)}/add_images`, body)).body
  const url = (number: number) => `https://i.test/${number}.png`
  await add({ urls: [url(1)] })
  const two = await add({ urls: [url(2)], is_replace: true })
  expect(two.medias).toHaveLength(2)
  expect((await add({ urls: [url(3)], image_type: 'detail' })).detail_medias).toHaveLength(1)
  const three = await add({ urls: [url(4)], is_replcae: true })
  expect(three.medias).toMatchObject([{ images: { original: { url: url(4) } } }])
  const media_ids = [three.medias[0].id]
  expect((await send(openApi, 'DELETE', `${ids.product(1)}/delete_images`, { media_ids })).body).toEqual({
    result: 'success',
  })
  expect(await read(openApi, 1)).toMatchObject({ medias: [], detail_medias: [{}] })
  expect((await send(openApi, 'POST', `${ids.product(1)}/add_images`, { urls: ['4.png'] })).status).toBe(422)
})

test('tags are replaced, added and removed', async () => {
  await using openApi = await startOpenApi()
  const tags = async (method: 'PUT' | 'PATCH', body: object) => {
    const answer = await send(openApi, method, `${ids.product(1)}/tags`, body)
    return answer.status === 200 ? answer.body.tags : answer.status
  }
  expect(await tags('PUT', { tags: ['summer', 'gift'] })).toEqual(['summer', 'gift'])
  expect(await tags('PATCH', { tags: ['new'], update_mode: 'add' })).toEqual(['summer', 'gift', 'new'])
  expect(await tags('PATCH', { tags: ['gift'], update_mode: 'remove' })).toEqual(['summer', 'new'])
  expect(await tags('PATCH', { tags: [], update_mode: 'remove' })).toBe(422)
  expect(await tags('PUT', { tags: ['ab'] })).toBe(422)
})

test('statuses are changed and products deleted in bulk, up to 100 of them, with an error for each that failed', async () => {
  await using openApi = await startOpenApi()
  const products = [1, 4, 9_999].map((number) => ({ id: ids.product(number), status: 'draft' }))
  const { body } = await send(openApi, 'PUT', 'status/bulk', { products })
  expect(body).toMatchObject({
    updated_product_ids: [1, 4].map(ids.product),
    errors: [{ id: ids.product(9_999) }],
  })
  expect((await read(openApi, 4)).status).toBe('draft')
  await send(openApi, 'PUT', 'retail_status/bulk', { products: products.slice(0, 1) })
  expect((await read(openApi, 1)).retail_status).toBe('draft')
  const many = Array.from({ length: 101 }, () => products[0])
  expect((await send(openApi, 'PUT', 'status/bulk', { products: many })).status).toBe(422)
  const gone = await send(openApi, 'DELETE', `bulk?ids[]=${ids.product(1)}&ids[]=${ids.product(4)}`)
  expect(gone.body.updated_product_ids).toEqual([1, 4].map(ids.product))
  expect((await openApi.call(`products/${ids.product(4)}`)).status).toBe(404)
})

test('a deleted product is gone with its variations', async () => {
  await using openApi = await startOpenApi()
  expect((await send(openApi, 'DELETE', ids.product(1))).body).toEqual({ result: 'success' })
  expect((await openApi.call(`products/${ids.product(1)}`)).status).toBe(404)
  expect((await send(openApi, 'DELETE', ids.product(1))).status).toBe(404)
})
