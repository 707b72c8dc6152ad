import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { findPackageJSON } from 'node:module'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { buildClientSchema } from 'graphql'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createClock } from '../../clock.ts'
import { createFaults, type Faults } from '../../faults.ts'
import { type BulkOperations, createBulkOperations } from './bulk-operations.ts'
import { createResultFiles } from './files.ts'

const schemaFile = join(
  dirname(findPackageJSON('@shopify/dev-mcp', import.meta.url) ?? ''),
  'dist/data/admin_2026-10.json.gz',
)
const schema = buildClientSchema(JSON.parse(gunzipSync(readFileSync(schemaFile)).toString()).data, {
  assumeValid: true,
})
const query = '{ products { edges { node { id variants { edges { node { id } } } } } } }'
const PRODUCTS = 900

let bulkOperations: BulkOperations
let faults: Faults
let finished: Record<string, unknown>[]
let stop: () => Promise<void>

beforeEach(async () => {
  const clock = createClock()
  faults = createFaults()
  finished = []
  const server = createServer((request, response) => {
    files.serve(response, request.url ?? '').catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const files = createResultFiles({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, clock, faults })
  bulkOperations = createBulkOperations({
    ...{ clock, schema, files },
    run: async (_, { offset, limit }) => ({ data: { products: { edges: productsFrom(offset, limit) } }, errors: [] }),
    isHit: (kind, path) => faults.hit([kind], { path, shop: '' }).length > 0,
    finished: (payload) => finished.push(payload),
  })
  stop = async () => {
    await bulkOperations.close()
    files.close()
    server.closeAllConnections()
    server.close()
  }
})
afterEach(() => stop())

function productsFrom(offset: number, limit: number) {
  const count = Math.max(0, Math.min(limit, PRODUCTS - offset))
  return Array.from({ length: count }, (_, index) => {
    const number = offset + index
    const variants = [0, 1].map((place) => ({ node: { id: `gid://shopify/ProductVariant/${number}${place}` } }))
    return { node: { id: `gid://shopify/Product/${number}`, variants: { edges: variants } } }
  })
}

async function ended(id: string) {
  await vi.waitUntil(() => bulkOperations.find(id)?.completedAt, { timeout: 5_000 })
  return bulkOperations.find(id)
}

const idOf = ({ bulkOperation }: ReturnType<BulkOperations['start']>) => bulkOperation?.id ?? ''

test('an operation goes from created over running to completed and says what its file holds', async () => {
  const { bulkOperation, userErrors } = bulkOperations.start(query)
  expect(userErrors).toEqual([])
  expect(bulkOperation).toMatchObject({ status: 'CREATED', objectCount: '0', rootObjectCount: '0', url: null, query })

  const id = bulkOperation?.id ?? ''
  await vi.waitUntil(() => bulkOperations.find(id)?.status === 'RUNNING')
  const done = await ended(id)
  expect(done).toMatchObject({ status: 'COMPLETED', errorCode: null, rootObjectCount: '900', objectCount: '2700' })

  const text = await (await fetch(done?.url ?? '')).text()
  expect(done?.fileSize).toBe(String(Buffer.byteLength(text)))
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines).toHaveLength(2_700)
  expect(new Set(lines.map((line) => line.id)).size).toBe(2_700)
  expect(finished).toMatchObject([{ admin_graphql_api_id: id, status: 'completed', type: 'query', error_code: null }])
})

test('the address of a result names its file, and so does what it answers', async () => {
  const done = await ended(idOf(bulkOperations.start(query)))
  const { searchParams } = new URL(done?.url ?? '')
  const name = `bulk-${done?.id.split('/').at(-1)}.jsonl`
  const disposition = `attachment; filename="${name}"; filename*=UTF-8''${name}`
  expect([...searchParams.keys()]).toEqual([
    ...['GoogleAccessId', 'Expires', 'Signature', 'response-content-disposition', 'response-content-type'],
  ])
  expect(searchParams.get('response-content-disposition')).toBe(disposition)
  expect(done?.url).toContain(`response-content-disposition=attachment%3B+filename%3D%22${name}%22%3B+filename%2A`)
  const { headers } = await fetch(done?.url ?? '')
  expect([headers.get('content-disposition'), headers.get('content-type')]).toEqual([disposition, 'application/jsonl'])
})

test('children stand before and after their parents', async () => {
  const done = await ended(idOf(bulkOperations.start(query)))
  const lines = (await (await fetch(done?.url ?? '')).text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const place = new Map(lines.map((line, index) => [line.id, index]))
  const distances = lines.flatMap(({ id, __parentId }) =>
    __parentId ? [(place.get(id) ?? 0) - (place.get(__parentId) ?? 0)] : [],
  )
  expect(Math.min(...distances)).toBeLessThan(-100)
  expect(Math.max(...distances)).toBeGreaterThan(100)
})

test('children follow their parents where the result was asked for in groups', async () => {
  const done = await ended(idOf(bulkOperations.start(query, { isGrouped: true })))
  const lines = (await (await fetch(done?.url ?? '')).text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines).toHaveLength(2_700)
  for (let place = 0; place < lines.length; place += 3) {
    const [parent, ...children] = lines.slice(place, place + 3)
    expect(parent.__parentId).toBeUndefined()
    expect(children.map(({ __parentId }) => __parentId)).toEqual([parent.id, parent.id])
  }
})

test('the sixth at once is refused and names the five', () => {
  const ids = Array.from({ length: 5 }, () => idOf(bulkOperations.start(query)))
  expect(bulkOperations.start(query).userErrors).toEqual([
    {
      field: null,
      message: `A bulk query operation for this app and shop is already in progress: ${ids.join(', ')}.`,
      code: 'OPERATION_IN_PROGRESS',
    },
  ])
})

test('a cancelled one is cancelled soon; what has ended or never was cannot be', async () => {
  faults.set({ kind: 'bulkStuck' })
  const id = idOf(bulkOperations.start(query))
  expect(bulkOperations.cancel(id)).toMatchObject({ bulkOperation: { status: 'CANCELING' }, userErrors: [] })
  expect(await ended(id)).toMatchObject({ status: 'CANCELED', url: null })
  expect(bulkOperations.cancel('gid://shopify/BulkOperation/1').userErrors[0]?.message).toBe(
    'Bulk operation does not exist',
  )

  faults.clear()
  const whole = idOf(bulkOperations.start(query))
  await ended(whole)
  expect(bulkOperations.cancel(whole).userErrors[0]?.message).toBe(
    'A bulk operation cannot be canceled when it is completed',
  )
})

test('one that fails has part of its data under another name', async () => {
  faults.set({ kind: 'bulkFailed' })
  const failed = await ended(idOf(bulkOperations.start(query)))
  expect(failed).toMatchObject({ status: 'FAILED', errorCode: 'TIMEOUT', url: null, rootObjectCount: '200' })
  expect((await fetch(failed?.partialDataUrl ?? '')).status).toBe(200)
})

test.each([
  ['', 'Invalid bulk query: syntax error, unexpected end of file'],
  ['{ shop { id } }', 'Bulk queries must contain at least one connection.'],
  [
    '{ products { nodes { id } } }',
    "All connection fields in a bulk query must select their contents using 'edges' > 'node', e.g: 'products { edges { node {'. Selecting via 'nodes' is not supported. Invalid connection fields: 'products'.",
  ],
  [
    '{ products { edges { node { title variants { edges { node { id } } } } } } }',
    "The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' return type. Connection fields without 'id': products.",
  ],
  [
    'mutation { productDelete(input: { id: "1" }) { deletedProductId } }',
    'Invalid operation type. Only `query` operations are supported.',
  ],
  [
    '{ orders { edges { node { id fulfillments { events { edges { node { id } } } } } } } }',
    'Queries that contain a connection field within a list field are not currently supported.',
  ],
  [
    '{ collections { edges { node { id products { edges { node { id variants { edges { node { id metafields { edges { node { id } } } } } } } } } } } } }',
    'Bulk queries cannot contain connections with a nesting depth greater than 2.',
  ],
  [
    '{ products { edges { node { id variants { edges { node { id } } } metafields { edges { node { id } } } collections { edges { node { id } } } media { edges { node { id } } } sellingPlanGroups { edges { node { id } } } } } } }',
    'Bulk queries cannot contain more than 5 connections.',
  ],
])('the query %s is refused in the words of the platform', (text, message) => {
  expect(bulkOperations.start(text)).toEqual({
    bulkOperation: null,
    userErrors: [{ field: ['query'], message, code: 'INVALID' }],
  })
})

test('a top level node is refused with both its reasons', () => {
  const { userErrors } = bulkOperations.start('{ node(id: "gid://shopify/Product/0") { id } }')
  expect(userErrors.map(({ message }) => message)).toEqual([
    'Bulk queries cannot contain a top level `node` field.',
    'Bulk queries must contain at least one connection.',
  ])
})
