import { afterEach, describe, expect, test } from 'vitest'
import { startSandbox } from '../../start-sandbox.ts'
import { createCaller } from '../caller.ts'
import { defaultScopes } from '../scopes.ts'
import { ids } from '../world-ids.ts'
import { matcherOf, matchNumber, matchText, matchTime } from './search.ts'

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()))
})

type Answer = {
  data?: Record<string, never> | null
  errors?: { message: string; path?: string[]; extensions?: Record<string, unknown> }[]
  extensions?: {
    cost: {
      requestedQueryCost: number
      actualQueryCost: number | null
      throttleStatus: { currentlyAvailable: number }
    }
    search?: unknown[]
  }
}

async function start(scopes: readonly string[] = defaultScopes) {
  const sandbox = await startSandbox({ products: 600, orders: 60 })
  open.push(() => sandbox.close())
  const caller = createCaller(sandbox)
  await caller.install(scopes)
  const ask = async (query: string, variables: Record<string, unknown> = {}) =>
    (await caller.graphql(query, variables)).json() as Answer
  return { sandbox, ask, world: sandbox.shopify.shop().world, shopify: sandbox.shopify }
}

interface Page {
  nodes: { id: string }[]
  pageInfo: { hasNextPage: boolean; endCursor: string }
}

const PAGE = `query($after: String, $query: String, $sortKey: ProductSortKeys) {
  products(first: 50, after: $after, query: $query, sortKey: $sortKey) { nodes { id } pageInfo { hasNextPage endCursor } } }`

describe('pages', () => {
  test('contain every object once, even when objects before the cursor are deleted between pages', async () => {
    const { ask, world } = await start()
    const seen: string[] = []
    for (let after: string | null = null, more = true; more; ) {
      const { data } = await ask(PAGE, { after })
      const { nodes, pageInfo } = (data as unknown as { products: Page }).products
      seen.push(...nodes.map(({ id }) => id))
      ;[after, more] = [pageInfo.endCursor, pageInfo.hasNextPage]
      if (seen.length === 50) for (const id of [1, 2, 3]) world.deleteProduct(id)
    }
    const heads = [...new Set(Array.from({ length: 600 }, (_, index) => Math.floor(index / 3) * 3 + 1))]
    expect(seen).toEqual(heads.map((id) => `gid://shopify/Product/${ids.product(id)}`))
  })

  test('come from the end, and backwards, when asked for so', async () => {
    const { ask } = await start()
    const { data } = await ask(
      '{ a: locations(last: 1, sortKey: ID) { nodes { id } } b: locations(first: 1, sortKey: ID, reverse: true) { nodes { id } } }',
    )
    const { a, b } = data as unknown as Record<'a' | 'b', Page>
    expect(a?.nodes).toEqual(b?.nodes)
    expect(a?.nodes).toEqual([{ id: `gid://shopify/Location/${ids.location(2)}` }])
  })

  test('before a cursor know that more follows', async () => {
    const { ask } = await start()
    const text = `query($before: String!) {
      locations(last: 1, before: $before, sortKey: ID) { nodes { id } pageInfo { hasNextPage hasPreviousPage } } }`
    const { data } = await ask('{ locations(last: 1, sortKey: ID) { pageInfo { endCursor } } }')
    const { endCursor } = (data as unknown as { locations: Page }).locations.pageInfo
    const { data: before } = await ask(text, { before: endCursor })
    expect((before as unknown as { locations: Page }).locations).toEqual({
      nodes: [{ id: `gid://shopify/Location/${ids.location(1)}` }],
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    })
  })

  test.each([
    ['{ products { nodes { id } } }', 'you must provide one of first or last'],
    ['{ products(first: 1, last: 1) { nodes { id } } }', 'providing both first and last is not supported'],
    ['{ products(first: 251) { nodes { id } } }', 'greater than the maximum allowed of 250'],
    ['{ products(first: 1, after: "x") { nodes { id } } }', 'invalid cursor'],
  ])('are refused for %s', async (query, message) => {
    const { ask } = await start()
    const { data, errors } = await ask(query)
    expect([data, errors?.[0]?.message]).toEqual([null, expect.stringContaining(message)])
  })
})

