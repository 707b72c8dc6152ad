import { afterEach, expect, test } from 'vitest'
import type { Json, Resource } from '../../contract/mirror-rows.ts'
import type { Page } from '../../contract/reads.ts'
import type { ShopProfile } from '../../contract/shop-client.ts'
import type { ClientContext } from '../api/client-context.ts'
import { settings } from '../settings.ts'
import { connection, level, line, location, order, product, variant } from '../testing/graphql-fixtures.ts'
import { type OperationsServer, type Script, startOperations } from '../testing/operations-server.ts'
import { createCustomIdMemory } from '../write/custom-id-memory.ts'
import { createReader } from './index.ts'

const WINDOW = { from: new Date('2026-11-20T10:30:00Z'), to: new Date('2026-11-21T00:00:00Z') }
/** Beyond what a number of JavaScript holds exactly. */
const LARGE = '9007199254740993'

const servers: OperationsServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function open(script: Script, scopes: string[] = ['read_orders']) {
  const server = await startOperations(script)
  servers.push(server)
  const alerts: string[] = []
  const facts = { scopes, plan: 'Basic', isDevelopment: false, country: 'HU', taxesIncluded: true }
  const profile: ShopProfile = { name: 'Minta', currency: 'HUF', timezone: 'Europe/Budapest', locale: 'hu', facts }
  const context: ClientContext = {
    ...{ api: server.api, shop: { id: 'shp_1', domain: 'minta-bolt.myshopify.com' }, profile },
    access: {
      token: () => Promise.reject(new Error('Not asked for here.')),
      renewToken: () => Promise.reject(new Error('Not asked for here.')),
      reserve: async () => 'booking',
      reportRateLimit: async () => {},
      alert: (kind) => void alerts.push(kind),
    },
    settings: settings.parse({}),
    customIds: createCustomIdMemory(),
    now: () => new Date('2026-11-23T10:00:00Z'),
  }
  return { server, alerts, reader: createReader(context) }
}

/** Every page to the end; cursors go through JSON, as checkpoints do. */
async function readAll(
  reader: ReturnType<typeof createReader>,
  resource: Resource,
  window: typeof WINDOW | null = null,
) {
  const pages: Page[] = []
  for (let cursor: Json = null; ; ) {
    const page = await reader.page({ resource, window, cursor })
    pages.push(page)
    if (page.next === null) return pages
    cursor = JSON.parse(JSON.stringify(page.next))
  }
}

test('a full read goes by ids, a window by the last change, and a customer is found a day early', async () => {
  const { server, reader } = await open({
    products: connection([product('1'), product('2'), product('3')], 2),
    customers: connection([]),
    events: connection([]),
  })
  const pages = await readAll(reader, 'products')
  expect(pages.map(({ ids }) => ids)).toEqual([['1', '2'], ['3']])
  expect(server.asked('products')).toMatchObject([
    { sortKey: 'ID', after: null },
    { sortKey: 'ID', after: '2' },
  ])

  await readAll(reader, 'products', WINDOW)
  expect(server.asked('products').at(-2)).toMatchObject({
    sortKey: 'UPDATED_AT',
    query: "updated_at:>='2026-11-20T10:30:00.000Z'",
  })
  await readAll(reader, 'customers', WINDOW)
  expect(server.asked('customers')).toMatchObject([{ query: "updated_at:>='2026-11-19T00:00:00.000Z'" }])
})

test('what was deleted since is read from the log, after the objects', async () => {
  const destroyed = (subjectId: string, subjectType = 'PRODUCT') => ({
    ...{ __typename: 'BasicEvent', action: 'destroy', subjectType },
    ...{ subjectId: `gid://shopify/Product/${subjectId}`, createdAt: '2026-11-20T11:00:00Z' },
  })
  const { server, reader } = await open({
    products: connection([product('1')]),
    events: connection([destroyed('8'), destroyed(LARGE), destroyed('9', 'COLLECTION')], 2),
  })
  const pages = await readAll(reader, 'products', WINDOW)
  const at = new Date('2026-11-20T11:00:00Z')
  expect(pages.flatMap(({ deleted = [] }) => deleted)).toEqual([
    { externalId: '8', at },
    { externalId: LARGE, at },
  ])
  expect(server.asked('events')[0]).toMatchObject({
    query: "action:destroy AND subject_type:PRODUCT AND created_at:>='2026-11-20T10:30:00.000Z'",
  })
})

test('lists inside of objects are followed to their ends', async () => {
  const variants = Array.from({ length: 620 }, (_, index) => variant(String(index + 1)))
  const lines = Array.from({ length: 380 }, (_, index) => line(String(index + 1)))
  const { reader } = await open({
    products: connection([product('1', { variants: connection(variants) })]),
    product: () => product('1', { variants: connection(variants) }),
    orders: connection([order('1', { lineItems: connection(lines) })]),
    order: () => order('1', { lineItems: connection(lines) }),
  })
  const [products] = await readAll(reader, 'products')
  expect(products?.rows.rows.product_variants?.map(({ externalId }) => externalId)).toEqual(
    variants.map((_, index) => String(index + 1)),
  )
  const [orders] = await readAll(reader, 'orders')
  expect(orders?.rows.rows.order_lines).toHaveLength(380)
  expect(new Set(orders?.rows.rows.order_lines?.map(({ fields }) => fields.position)).size).toBe(380)
})

