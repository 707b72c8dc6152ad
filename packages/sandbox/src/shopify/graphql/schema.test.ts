import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Sandbox } from '../../sandbox.ts'
import { startSandbox } from '../../start-sandbox.ts'
import { createCaller } from '../caller.ts'

let sandbox: Sandbox
let caller: ReturnType<typeof createCaller>
beforeAll(async () => {
  sandbox = await startSandbox({ products: 3, orders: 3 })
  caller = createCaller(sandbox)
  await caller.install()
  // The oldest accessible version is 2026-01.
  sandbox.clock.advance(Date.parse('2026-11-22T00:00:00Z') - sandbox.clock.now())
})
afterAll(() => sandbox.close())

const FIELD = 'fulfillments { id service { permitsSkuSharing } }'

test.each(['2025-07', '2026-01'])('what was removed since is answered to who asks for %s', async (version) => {
  const { headers, json } = await caller.graphql(`{ orders(first: 5) { nodes { ${FIELD} } } }`, {}, version)
  expect([headers['x-shopify-api-version'], json().errors]).toEqual(['2026-01', undefined])
})

test.each(['2026-04', '2026-10', 'unstable'])('and refused to who asks for %s', async (version) => {
  const { json } = await caller.graphql(`{ orders(first: 5) { nodes { ${FIELD} } } }`, {}, version)
  expect(json().errors).toMatchObject([
    { extensions: { code: 'undefinedField', typeName: 'FulfillmentService', fieldName: 'permitsSkuSharing' } },
  ])
})

test.each([
  ['2025-07', []],
  ['2026-10', [{ message: expect.stringContaining('permitsSkuSharing') }]],
])('a bulk operation asked for in %s is of that version', async (version, userErrors) => {
  const start = 'mutation($query: String!) { bulkOperationRunQuery(query: $query) { userErrors { message } } }'
  const query = `{ orders { edges { node { id ${FIELD} } } } }`
  const { json } = await caller.graphql(start, { query }, version)
  expect(json().data).toEqual({ bulkOperationRunQuery: { userErrors } })
  const { bulkOperations } = sandbox.shopify.shop()
  if (userErrors.length === 0)
    await vi.waitUntil(() => bulkOperations.list()[0]?.status === 'COMPLETED', { timeout: 5_000 })
})
