import { findFirstRun, startSync, waitForRun } from '@shopmirror/scripts/journey.ts'
import { until } from '@shopmirror/test/until.ts'
import { expect, test } from 'vitest'
import { testBadAnswers } from './bad-answers.ts'
import type { KillCases, Target } from './kill-cases.ts'
import { untilPages } from './pages.ts'

/** Products, stock, customers and orders. */
const READ_IN_BULK = 4
const operationsOf = ({ system, domain }: Target) => system.sandbox.shopify.shop(domain).bulkOperations.list()

/** Every state of a bulk read, each in another resource of one run. */
const bulkStates = {
  begun: (target) => untilOperation(target, 'products', 'CREATED', 'RUNNING', 'COMPLETED'),
  'done at Shopify, and not here': (target) => untilOperation(target, 'inventoryItems', 'COMPLETED'),
  'fetched in part': (target) => untilPages(target, 'customers', 1),
  'half written': (target) => untilPages(target, 'orders', 4),
} satisfies Record<string, (target: Target) => Promise<void>>

export const shopifyKill: KillCases = {
  platform: 'shopify',
  sandbox: { products: 900, customers: 700, orders: 1_500 },
  env: { SHOPIFY_BULK_FROM: '100' },

  beforeInstall({ system }) {
    test('a shop that is read in bulk ends with every field of every object as the world has it', async () => {
      const domain = 'nagy-bolt.myshopify.com'
      const shopId = await system.connect(domain)
      const run = await waitForRun(system, await findFirstRun(system, shopId))
      expect(await system.differences(domain, shopId)).toBe('')
      const operations = system.sandbox.shopify.shop(domain).bulkOperations.list()
      expect(operations.filter(({ status }) => status === 'COMPLETED').length).toBeGreaterThan(3)
      expect(run.requests).toBeLessThan(100)
    })
  },

  moments: (target) => Object.values(bulkStates).map((isReached) => () => isReached(target)),

  async checkRun(target) {
    // An operation that was begun is found again; at worst a worker died before it could store its id.
    expect(operationsOf(target).length).toBeLessThanOrEqual(READ_IN_BULK + Object.keys(bulkStates).length)
  },

  whileConnected(target) {
    const { system, domain } = target
    const { faults, shopify } = system.sandbox

    test('an unusable bulk result: whatever is wrong with it, the run ends equal', async () => {
      for (const kind of ['bulkFailed', 'bulkShort', 'bulkExpired'] as const) faults.set({ kind, count: 1 })
      await waitForRun(system, await startSync(system, target.shopId, { type: 'full' }))
      expect(await system.differences(domain, target.shopId)).toBe('')
    })

    testBadAnswers(target, { share: 0.04, path: 'graphql' })

    test('a new token whose answer was lost is requested again, and the shop stays connected', async () => {
      const { tokens } = shopify
      const before = tokens.issued().length
      faults.set({ kind: 'tokenLost', count: 1, path: 'oauth' })
      tokens.revoke(domain, false)
      await waitForRun(system, await startSync(system, target.shopId, { type: 'incremental' }))
      expect(tokens.issued().length).toBeGreaterThan(before)
      const [shop] = await system.sql`select status from shops where id = ${target.shopId}`
      expect(shop?.status).toBe('active')
      expect(await system.differences(domain, target.shopId)).toBe('')
    })
  },
}

async function untilOperation(target: Target, query: string, ...statuses: string[]): Promise<void> {
  const isReached = () =>
    operationsOf(target).some((each) => each.query.includes(query) && statuses.includes(each.status))
  await until(isReached, { timeoutMs: 60_000, intervalMs: 2 })
}
