import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sandbox } from '../../../sandbox.ts'
import { startSandbox } from '../../../start-sandbox.ts'
import { type CallAnswer, createCaller } from '../../caller.ts'
import { defaultScopes } from '../../scopes.ts'
import { truthOf } from '../../truth/index.ts'
import { ids } from '../../world-ids.ts'
import type { Body } from '../bodies/body.ts'
import { createPageReader, linkTo, objectsIn } from './read-pages.ts'

let sandbox: Sandbox
let caller: ReturnType<typeof createCaller>

beforeAll(async () => {
  sandbox = await startSandbox({
    ...{ products: 60, customers: 45, orders: 90, categories: 9 },
    shopify: { restAllowance: { bucket: 100_000 }, allowance: { bucket: 1_000_000 } },
  })
  caller = createCaller(sandbox)
  await caller.install([...defaultScopes, 'read_all_orders', 'read_merchant_managed_fulfillment_orders'])
})
afterAll(() => sandbox.close())

const truth = () => truthOf(sandbox.shopify.shop().world)
const idsIn = (table: string) => (truth()[table] ?? []).map(({ externalId }) => externalId).sort()

const pagesFrom = (...from: Parameters<ReturnType<typeof createPageReader>['pagesFrom']>) =>
  createPageReader(caller).pagesFrom(...from)
const readAll = async (address: string) => objectsIn(await pagesFrom(address))
const idOf = ({ id }: Body) => String(id)

test.each([
  ['products', 'products'],
  ['variants', 'product_variants'],
  ['customers', 'customers'],
  ['orders', 'orders', '&status=any'],
  ['locations', 'locations'],
  ['custom_collections', 'categories'],
])('%s are all in the pages, once, and counted', async (list, table, more = '') => {
  const found = await readAll(`${list}.json?limit=7${more}`)
  expect(found.map(idOf).sort()).toEqual(idsIn(table))
  for (const { id, admin_graphql_api_id } of found) expect(admin_graphql_api_id).toMatch(new RegExp(`/${id}$`))
  if (list === 'variants') return
  expect((await caller.rest(`${list}/count.json?${more}`)).json()).toEqual({ count: found.length })
})

test.each(['id asc', 'updated_at desc', 'created_at asc', 'processed_at desc'])(
  'orders by %s come back in the same pages',
  async (order) => {
    const forward = await pagesFrom(`orders.json?limit=8&status=any&order=${order}`)
    expect(forward.length).toBeGreaterThan(5)
    const last = forward.at(-1)
    const back = await pagesFrom(linkTo('previous', last as CallAnswer) ?? '', 'previous')
    expect(objectsIn(back.reverse()).map(idOf)).toEqual(objectsIn(forward.slice(0, -1)).map(idOf))
    const [field = '', direction] = order.split(' ')
    const values = objectsIn(forward).map((each) =>
      field === 'id' ? Number(each.id) : Date.parse(String(each[field])),
    )
    expect(values).toEqual(values.toSorted((a, b) => (direction === 'asc' ? a - b : b - a)))
  },
)

test('an object that comes or goes between two pages does not shift the others', async () => {
  const { world } = sandbox.shopify.shop()
  const first = await caller.rest('customers.json?limit=10&order=id asc')
  const [gone] = objectsIn([first])
  world.deleteCustomer(Number(BigInt(Number(gone?.id)) - BigInt(ids.customer(0))))
  const rest = await readAll(linkTo('next', first) ?? '')
  expect([...objectsIn([first]).slice(1), ...rest].map(idOf).sort()).toEqual(idsIn('customers'))
})

test('since_id, ids, fields and times choose what is listed', async () => {
  const all = await readAll('products.json?limit=250&order=id asc')
  const [, second, third] = all
  const since = await readAll(`products.json?limit=3&since_id=${second?.id}&fields=id`)
  expect(since).toEqual(all.slice(2).map(({ id }) => ({ id })))
  const named = await readAll(`products.json?ids=${second?.id},${third?.id}&fields=id,title`)
  expect(named.map(({ id, title }) => [id, title]).sort()).toEqual([second, third].map((e) => [e?.id, e?.title]).sort())
  const min = encodeURIComponent(String(third?.updated_at))
  const later = await readAll(`products.json?updated_at_min=${min}&order=updated_at asc`)
  expect(later.map(idOf).sort()).toEqual(all.slice(2).map(idOf).sort())
})

test('parameters that a list does not know are ignored, but an order that it does not know is refused', async () => {
  expect(await readAll('locations.json?order=updated_at asc&updated_at_min=2020-01-01')).toHaveLength(2)
  expect((await caller.rest('orders.json?order=colour asc')).json()).toEqual({ errors: { order: 'Invalid value.' } })
})

test('beside page_info nothing but limit and fields is taken', async () => {
  const first = await caller.rest('orders.json?limit=5&status=any')
  const next = linkTo('next', first) ?? ''
  const refused = await caller.rest(`${next}&status=any`)
  expect([refused.status, refused.json()]).toEqual([
    400,
    {
      errors: {
        status:
          'status cannot be passed when page_info is present. See https://shopify.dev/api/usage/pagination-rest for more information.',
      },
    },
  ])
  const { pathname, search } = new URL(next)
  const elsewhere = await caller.rest(`products.json${search}`)
  expect(pathname).toMatch(/\/admin\/api\/2026-10\/orders\.json$/)
  expect([elsewhere.status, elsewhere.json().errors]).toEqual([400, { page_info: 'Invalid value.' }])
})

