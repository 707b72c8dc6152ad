import { findFirstRun, waitForRun } from '@shopmirror/scripts/journey.ts'
import { startSystem } from '@shopmirror/test/system.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, expect, test } from 'vitest'

const domain = 'sema-bolt'
const system = await startSystem({
  sandbox: { shops: [domain], products: 20, customers: 10, orders: 20 },
  env: { DATABASE_SCHEMA: 'The Mirror' },
})
afterAll(() => system[Symbol.asyncDispose]())

test('with DATABASE_SCHEMA all tables are in that schema', async () => {
  const shopId = await system.connect(domain)
  await waitForRun(system, await findFirstRun(system, shopId))
  await until(async () => (await system.differences(domain, shopId)) === '', { timeoutMs: 30_000, intervalMs: 200 })
  for (const table of ['accounts', 'shops', 'products', 'orders', 'webhook_deliveries', 'sync_runs']) {
    expect(await system.sql`select count(*)::int as count from public.${system.sql(table)}`).toEqual([{ count: 0 }])
  }
})
