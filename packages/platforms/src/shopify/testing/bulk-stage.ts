import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
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
import { graphql } from 'graphql'
import type { MirrorRow } from '../../contract/mirror-rows.ts'
import type { Page } from '../../contract/reads.ts'
import { createApi } from '../api/api.ts'
import type { BulkReader, ClientContext } from '../api/client-context.ts'
import { numberOf } from '../api/gid.ts'
import { readAdminSchema } from '../api/graphql/admin-schema.ts'
import { createBulkReader } from '../read/bulk/bulk.ts'
import type { WholeConnection } from '../read/bulk/join.ts'
import type { Node } from '../read/bulk/jsonl.ts'
import { type BulkResource, bulkProducts } from '../read/bulk/resources.ts'
import { settings } from '../settings.ts'
import { createCustomIdMemory } from '../write/custom-id-memory.ts'

const schema = readAdminSchema('2026-10')
const domain = 'minta-bolt.myshopify.com'
const VARIANTS = 3

export const products = bulkProducts({
  query: {
    name: 'BulkProducts',
    text: 'query BulkProducts{products{edges{node{id title variants{edges{node{id sku}}}}}}}',
  },
  async map(nodes) {
    const variants = nodes.flatMap(({ id, variants }) => {
      const product = numberOf(String(id))
      return (variants as WholeConnection).nodes.map((variant) => rowOf(variant, { product_external_id: product }))
    })
    return { products: nodes.map(({ variants: _, ...node }) => rowOf(node, {})), product_variants: variants }
  },
})

function rowOf({ id, ...raw }: Node, fields: MirrorRow['fields']): MirrorRow {
  const { title = null, sku = null } = raw as Record<string, string>
  return {
    externalId: numberOf(String(id)),
    sourceUpdatedAt: null,
    fields: { ...fields, title, ...(sku !== null && { sku }) },
    raw: raw as Record<string, string>,
  }
}

export interface BulkStageOptions {
  count: number
  /** Products with their variants as edges, from an offset; default: of a few fields and a long title. */
  edgesFrom?(offset: number, limit: number): unknown[]
}

export interface BulkStage {
  bulkOperations: BulkOperations
  faults: Faults
  spoolDir: string
  alerts: string[]
  /** A reader as a new process would have it. */
  reader(settings?: Record<string, string>, kind?: BulkResource): BulkReader
  /** The clock of the readers, moved by ms. */
  advance(ms: number): void
  close(): Promise<void>
}

/** The bulk operations of the sandbox over a catalogue of `count` products, and readers of it. */
export async function startBulkStage({ count, edgesFrom = plainEdges }: BulkStageOptions): Promise<BulkStage> {
  const spoolDir = await mkdtemp(join(tmpdir(), 'bulk-stage-'))
  const faults = createFaults()
  const clock = createClock()
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const files = createResultFiles({ url, clock, faults })
  const bulkOperations = createBulkOperations({
    ...{ clock, schema, files },
    run: async (_, { offset, limit }) => {
      const edges = edgesFrom(offset, Math.max(0, Math.min(limit, count - offset)))
      return { data: { products: { edges } }, errors: [] }
    },
    isHit: (kind, path) => faults.hit([kind], { path, shop: domain }).length > 0,
    finished: () => {},
  })
  const { Query, Mutation } = bulkResolvers(bulkOperations)

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const { pathname } = new URL(request.url ?? '', url)
    if (pathname.startsWith('/shopify/files/')) return files.serve(response, pathname)
    const { query, variables } = JSON.parse((await request.toArray()).join(''))
    const rootValue = {
      ...Query,
      ...Mutation,
      productsCount: ({ limit }: { limit: number }) => ({ count: Math.min(limit, count) }),
    }
    const result = await graphql({ schema, source: query, variableValues: variables, rootValue })
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result))
  }

  let ahead = 0
  const alerts: string[] = []
  return {
    ...{ bulkOperations, faults, spoolDir, alerts },
    advance: (ms) => {
      ahead += ms
    },
    reader(given = {}, kind = products) {
      const chosen = settings.parse({
        SHOPIFY_ADMIN_URL: url,
        SHOPIFY_SPOOL_DIR: spoolDir,
        SHOPIFY_BULK_FROM: '1',
        ...given,
      })
      const now = () => new Date(Date.now() + ahead)
      const shop = { id: 'shp_1', domain }
      const access = {
        token: async () => ({ value: 'shpat_1', version: 1 }),
        renewToken: async () => ({ value: 'shpat_1', version: 1 }),
        reserve: async () => 'booking',
        reportRateLimit: async () => {},
        alert: (_: string, detail: string) => void alerts.push(detail),
      }
      const api = createApi({ shop, access, settings: chosen, now })
      const context: ClientContext = { api, shop, access, settings: chosen, customIds: createCustomIdMemory(), now }
      return createBulkReader(context, { products: kind })
    },
    async close() {
      await bulkOperations.close()
      files.close()
      server.closeAllConnections()
      server.close()
      await rm(spoolDir, { recursive: true, force: true })
    },
  }
}

/** Texts long enough that a few thousand fill several parts. */
function plainEdges(offset: number, limit: number) {
  return Array.from({ length: limit }, (_, index) => {
    const number = `${9_007_199_254_740_993n + BigInt(offset + index)}`
    const edges = Array.from({ length: VARIANTS }, (_, place) => ({
      node: { id: `gid://shopify/ProductVariant/${number}${place}`, sku: `SKU-${number}-${place}` },
    }))
    return { node: { id: `gid://shopify/Product/${number}`, title: 'Asztal '.repeat(600), variants: { edges } } }
  })
}

export const idsOf = (pages: readonly Page[]) => pages.flatMap(({ ids }) => ids)