test('links stay on the host that the client has called', async () => {
  const { domain } = sandbox.shopify.shop()
  const headers = {
    'x-shopify-access-token': await caller.install(),
    'x-forwarded-proto': 'https',
    'x-forwarded-host': domain,
  }
  const answer = await caller.ask('/admin/api/2026-10/products.json?limit=1', { method: 'GET', headers })
  expect(linkTo('next', answer)).toMatch(`https://${domain}/admin/api/2026-10/products.json?limit=1&page_info=`)
  await caller.install([...defaultScopes, 'read_all_orders', 'read_merchant_managed_fulfillment_orders'])
})

describe('the parts of an order', () => {
  test('are the same under the order and on their own', async () => {
    const orders = await readAll('orders.json?status=any&limit=250')
    const read = async (part: string) =>
      (await Promise.all(orders.map(({ id }) => readAll(`orders/${id}/${part}.json`)))).flat()
    expect(await read('refunds')).toEqual(orders.flatMap(({ refunds }) => refunds))
    expect(await read('fulfillments')).toEqual(orders.flatMap(({ fulfillments }) => fulfillments))
    expect((await read('refunds')).map(idOf).sort()).toEqual(idsIn('refunds'))
    expect((await read('fulfillments')).map(idOf).sort()).toEqual(idsIn('fulfillments'))
    expect(await read('fulfillment_orders')).toHaveLength(orders.length)
    const [transaction] = await read('transactions')
    expect((await caller.rest(`orders/${transaction?.order_id}/transactions/${transaction?.id}.json`)).json()).toEqual({
      transaction,
    })
  })
})

test('levels are found by item or by place, fifty of them at most, and items by their ids', async () => {
  const locations = await readAll('locations.json')
  const everywhere = locations.map(idOf).join(',')
  const levels = await readAll(`inventory_levels.json?location_ids=${everywhere}&limit=11`)
  const key = (each: Body) => `${each.inventory_item_id}-${each.location_id}`
  expect(levels.map(key).sort()).toEqual(idsIn('inventory_levels'))
  const items = [...new Set(levels.map((level) => String(level.inventory_item_id)))].slice(0, 3)
  const some = await readAll(
    `inventory_levels.json?inventory_item_ids=${items}&location_ids=${idOf(locations[0] ?? {})}`,
  )
  expect(some.map((level) => String(level.inventory_item_id))).toEqual(items)
  expect((await readAll(`inventory_items.json?ids=${items}`)).map(idOf)).toEqual(items)
  expect(await readAll(`locations/${locations[0]?.id}/inventory_levels.json?limit=250`)).toHaveLength(
    levels.length / locations.length,
  )
  const many = Array.from({ length: 51 }, (_, index) => index + 1).join(',')
  expect((await caller.rest('inventory_levels.json')).status).toBe(422)
  expect((await caller.rest(`inventory_levels.json?inventory_item_ids=${many}`)).status).toBe(422)
  expect((await caller.rest('inventory_items.json')).status).toBe(400)
})

test('collections, their products and the links between them say the same', async () => {
  const collects = await readAll('collects.json?limit=9')
  for (const { id } of await readAll('custom_collections.json')) {
    const expected = collects.filter((each) => each.collection_id === id).map((each) => String(each.product_id))
    const inside = await readAll(`collections/${id}/products.json?limit=250`)
    expect(inside.map(idOf).sort()).toEqual(expected.sort())
    expect((await caller.rest(`products/count.json?collection_id=${id}`)).json()).toEqual({ count: expected.length })
  }
  expect(await readAll('smart_collections.json')).toEqual([])
})

test('customers are found by a search, with their addresses and orders', async () => {
  const [customer] = await readAll('customers.json?limit=1&order=id asc')
  const found = await readAll(`customers/search.json?query=email:${customer?.email}`)
  expect(found).toEqual([customer])
  expect(await readAll(`customers/${customer?.id}/addresses.json`)).toEqual(customer?.addresses)
  expect(await readAll(`customers/${customer?.id}/orders.json?status=any`)).toHaveLength(Number(customer?.orders_count))
})

test('deleted objects are events, products with their last variant', async () => {
  const { world } = sandbox.shopify.shop()
  const [product = 0] = world.products.ids()
  const [order = 0] = world.placedOrders()
  for (const id of world.products.ids().slice(0, 3)) world.deleteProduct(id)
  world.deleteOrder(order)
  const subjects = async (query: string) => (await readAll(`events.json?${query}`)).map(({ subject_id }) => subject_id)
  expect(await subjects('filter=Product,Order&verb=destroy')).toEqual([product, Number(ids.order(order))])
  expect(await subjects('filter=Order')).toEqual([Number(ids.order(order))])
  expect(await subjects('verb=create')).toEqual([])
})
