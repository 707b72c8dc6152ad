import { expect, test } from 'vitest'
import { timeOf } from '../times.ts'
import { ids } from '../world-ids.ts'
import { startOpenApi } from './test-open-api.ts'

type TestOpenApi = Awaited<ReturnType<typeof startOpenApi>>
type Listed = { id: string; status: string; updated_at: string }

const asked = (at: number) => encodeURIComponent(new Date(at).toISOString().slice(0, 19).replace('T', ' '))

async function list(openApi: TestOpenApi, path: string): Promise<Listed[]> {
  return (await openApi.call(path)).json().items
}

test('a group is one product with its members as variations', async () => {
  await using openApi = await startOpenApi()
  const [head, second] = [openApi.world.products.get(1), openApi.world.products.get(2)]
  const product = (await openApi.call(`products/${ids.product(1)}`)).json()
  expect(product).toMatchObject({
    id: ids.product(1),
    title_translations: { 'zh-hant': head?.name.hu, en: head?.name.en },
    price: { cents: Number(head?.gross) * 100, currency_iso: 'TWD', dollars: Number(head?.gross) },
    price_sale: { cents: 0 },
    category_ids: head?.categoryIds.map(ids.category),
    field_titles: [{ name_translations: { en: 'Color' } }],
  })
  expect(product.variations.map(({ id }: { id: string }) => id)).toEqual([1, 2, 3].map(ids.variation))
  expect(product.variations[1]).toMatchObject({
    ...{ sku: second?.sku, fields_translations: { en: [second?.color.en] }, unlimited_quantity: null },
    quantity: (second?.stocks[0] ?? 0) + (second?.stocks[1] ?? 0),
  })
})

test('a single product has no variations', async () => {
  await using openApi = await startOpenApi()
  const { id } = openApi.world.addProduct({ stocks: [3, 4, 5, 6] })
  expect((await openApi.call(`products/${ids.product(id)}`)).json()).toMatchObject({ variations: [], quantity: 7 })
  expect((await openApi.call(`products/${ids.product(id)}/stocks`)).json()).toMatchObject({
    variations: [],
    stocks: [
      { warehouse_id: ids.warehouse(1), quantity: 3 },
      { warehouse_id: ids.warehouse(2), quantity: 4 },
    ],
  })
})

test('stocks are returned by variation and warehouse', async () => {
  await using openApi = await startOpenApi({}, { stockCount: 3 })
  const { stocks, variations } = (await openApi.call(`products/${ids.product(1)}/stocks`)).json()
  expect(stocks).toEqual([])
  const levels = openApi.world.products.get(2)?.stocks.slice(0, 3)
  expect(variations[1]).toMatchObject({
    id: ids.variation(2),
    stocks: levels?.map((quantity, place) => ({ warehouse_id: ids.warehouse(place + 1), quantity })),
  })
  expect((await list(openApi, 'warehouses')).map(({ id }) => id)).toEqual([3, 2, 1].map(ids.warehouse))
})

test('a window is inclusive, in whole seconds', async () => {
  await using openApi = await startOpenApi()
  const all = await list(openApi, 'products?per_page=50')
  const at = openApi.world.products.get(6)?.updatedAt ?? 0
  const changed = async (from: number, to: number) =>
    (await list(openApi, `products?updated_after=${asked(from)}&updated_before=${asked(to)}`)).map(({ id }) => id)
  expect(all.find(({ id }) => id === ids.product(4))?.updated_at).toBe(timeOf(at))
  expect(await changed(at, at)).toEqual([ids.product(4)])
  expect(await changed(at + 1_000, at + 2_000)).toEqual([])
  expect(await changed(at - 2_000, at - 1_000)).toEqual([])
  const refused = await openApi.call('products?updated_after=yesterday')
  expect([refused.status, Object.keys(refused.json())]).toEqual([400, ['error', 'code', 'caused_by']])
})

test('removed products are returned only by queries for changes', async () => {
  await using openApi = await startOpenApi()
  const before = openApi.clock.now() - 1_000
  for (const number of [4, 5, 6]) openApi.world.deleteProduct(number)
  openApi.world.deleteCategory(5)
  const changed = await list(openApi, `products?updated_after=${asked(before)}`)
  expect(changed).toMatchObject([{ id: ids.product(4), status: 'removed' }])
  expect((await list(openApi, 'products?per_page=50')).map(({ id }) => id)).not.toContain(ids.product(4))
  expect(await list(openApi, `products?id=in:${ids.product(4)}`)).toEqual([])
  const one = await openApi.call(`products/${ids.product(4)}`)
  expect([one.status, one.json()]).toEqual([404, { message: 'Product not found', code: 'NotFound' }])

  expect(await list(openApi, `categories?updated_after=${asked(before)}`)).toMatchObject([
    { id: ids.category(5), status: 'removed' },
  ])
  expect(await list(openApi, 'categories')).toHaveLength(11)
  expect((await openApi.call(`categories/${ids.category(5)}`)).status).toBe(404)
})

test('losing a variation changes the product', async () => {
  await using openApi = await startOpenApi()
  const before = openApi.clock.now() - 1_000
  openApi.world.deleteProduct(1)
  const [product, ...others] = await list(openApi, `products?updated_after=${asked(before)}`)
  expect(others).toEqual([])
  expect(product).toMatchObject({
    id: ids.product(1),
    variations: [{ id: ids.variation(2) }, { id: ids.variation(3) }],
  })
})

test('products are found by ids, and searched with operators', async () => {
  await using openApi = await startOpenApi()
  const wanted = [1, 7, 9_999].map(ids.product)
  const found = await list(openApi, `products?id=${encodeURIComponent(`in:${wanted.join(',')}`)}`)
  expect(found.map(({ id }) => id)).toEqual([7, 1].map(ids.product))

  const search = async (body: object): Promise<string[]> => {
    const { items } = (await openApi.call('products/search', { method: 'POST', body })).json()
    return items.map(({ id }: Listed) => id)
  }
  expect(await search({ sku: 'SKU-000005' })).toEqual([ids.product(4)])
  expect(await search({ query: 'sku-000007' })).toEqual([ids.product(7)])
  expect(await search({ id: `in:${wanted.join(',')}`, sort_by: 'asc' })).toEqual([1, 7].map(ids.product))
  const at = openApi.world.products.get(57)?.updatedAt ?? 0
  expect(await search({ updated_at: `gt:${timeOf(at)}` })).toEqual([ids.product(58)])
  expect(await search({ updated_at: `gte:${timeOf(at)}`, per_page: 1, page: 2 })).toEqual([ids.product(55)])
  const drafts = await search({ status: 'draft', per_page: 999 })
  expect(drafts.length).toBeGreaterThan(0)
  expect(drafts.length + (await search({ status: 'not:draft', per_page: 999 })).length).toBe(20)
})
