import { expect, test } from 'vitest'
import { ids } from '../../world-ids.ts'
import { startOpenApi } from '../test-open-api.ts'

type TestOpenApi = Awaited<ReturnType<typeof startOpenApi>>

const put = (openApi: TestOpenApi, path: string, body: object) =>
  openApi.call(`products/${path}`, { method: 'PUT', body })

test('a quantity is set or added to, only of products without variations', async () => {
  await using openApi = await startOpenApi()
  const { id, sku } = openApi.world.addProduct({ stocks: [3, 4, 5, 6] })
  const path = `${ids.product(id)}/update_quantity`
  expect((await put(openApi, path, { quantity: 20 })).json()).toMatchObject({ id: ids.product(id), sku, quantity: 20 })
  expect((await put(openApi, path, { quantity: -5, replace: false })).json()).toMatchObject({ quantity: 15 })
  expect(openApi.world.products.get(id)?.stocks).toEqual([11, 4, 5, 6])
  expect((await put(openApi, path, { quantity: 10_000_000 })).status).toBe(422)
  const refused = await put(openApi, `${ids.product(1)}/update_quantity`, { quantity: 1 })
  expect([refused.status, refused.json().code]).toEqual([422, 'UnprocessableEntity'])
})

test('a variation has its own quantity, and is also found by SKU', async () => {
  await using openApi = await startOpenApi()
  const path = `${ids.product(1)}/variations/${ids.variation(2)}/update_quantity`
  expect((await put(openApi, path, { quantity: 8 })).json()).toMatchObject({
    ...{ id: ids.variation(2), product_id: ids.product(1), quantity: 8 },
  })
  const { items } = (await put(openApi, 'update_quantity', { sku: 'SKU-000002', quantity: 9 })).json()
  expect(items).toMatchObject([{ id: ids.variation(2), quantity: 9 }])
  expect((await put(openApi, `${ids.product(1)}/variations/${ids.variation(9)}/update_quantity`, {})).status).toBe(404)
})

test('a level is set in one warehouse that is in use', async () => {
  await using openApi = await startOpenApi()
  const set = (body: object) => put(openApi, `${ids.product(1)}/stocks`, body)
  const level = { warehouse_id: ids.warehouse(2), variation_id: ids.variation(3), quantity: 77 }
  expect((await set(level)).json().variations[2].stocks[1]).toEqual({ warehouse_id: ids.warehouse(2), quantity: 77 })
  await set({ ...level, quantity: 3, is_replace: false })
  expect(openApi.world.products.get(3)?.stocks[1]).toBe(80)
  expect((await set({ ...level, warehouse_id: ids.warehouse(3) })).status).toBe(422)
  expect((await set({ ...level, variation_id: ids.variation(9) })).status).toBe(422)
})

test('a price and tags are set; null and tags of the wrong length are refused', async () => {
  await using openApi = await startOpenApi()
  const path = `${ids.product(1)}/variations/${ids.variation(2)}/update_price`
  expect((await put(openApi, path, { price: 1_234 })).json()).toMatchObject({ price: { cents: 123_400 } })
  expect(openApi.world.products.get(2)?.gross).toBe('1234')
  expect((await put(openApi, path, { price: null })).status).toBe(422)

  const tags = (value: unknown) => put(openApi, `${ids.product(1)}/tags`, { tags: value })
  expect((await tags(['summer'])).status).toBe(200)
  expect((await openApi.call(`products/${ids.product(1)}`)).json().tags).toEqual(['summer'])
  expect((await tags(['ab'])).status).toBe(422)
  expect((await tags(['x'.repeat(41)])).status).toBe(422)
})

test('a quantity that is added is added again by a repeated call', async () => {
  await using openApi = await startOpenApi()
  const { id } = openApi.world.addProduct({ stocks: [3, 0, 0, 0] })
  const add = () => put(openApi, `${ids.product(id)}/update_quantity`, { quantity: 5, replace: false })
  openApi.faults.set({ kind: 'answerLost', path: 'update_quantity', count: 1 })
  await expect(add()).rejects.toThrow()
  expect((await add()).json().quantity).toBe(13)
})

test('unlimited stock takes no quantity, alone or by SKU', async () => {
  await using openApi = await startOpenApi()
  const unlimited = { tracked: false }
  const { id } = openApi.world.addProduct({ sku: 'U', written: unlimited })
  const other = openApi.world.addProduct({ sku: 'U' })
  expect((await put(openApi, `${ids.product(id)}/update_quantity`, { quantity: 5 })).status).toBe(422)
  expect((await put(openApi, 'update_quantity', { sku: 'U', quantity: 5 })).json()).toMatchObject({
    ...{ items: [{ id: ids.product(other.id), quantity: 5 }], errors: [{ sku: 'U', code: 'UnprocessableEntity' }] },
  })
  const read = (await openApi.call(`products/${ids.product(id)}`)).json()
  expect(read).toMatchObject({ unlimited_quantity: true, total_orderable_quantity: -1, sold_out: false })
})

test('levels are set or added to in bulk; a wrong row is an error and stops no other', async () => {
  await using openApi = await startOpenApi()
  const level = (variation: number, quantity: number) => ({
    ...{ product_id: ids.product(1), variation_id: ids.variation(variation), warehouse_id: ids.warehouse(2), quantity },
  })
  const bulk = (rows: object[], isReplace = true) =>
    put(openApi, 'bulk_update_stocks', { bulk_data: rows, is_replace: isReplace })
  const { errors } = (await bulk([level(1, 7), level(9, 7), level(2, 8)])).json()
  expect(errors).toMatchObject([{ variation_id: ids.variation(9), message: expect.any(String) }])
  await bulk([level(1, -2)], false)
  expect([1, 2].map((id) => openApi.world.products.get(id)?.stocks[1])).toEqual([5, 8])
  expect((await put(openApi, 'bulk_update_stocks', { bulk_data: [level(1, 1)] })).status).toBe(422)
  openApi.api.quirks.bulkRowsMax = 1
  expect((await bulk([level(1, 1), level(2, 1)])).status).toBe(422)
})

test('rows of the bulk call may have one id for products and variations', async () => {
  await using openApi = await startOpenApi()
  openApi.api.quirks.bulkStockKeys = 'id'
  const { id } = openApi.world.addProduct()
  const rows = [ids.variation(2), ids.product(id)].map((each) => ({
    id: each,
    warehouse_id: ids.warehouse(1),
    quantity: 77,
  }))
  expect((await put(openApi, 'bulk_update_stocks', { bulk_data: rows, is_replace: true })).json()).toEqual({
    errors: [],
  })
  expect([2, id].map((each) => openApi.world.products.get(each)?.stocks[0])).toEqual([77, 77])
})
