import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type BulkOperations,
  bulkResolvers,
  createBulkOperations,
  createResultFiles,
} from '@shopmirror/sandbox/shopify/testing'
import { createClock, createFaults, type Faults } from '@shopmirror/sandbox/testing'
import { type GraphQLSchema, graphql } from 'graphql'
import { vi } from 'vitest'
import { RateLimitedError } from '../../contract/errors.ts'
import type { Json, Resource } from '../../contract/mirror-rows.ts'
import type { Page, PageRequest } from '../../contract/reads.ts'
import type { ShopClient } from '../../contract/shop-client.ts'
import { createClient } from '../api/client.ts'
import { readAdminSchema } from '../api/graphql/admin-schema.ts'
import { settings } from '../settings.ts'
import { connection } from './graphql-fixtures.ts'
import { type Script, startOperations } from './operations-server.ts'

type Nodes = readonly Record<string, unknown>[]
/** Root connections by their names, with what other root fields answer. */
export interface ShopFixtures {
  lists: Partial<Record<'products' | 'customers' | 'orders' | 'inventoryItems' | 'locations' | 'collections', Nodes>>
  others?: Script
}

export interface BulkShop {
  bulkOperations: BulkOperations
  faults: Faults
  alerts: string[]
  spoolDir: string
  /** Arguments of each time a root field was asked for, the oldest first. */
  asked(field: string): unknown[]
  client(given?: Record<string, string>): ShopClient
  close(): Promise<void>
}

const schema = readAdminSchema('2026-10')
const profile = {
  ...{ name: 'Minta', currency: 'HUF', timezone: 'Europe/Budapest', locale: 'hu' },
  facts: { scopes: ['read_orders'], plan: 'Basic', isDevelopment: false, country: 'HU', taxesIncluded: true },
}

/** A shop of nodes that a test chose: whole queries, by page and in bulk, are executed over them by Shopify's schema. */
export async function startBulkShop(fixtures: ShopFixtures): Promise<BulkShop> {
  const faults = createFaults()
  const { bulkOperations, close: closeBulkOperations } = await openBulkOperations(schema, fixtures, faults)
  const { Query, Mutation } = bulkResolvers(bulkOperations)
  const server = await startOperations({ ...rootsOf(fixtures), ...Query, ...Mutation })
  const spoolDir = await mkdtemp(join(tmpdir(), 'bulk-shop-'))
  const alerts: string[] = []
  const access = {
    token: async () => ({ value: 'shpat_1', version: 1 }),
    renewToken: async () => ({ value: 'shpat_1', version: 1 }),
    reserve: async () => 'booking',
    reportRateLimit: async () => {},
    alert: (kind: string) => void alerts.push(kind),
  }
  return {
    ...{ bulkOperations, faults, alerts, spoolDir, asked: server.asked },
    client: (given = {}) =>
      createClient(
        { shop: { id: 'shp_1', domain: 'minta-bolt.myshopify.com' }, profile, access },
        settings.parse({
          SHOPIFY_ADMIN_URL: server.url,
          SHOPIFY_SPOOL_DIR: spoolDir,
          SHOPIFY_BULK_FROM: '1',
          ...given,
        }),
        () => new Date(),
      ),
    async close() {
      await Promise.all([closeBulkOperations(), server.close(), rm(spoolDir, { recursive: true, force: true })])
    },
  }
}

async function openBulkOperations(schema: GraphQLSchema, fixtures: ShopFixtures, faults: Faults) {
  const server = createServer((request, response) => {
    files.serve(response, new URL(request.url ?? '', url).pathname).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const clock = createClock()
  const files = createResultFiles({ url, clock, faults })
  const bulkOperations = createBulkOperations({
    ...{ clock, schema, files },
    async run(source, { offset, limit }) {
      const { data, errors = [] } = await graphql({ schema, source, rootValue: slicesOf(fixtures, offset, limit) })
      return { data: data ?? {}, errors: errors.map(({ message }) => ({ code: message })) }
    },
    isHit: (kind, path) => faults.hit([kind], { path, shop: '' }).length > 0,
    finished: () => {},
  })
  const close = async () => {
    await bulkOperations.close()
    files.close()
    server.closeAllConnections()
    server.close()
  }
  return { bulkOperations, close }
}

const slicesOf = ({ lists }: ShopFixtures, offset: number, limit: number) =>
  Object.fromEntries(
    Object.entries(lists).map(([name, nodes]) => [name, connection(nodes.slice(offset, offset + limit))]),
  )

function rootsOf({ lists, others }: ShopFixtures): Script {
  const all = Object.values(lists).flat()
  const countOf =
    (nodes: Nodes = []) =>
    ({ limit }: Record<string, unknown>) => ({
      count: Math.min(Number(limit), nodes.length),
    })
  return {
    ...Object.fromEntries(Object.entries(lists).map(([name, nodes]) => [name, connection(nodes)])),
    productsCount: countOf(lists.products),
    customersCount: countOf(lists.customers),
    ordersCount: countOf(lists.orders),
    productVariantsCount: countOf(lists.inventoryItems),
    nodes: ({ ids }) => (ids as string[]).map((wanted) => all.find(({ id }) => id === wanted) ?? null),
    ...others,
  }
}

/** A full read to its end, as a run does it: parked while the operation is not ready; cursors are JSON in between. */
export async function readWhole(shop: BulkShop, client: ShopClient, resource: Resource): Promise<Page[]> {
  const pages: Page[] = []
  for (let cursor: Json = null; ; ) {
    const page = await readWhenReady(shop, client, { resource, window: null, cursor })
    pages.push(page)
    if (page.next === null) return pages
    cursor = JSON.parse(JSON.stringify(page.next))
  }
}

async function readWhenReady(shop: BulkShop, client: ShopClient, request: PageRequest): Promise<Page> {
  for (;;) {
    try {
      return await client.reads.page(request)
    } catch (error) {
      if (!(error instanceof RateLimitedError)) throw error
      await vi.waitUntil(() => shop.bulkOperations.list().every(({ completedAt }) => completedAt), { timeout: 9_000 })
    }
  }
}
