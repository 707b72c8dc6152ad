import { expect, test } from 'vitest'
import { ids } from '../world-ids.ts'
import { startOpenApi } from './test-open-api.ts'

type TestOpenApi = Awaited<ReturnType<typeof startOpenApi>>
const SIZES = { products: 180, categories: 30 }

async function idsOf(openApi: TestOpenApi, path: string): Promise<string[]> {
  const { items } = (await openApi.call(path)).json()
  return items.map(({ id }: { id: string }) => id)
}

test('pages contain everything once, the newest first, and end with an empty page', async () => {
  await using openApi = await startOpenApi({}, SIZES)
  const first = (await openApi.call('products')).json()
  expect(first.pagination).toEqual({ current_page: 1, per_page: 24, total_pages: 3, total_count: 60 })
  const pages = await Promise.all([1, 2, 3, 4].map((page) => idsOf(openApi, `products?page=${page}`)))
  expect(pages.map((page) => page.length)).toEqual([24, 24, 12, 0])
  const heads = Array.from({ length: 60 }, (_, place) => ids.product(3 * place + 1))
  expect(pages.flat()).toEqual(heads.toReversed())
  expect(await idsOf(openApi, 'products?per_page=60&sort_by=asc')).toEqual(heads)
})

test('page sizes above the maximum are reduced, and a page beyond the deepest is empty or refused', async () => {
  await using openApi = await startOpenApi({ quirks: { perPageMax: 20, deepest: 50 } }, SIZES)
  expect((await openApi.call('products?per_page=999')).json().pagination).toMatchObject({
    per_page: 20,
    total_pages: 3,
  })
  expect(await idsOf(openApi, 'products?per_page=20&page=3')).toHaveLength(10)
  expect(await idsOf(openApi, 'products?per_page=10&page=6')).toEqual([])
  openApi.api.quirks.deepPages = 'refused'
  const refused = await openApi.call('products?per_page=10&page=6')
  expect([refused.status, refused.json().error]).toEqual([400, 'Pages end at 50 results'])
})

test('where it works previous_id overrides the page, even when its object is deleted', async () => {
  await using openApi = await startOpenApi({ quirks: { cursorPaging: 'all' } }, SIZES)
  const all = await idsOf(openApi, 'products?per_page=60')
  const after = (id: string | undefined, more = '') =>
    idsOf(openApi, `products?per_page=10&page=3&previous_id=${id}${more}`)
  expect(await after(all[9])).toEqual(all.slice(10, 20))
  expect(await after(all[54])).toEqual(all.slice(55))
  expect(await after(all[59])).toEqual([])
  expect(await after(all[54], '&sort_by=asc')).toEqual(all.slice(44, 54).toReversed())
  for (const number of [148, 149, 150]) openApi.world.deleteProduct(number)
  expect(all[10]).toBe(ids.product(148))
  expect(await after(all[10])).toEqual(all.slice(11, 21))
  expect((await openApi.call('products?previous_id=nothing')).status).toBe(422)
})

test('elsewhere previous_id is ignored', async () => {
  await using openApi = await startOpenApi({}, SIZES)
  const all = await idsOf(openApi, 'products')
  expect(await idsOf(openApi, `products?previous_id=${all[9]}`)).toEqual(all)
})

test('a page by previous_id may contain the last id and no pagination', async () => {
  await using openApi = await startOpenApi({ quirks: { cursorPaging: 'all', cursorAnswer: 'last_id' } }, SIZES)
  const all = await idsOf(openApi, 'products?per_page=60')
  const { items, ...rest } = (await openApi.call(`products?per_page=5&previous_id=${all[9]}`)).json()
  expect([items.length, rest]).toEqual([5, { last_id: all[14], limit: 5 }])
})

test('only the requested fields are returned', async () => {
  await using openApi = await startOpenApi({}, SIZES)
  const keys = async (path: string) => Object.keys((await openApi.call(path)).json().items[0]).sort()
  expect(await keys('products?fields[]=id&fields[]=updated_at')).toEqual(['id', 'updated_at'])
  expect(await keys('products?fields[]=items.id&fields[]=items.sku')).toEqual(['id', 'sku'])
  expect(await keys('warehouses?excludes[]=name')).toEqual(['id', 'status'])
})