test('levels are read place by place, and found by item and place', async () => {
  const levels = { 1: [level('11', '1', 5), level(LARGE, '1', 0)], 2: [level('11', '2', 7)] }
  const { reader } = await open({
    locations: connection([location('1'), location('2')]),
    location: ({ id }) => {
      const number = String(id).endsWith('/1') ? 1 : 2
      return { ...location(String(number)), inventoryLevels: connection(levels[number], 1) }
    },
    nodes: ({ ids }) =>
      (ids as string[]).map((id) => ({ __typename: 'InventoryItem', id, inventoryLevels: connection(levels[1], 1) })),
    inventoryItem: () => ({
      inventoryLevel: ({ locationId }: { locationId: string }) => (locationId.endsWith('/2') ? levels[2][0] : null),
    }),
  })
  const pages = await readAll(reader, 'inventory')
  expect(pages.flatMap(({ ids }) => ids)).toEqual(['11-1', `${LARGE}-1`, '11-2'])
  expect(pages[0]?.rows.rows.inventory_levels?.[0]?.fields).toMatchObject({
    ...{ inventory_item_id: '11', location_external_id: '1', available: '5' },
    quantities: { available: 5, on_hand: 6 },
  })

  const found = await reader.objects?.('inventory', ['11-1', '11-2', '11-3', 'nonsense'])
  expect(found?.rows.rows.inventory_levels?.map(({ externalId }) => externalId)).toEqual(['11-1', '11-2'])
  expect(found?.missing).toEqual(['11-3', 'nonsense'])
})

test('an order comes with its lines, fulfilments and refunds, and every id keeps its digits', async () => {
  const { reader } = await open({ nodes: () => [order(LARGE), null] })
  const answer = await reader.objects?.('orders', [LARGE, '2', 'x'])
  expect(answer?.missing).toEqual(['2', 'x'])
  const { orders, order_lines: lines, fulfillments, refunds } = answer?.rows.rows ?? {}
  expect(orders).toMatchObject([
    {
      externalId: LARGE,
      fields: {
        ...{ number: `#${LARGE}`, status: 'OPEN', financial_status: 'PAID', fulfillment_status: 'FULFILLED' },
        ...{ total: '1980.00', currency: 'HUF', presentment_currency: null, customer_external_id: '5' },
      },
    },
  ])
  expect(lines).toMatchObject([
    { fields: { order_external_id: LARGE, price: '990.00', total: '1980', tax_rate: '27', quantity: '2' } },
  ])
  expect(fulfillments).toMatchObject([
    { externalId: '31', fields: { carrier: 'GLS', tracking_numbers: ['G1'], lines: [{ line_id: '1', quantity: 2 }] } },
  ])
  expect(refunds).toMatchObject([{ externalId: '41', fields: { amount: '990.00', currency: 'HUF' } }])
})

test('a product comes with what only its variants and lists know', async () => {
  const { reader } = await open({ nodes: () => [product('1')] })
  const rows = await reader.object('products', '1')
  expect(rows?.rows.products).toMatchObject([
    {
      fields: {
        title: 'Bögre',
        category_external_ids: ['7'],
        images: ['https://cdn.example/1.jpg'],
        product_type: null,
      },
    },
  ])
  expect(rows?.rows.product_variants).toMatchObject([
    {
      fields: {
        price: '990.00',
        currency: 'HUF',
        cost: '400.00',
        weight: '0.25',
        stock_quantity: '3',
        orderable: false,
      },
    },
  ])
})

test('what does not exist is null, and nonsense is not asked for', async () => {
  const { server, reader } = await open({ nodes: () => [null] })
  expect(await reader.object('products', '404')).toBeNull()
  expect(await reader.object('products', '1 OR 1=1')).toBeNull()
  expect(server.asked('nodes')).toHaveLength(1)
})

test.each([
  [['read_orders'], ['order_history']],
  [['read_orders', 'read_all_orders'], []],
])('with the scopes %j a full read of orders says %j', async (scopes, reported) => {
  const { reader, alerts } = await open({ orders: connection([order('1'), order('2')], 1) }, scopes)
  await readAll(reader, 'orders')
  expect(alerts).toEqual(reported)
})

test('a checkpoint of another version is refused with what to do', async () => {
  const { reader } = await open({})
  await expect(reader.page({ resource: 'orders', window: null, cursor: { page: 3 } })).rejects.toThrow(
    'Start another sync',
  )
})