describe('points', () => {
  test('are requested at the maximum cost, charged at the actual cost, and restored over time', async () => {
    const { sandbox, ask } = await start()
    const level = async () => {
      const { extensions } = await ask('{ shop { id } }')
      return extensions?.cost.throttleStatus.currentlyAvailable ?? 0
    }
    const { extensions } = await ask(
      '{ orders(first: 250, query: "id:1") { nodes { id lineItems(first: 250) { nodes { id } } } } }',
    )
    expect(extensions?.cost).toMatchObject({ requestedQueryCost: 156, actualQueryCost: 2 })
    const { extensions: next } = await ask(
      '{ products(first: 200) { nodes { id variants(first: 50) { nodes { id } } } } }',
    )
    const { requestedQueryCost = 0, actualQueryCost } = next?.cost ?? {}
    expect(actualQueryCost).toBeGreaterThan(2)
    expect(actualQueryCost).toBeLessThan(requestedQueryCost)
    expect(await level()).toBeLessThan(2_000 - 2)
    sandbox.clock.advance(60_000)
    expect(await level()).toBe(1_999)
  })

  test('that are not there are waited for, and a question of more than a thousand is never answered', async () => {
    const { sandbox, ask, shopify } = await start()
    shopify.allowance.bucket = 100
    const query = '{ orders(first: 250) { nodes { id lineItems(first: 250) { nodes { id } } } } }'
    const { data, errors, extensions } = await ask(query)
    expect([data, errors?.[0]?.extensions?.code]).toEqual([undefined, 'THROTTLED'])
    expect(extensions?.cost).toMatchObject({ requestedQueryCost: 156, actualQueryCost: null })
    expect(sandbox.stats.throttled).toBe(1)
    const huge = `{ orders(first: 250) { nodes { ${'abcdefg'.replaceAll(/./g, (name) => `${name}: lineItems(first: 250) { nodes { id } } `)} } } }`
    expect((await ask(huge)).errors?.[0]?.extensions).toMatchObject({ code: 'MAX_COST_EXCEEDED', maxCost: 1_000 })
  })
})

describe('refusals', () => {
  test.each([
    ['{ nothing }', ['query', 'nothing'], { code: 'undefinedField', typeName: 'QueryRoot', fieldName: 'nothing' }],
    ['query Some { shop(a: 1) { id } }', ['query Some', 'shop', 'a'], { code: 'argumentNotAccepted' }],
    ['{ one: product { id } }', ['query', 'one'], { code: 'missingRequiredArguments' }],
    ['{ product(id: null) { id } }', ['query', 'product', 'id'], { code: 'argumentLiteralsIncompatible' }],
    ['fragment Of on Shop { no } { shop { ...Of } }', ['fragment Of', 'no'], { code: 'undefinedField' }],
    ['query Some($a: Int) { shop { id } }', ['query Some'], { code: 'variableNotUsed', variableName: 'a' }],
    ['{ shop }', ['query', 'shop'], { code: 'selectionMismatch', nodeName: "field 'shop'", typeName: 'Shop' }],
    ['{ shop { id { a } } }', ['query', 'shop', 'id'], { code: 'selectionMismatch', typeName: 'ID' }],
    ['{ shop @no { id } }', ['query', 'shop'], { code: 'undefinedDirective', directiveName: 'no' }],
    [
      '{ products(first: "x") { nodes { id } } }',
      ['query', 'products', 'first'],
      { code: 'argumentLiteralsIncompatible' },
    ],
    [
      'mutation { productCreate(media: [{ alt: "x", originalSource: "y" }]) { userErrors { field } } }',
      ['mutation', 'productCreate', 'media'],
      { code: 'missingRequiredInputObjectAttribute', argumentName: 'mediaContentType' },
    ],
    [
      'mutation { productCreate(product: { no: 1 }) { userErrors { field } } }',
      ['mutation', 'productCreate', 'product'],
      { code: 'argumentNotAccepted', typeName: 'InputObject', argumentName: 'no' },
    ],
    ['{ shop { id }', undefined, { code: 'PARSE_ERROR' }],
  ])('of %s are written as the platform writes them, without data', async (query, path, extensions) => {
    const { ask } = await start()
    const answer = await ask(query)
    expect(answer).not.toHaveProperty('data')
    expect(answer.errors?.[0]?.extensions).toMatchObject(extensions)
    expect(answer.errors?.[0]?.path).toEqual(path)
  })

  test('of a scope name it, and leave the rest', async () => {
    const { ask } = await start(['read_products'])
    const { data, errors } = await ask('{ ordersCount { count } productsCount { count } }')
    expect(data).toEqual({ ordersCount: null, productsCount: { count: 200 } })
    expect(errors).toMatchObject([{ path: ['ordersCount'], extensions: { code: 'ACCESS_DENIED' } }])
  })
})

