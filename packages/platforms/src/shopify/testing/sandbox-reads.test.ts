import { startSandbox } from '@shopmirror/sandbox'
import { truthOf } from '@shopmirror/sandbox/shopify/testing'
import { afterAll, expect, test, vi } from 'vitest'
import type { Json, MirrorRow, Resource } from '../../contract/mirror-rows.ts'
import type { Page, PageRequest } from '../../contract/reads.ts'
import type { ShopClient } from '../../contract/shop-client.ts'
import { createClient } from '../api/client.ts'
import { settings as schema } from '../settings.ts'
import { createTokens } from '../tokens/tokens.ts'

const domain = 'minta-bolt.myshopify.com'
const sandbox = await startSandbox({ products: 130, orders: 120, customers: 90 })
afterAll(async () => {
  await sandbox.close()
  expect(sandbox.shopify.defaults.counts()).toEqual({})
})
const { world } = sandbox.shopify.shop(domain)
const resources: Resource[] = ['locations', 'categories', 'products', 'inventory', 'customers', 'orders']
const now = () => new Date(sandbox.clock.now())

async function open(more: Record<string, string> = {}): Promise<ShopClient> {
  const settings = schema.parse({ ...sandbox.env, ...more })
  const code = sandbox.shopify.tokens.issueCode(domain, {
    client: sandbox.shopify.clientId,
    scopes: [...settings.SHOPIFY_SCOPES, 'read_all_orders'],
  })
  const { accessToken } = await createTokens(settings, now).grant({ domain, code })
  const access = {
    token: async () => ({ value: accessToken, version: 1 }),
    renewToken: () => Promise.reject(new Error('The token is good.')),
    reserve: async () => 'booking',
    reportRateLimit: async () => {},
    alert: (kind: string, detail: string) => {
      throw new Error(`${kind}: ${detail}`)
    },
  }
  const shop = { id: 'shp_1', domain }
  const profile = await createClient({ shop, access }, settings, now).describe()
  sandbox.shopify.allowance.bucket = 1_000_000
  return createClient({ shop, access, profile }, settings, now)
}

/** Every page to the end. */
async function readAll(client: ShopClient, request: Omit<PageRequest, 'cursor'>): Promise<Page[]> {
  const pages: Page[] = []
  for (let cursor: Json = null; ; ) {
    // A bulk operation that is still at work answers as a shop that asks to wait.
    const page = await vi.waitFor(() => client.reads.page({ ...request, cursor }), { timeout: 10_000, interval: 20 })
    pages.push(page)
    if (page.next === null) return pages
    cursor = JSON.parse(JSON.stringify(page.next))
  }
}

function byTable(pages: readonly Page[]): Record<string, MirrorRow[]> {
  const tables: Record<string, MirrorRow[]> = {}
  for (const { rows } of pages)
    for (const [table, some] of Object.entries(rows.rows)) tables[table] = [...(tables[table] ?? []), ...some]
  return tables
}

const idsOf = (rows: readonly { externalId: string }[] = []) => rows.map(({ externalId }) => externalId).toSorted()

test.each([
  ['page by page', { SHOPIFY_BULK_FROM: '1000000' }],
  ['in bulk', { SHOPIFY_BULK_FROM: '0' }],
])('everything that exists is read %s, each object once, with what it says', async (_how, more) => {
  const client = await open(more)
  const pages: Page[] = []
  for (const resource of resources) pages.push(...(await readAll(client, { resource, window: null })))
  const tables = byTable(pages)
  for (const [table, rows] of Object.entries(truthOf(world))) {
    expect(idsOf(tables[table]), table).toEqual(idsOf(rows))
    const found = new Map(tables[table]?.map((row) => [row.externalId, row.fields]))
    for (const { externalId, fields } of rows)
      for (const [name, value] of Object.entries(fields))
        if (typeof value === 'string')
          expect(plain(found.get(externalId)?.[name]), `${table}.${name}`).toBe(plain(value))
  }
})

/** Decimals are told apart by value, texts by every letter. */
function plain(value: unknown): unknown {
  return typeof value === 'string' && /^\d+\.\d+$/.test(value) ? value.replace(/\.?0+$/, '') : value
}

test('what changed since is found, and what was deleted with it', async () => {
  sandbox.clock.advance(30 * 86_400_000)
  const client = await open({ SHOPIFY_BULK_FROM: '1000000' })
  const window = { from: new Date(sandbox.clock.now() - 60_000), to: new Date(sandbox.clock.now() + 60_000) }
  world.updateProduct(5, { gross: '4242' })
  for (const id of [7, 8, 9]) world.deleteProduct(id)
  const [order = 0] = world.placedOrders()
  world.changeOrderStatus(order, 'cancelled')
  const pages = await readAll(client, { resource: 'products', window })
  expect(idsOf(byTable(pages).products)).toEqual(['4'])
  expect(pages.flatMap(({ deleted = [] }) => deleted.map(({ externalId }) => externalId))).toEqual(['7'])
  const orders = byTable(await readAll(client, { resource: 'orders', window }))
  expect([orders.orders?.length, orders.refunds?.length]).toEqual([1, 1])
})
