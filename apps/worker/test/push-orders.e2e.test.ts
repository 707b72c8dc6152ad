import { expectations } from '@shopmirror/sandbox'
import { findFirstRun, startSync, waitForRun } from '@shopmirror/scripts/journey.ts'
import { countOrders, pushOrders, untilPushed } from '@shopmirror/test/pushed-orders.ts'
import { connectTo } from '@shopmirror/test/redis.ts'
import { startSystem } from '@shopmirror/test/system.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, expect, test } from 'vitest'

const ORDERS = 60
const worldOf = (platform: string) => `o-${platform}`

const system = await startSystem({
  sandbox: {
    shops: expectations.map(({ platform }) => worldOf(platform)),
    ...{ products: 20, customers: 3, orders: 3, appWrites: true },
  },
  workers: expectations.length + 1,
})
const { sandbox, sql, stack } = system
afterAll(() => system[Symbol.asyncDispose]())

test.each(expectations.map(({ platform }) => platform))(
  'orders pushed to %s are there once, whatever answers get lost and whoever dies',
  { timeout: 240_000 },
  async (platform) => {
    const index = expectations.findIndex((each) => each.platform === platform)
    const expectation = expectations[index] ?? expect.fail(platform)
    const domain = expectation.domainOf(worldOf(platform))
    const shopId = await system.connect(domain)
    await waitForRun(system, await findFirstRun(system, shopId))
    const shop = { expectation, domain, shopId }

    const pushed = await pushOrders(system, shop, ORDERS)
    const completed = async () => {
      const [row] = await sql<{ count: number }[]>`
        select count(*)::int as count from pushes where shop_id = ${shopId} and status = 'completed'`
      return row?.count ?? 0
    }
    await until(async () => (await completed()) > ORDERS / 5, { timeoutMs: 60_000 })
    // Jobs, schedules and locks are gone.
    const redis = connectTo(system.redis.env)
    await redis.flushall()
    await redis.quit()
    await until(async () => (await completed()) > ORDERS / 3, { timeoutMs: 60_000 })
    await system.kill(stack.workers[index])
    await until(async () => (await completed()) > ORDERS / 2, { timeoutMs: 60_000 })
    // The database drops every connection, the sender's too.
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and application_name <> 'test'`
    await untilPushed(system, shopId, 120_000)
    sandbox.faults.clear()

    expect(countOrders(system, shop, pushed)).toEqual({ once: ORDERS, twice: 0, missing: 0, wrong: 0 })
    // An emptied Redis has forgotten accepted webhooks, such as those about the customers of the orders: syncs find them.
    await waitForRun(system, await startSync(system, shopId, { type: 'incremental' }))
    const isEqual = async () => (await system.differences(domain, shopId)) === ''
    await until(isEqual, { timeoutMs: 30_000 }).catch(() => undefined)
    expect(await system.differences(domain, shopId)).toBe('')
    const links = await sql`select from object_links where shop_id = ${shopId} and entity = 'orders'`
    expect(links).toHaveLength(ORDERS)
  },
)