describe('a search', () => {
  test('finds what changed since, and warns of a field it does not know, which then filters nothing', async () => {
    const { sandbox, ask, world } = await start()
    sandbox.clock.advance(1_800_000)
    const since = new Date(sandbox.clock.now() - 60_000).toISOString()
    world.updateProduct(8, { gross: '1' })
    const { data } = await ask(PAGE, { query: `updated_at:>='${since}'`, sortKey: 'UPDATED_AT' })
    expect((data as unknown as { products: Page }).products.nodes).toEqual([{ id: 'gid://shopify/Product/7' }])
    const { data: all, extensions } = await ask(PAGE, { query: 'colour:red' })
    expect((all as unknown as { products: Page }).products.nodes).toHaveLength(50)
    expect(extensions?.search).toMatchObject([
      {
        ...{ path: ['products'], query: 'colour:red', parsed: { field: 'colour', match_all: 'red' } },
        warnings: [{ field: 'colour', code: 'invalid_field' }],
      },
    ])
  })

  test('is returned with the path of its field in aliases, and as it was parsed', async () => {
    const { ask } = await start()
    const query = "id:>1 (colour:red OR -updated_at:<'2026-01-01')"
    const { extensions } = await ask(
      `{ place: location(id: "gid://shopify/Location/${ids.location(1)}") {
        found: inventoryLevels(first: 1, query: "${query}") { nodes { id } } } }`,
    )
    const either = [{ field: 'colour', match_all: 'red' }, { not: { field: 'updated_at', range_lt: '2026-01-01' } }]
    expect(extensions?.search).toMatchObject([
      { path: ['place', 'found'], query, parsed: { and: [{ field: 'id', range_gt: '1' }, { or: either }] } },
    ])
  })

  test('of orders finds names with and without #, addresses and statuses, and counts what it finds', async () => {
    const { ask, world } = await start()
    const orders = world.placedOrders().flatMap((id) => world.orders.get(id) ?? [])
    const [order] = orders
    if (!order) throw new Error('The world has no order.')
    const { id } = world.changeOrderStatus(order.id, 'shipped')
    const text = `query($query: String) { ordersCount(query: $query) { count precision }
      limited: ordersCount(query: $query, limit: 0) { count precision }
      orders(first: 250, query: $query) { nodes { name } } }`
    const find = async (query: string) => {
      const { data, extensions } = await ask(text, { query })
      expect(extensions?.search).toBeUndefined()
      const found = data as unknown as { ordersCount: unknown; limited: unknown; orders: { nodes: { name: string }[] } }
      const names = found.orders.nodes.map(({ name }) => name)
      expect(found.ordersCount).toEqual({ count: names.length, precision: 'EXACT' })
      expect(found.limited).toEqual({ count: 0, precision: names.length > 0 ? 'AT_LEAST' : 'EXACT' })
      return names
    }
    expect(await find(`name:${id}`)).toEqual([`#${id}`])
    expect(await find(`name:#${id}`)).toEqual([`#${id}`])
    const halfway = orders
      .filter((each) => world.orders.get(each.id)?.status === 'shipped')
      .map((each) => `#${each.id}`)
    expect((await find('financial_status:paid fulfillment_status:partial')).sort()).toEqual(halfway.sort())
    expect(await find('name:nothing')).toEqual([])
    expect(await find(`email:${order.email}`)).toContain(`#${id}`)
  })

  const objects = [
    { id: 1n, at: Date.parse('2026-01-01T10:00:00Z'), status: 'open' },
    { id: 2n, at: Date.parse('2026-01-02T10:00:00Z'), status: 'closed' },
    { id: 3n, at: Date.parse('2026-01-03T10:00:00Z'), status: 'open' },
  ]
  const fields = {
    id: ({ id }: (typeof objects)[number], comparator: Parameters<typeof matchNumber>[1], value: string) =>
      matchNumber(id, comparator, value),
    at: ({ at }: (typeof objects)[number], comparator: Parameters<typeof matchTime>[1], value: string) =>
      matchTime(at, comparator, value),
    status: ({ status }: (typeof objects)[number], comparator: Parameters<typeof matchText>[1], value: string) =>
      matchText(status, comparator, value),
    note: ({ id }: (typeof objects)[number], _comparator: unknown, value: string) =>
      id === 1n && value === "it's (so) OR so",
  }

  test.each([
    ['', [1, 2, 3]],
    ['id:2', [2]],
    ['id:>1 status:open', [3]],
    ['id:1 OR id:3', [1, 3]],
    ['(id:1 OR id:2) AND status:closed', [2]],
    ['-status:open', [2]],
    ["at:>='2026-01-02T10:00:00Z'", [2, 3]],
    ['at:2026-01-02', [2]],
    ['at:>2026-01-01T10:00:00Z AND at:<"2026-01-03T10:00:00Z"', [2]],
    ['status:open,closed id:<=2', [1, 2]],
    ['NOT id:2', [1, 3]],
    ['-(id:1 OR id:2)', [3]],
    ['status:open AND NOT (id:1 OR id:2)', [3]],
    ['NOT colour:red', [1, 2, 3]],
    ['NOT (colour:red OR status:open)', [2]],
    ["note:'it\\'s (so) OR so' id:1", [1]],
    ["-note:'it\\'s (so) OR so'", [2, 3]],
  ])('for %j finds %j', (query, found) => {
    const matches = matcherOf(query, fields, { path: [], search: [] })
    expect(objects.filter((object) => !matches || matches(object)).map(({ id }) => Number(id))).toEqual(found)
  })
})
