import { findFirstRun, waitForRun } from '@shopmirror/scripts/journey.ts'
import { startSystem } from '@shopmirror/test/system.ts'
import { afterAll, expect, test } from 'vitest'

const domain = 'nagy-bolt.myshopify.com'
const system = await startSystem({
  sandbox: { shops: ['nagy-bolt'], products: 900, customers: 700, orders: 1_500 },
  env: { SHOPIFY_BULK_FROM: '200' },
})
const { sandbox } = system
afterAll(() => system[Symbol.asyncDispose]())

test('a shop that is read in bulk ends with every field of every object as the world has it', async () => {
  const { bulkOperations } = sandbox.shopify.shop(domain)
  const shopId = await system.connect(domain)
  const run = await waitForRun(system, await findFirstRun(system, shopId))
  expect(await system.differences(domain, shopId)).toBe('')
  expect(bulkOperations.list().filter(({ status }) => status === 'COMPLETED').length).toBeGreaterThan(3)
  expect(run.requests).toBeLessThan(100)
})
