import { expectations } from '@shopmirror/sandbox'
import { findFirstRun, type RunView, startSync, waitForRun } from '@shopmirror/scripts/journey.ts'
import { startSystem } from '@shopmirror/test/system.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, describe, expect, test } from 'vitest'
import type { Life, LifeCases } from './support/life/life-cases.ts'
import { shopifyLife } from './support/life/shopify.ts'
import { shoplineLife } from './support/life/shopline.ts'
import { shoprenterLife } from './support/life/shoprenter.ts'

/** The world is shared by all platforms: each has a shop of its own in it. */
const worldOf = (platform: string) => `e-${platform}`
const WORKERS = 2
const PATIENCE = { timeout: 30_000, interval: 200 }
const cases: Record<string, LifeCases> = { shopify: shopifyLife, shopline: shoplineLife, shoprenter: shoprenterLife }

const system = await startSystem({
  sandbox: {
    shops: expectations.map(({ platform }) => worldOf(platform)),
    products: 450,
    customers: 250,
    orders: 700,
  },
  workers: WORKERS,
})
const { sandbox, sql, stack } = system
afterAll(() => system[Symbol.asyncDispose]())

describe.each(expectations)('a shop of $name', (expectation) => {
  const domain = expectation.domainOf(worldOf(expectation.platform))
  const world = expectation.worldOf(sandbox, domain)
  const webhooks = expectation.webhooksOf(sandbox)
  const only = cases[expectation.platform] ?? expect.fail(expectation.platform)
  const life: Life = { system, expectation, domain, shopId: '' }
  const sync = async (type: RunView['type']) => waitForRun(system, await startSync(system, life.shopId, { type }))
  const differences = () => system.differences(domain, life.shopId)

  test('an install over HTTP ends in an active shop whose mirror equals its world', async () => {
    life.shopId = await system.connect(domain)
    await waitForRun(system, await findFirstRun(system, life.shopId))
    expect(await differences()).toBe('')
    await untilSubscribed()
  })

  test('everything that is sent by webhook arrives, even repeated and out of order', async () => {
    Object.assign(webhooks.policy, { duplicates: 0.5, late: 0.5 })
    for (const id of world.placedOrders().slice(0, 20)) world.changeOrderStatus(id, 'shipped')
    for (let count = 0; count < 10; count += 1) world.addOrder()
    for (const id of world.placedOrders().slice(0, 10)) world.changeOrderStatus(id, 'complete', 'Átadva')
    world.changeOrderStatus(world.placedOrders()[30] ?? 0, 'cancelled')
    if (expectation.webhooksCoverAll) changeCatalog([5])
    only.changeReported?.(life)
    await webhooks.idle()
    await expect.poll(differences, PATIENCE).toBe('')
    await untilHandled()
  })

  test('changes without a webhook are found by an incremental sync, in every table, which reads little', async () => {
    webhooks.policy.lost = 1
    changeCatalog([1, 2, 200, 450])
    world.updateCategory(2, { name: { hu: 'Más', en: 'Other' } })
    world.addOrder()
    for (const id of world.placedOrders().slice(50, 60)) world.changeOrderStatus(id, 'cancelled')
    for (const id of world.placedOrders().slice(60, 70)) world.changeOrderStatus(id, 'complete', 'Átadva')
    only.changeUnreported?.(life)
    const run = await sync('incremental')
    expect(await differences()).toBe('')
    expect(run.requests).toBeLessThan(only.incrementalRequests)
  })

  test('what was deleted is found by a full sync', async () => {
    // A head, a member in the middle, the last one to change, and a whole family.
    for (const id of [7, 11, 15, 16, 17, 18]) world.deleteProduct(id)
    world.deleteCustomer(8)
    world.deleteOrder(world.placedOrders()[9] ?? 0)
    world.deleteCategory(3)
    only.hide?.(life)
    const run = await sync('full')
    expect(await differences()).toBe('')
    const deleted = Object.fromEntries(run.resources.map((row) => [row.resource, row.deleted]))
    expect(deleted).toMatchObject({ categories: 1, products: only.deletedProductRows, customers: 1, orders: 1 })
    webhooks.policy.lost = 0
  })

  only.whileConnected?.(life)

  test('an uninstall deletes the tokens, and the data after the grace period, with evidence', async () => {
    const held = await countRows()
    const deliveries = await sql`select id from webhook_deliveries where shop_id = ${life.shopId}`
    const visit = await expectation.uninstall(sandbox, domain)
    const credentials = () => sql`select from shop_credentials where shop_id = ${life.shopId}`
    // Where the merchant's browser reports it, everything is done when it is answered.
    if (visit) expect([visit.status, await credentials()]).toEqual([200, []])
    await until(async () => (await credentials()).length === 0, { timeoutMs: 20_000 })
    const finished = () => sql`
      select removed from erasures where shop_id = ${life.shopId} and finished_at is not null`
    await until(async () => (await finished()).length > 0, { timeoutMs: 20_000 })
    expect(await finished()).toMatchObject([{ removed: held }])
    expect(await countRows()).toEqual({ customers: 0, products: 0, orders: 0 })
    // What reports the uninstall may come later than the deletion.
    const ids = deliveries.map(({ id }) => id)
    expect(ids).not.toHaveLength(0)
    expect(await sql`select from webhook_deliveries where id = any(${ids})`).toHaveLength(0)
  })

  only.afterUninstall?.(life)

  test('a shop that is installed again is a new one with a complete mirror', async () => {
    const again = await system.connect(domain)
    expect(again).not.toBe(life.shopId)
    await waitForRun(system, await findFirstRun(system, again))
    expect(await system.differences(domain, again)).toBe('')
    expect(webhooks.counts.failed).toBe(0)
    expect(stack.workers).toHaveLength(WORKERS)
  })

  function changeCatalog(products: readonly number[]): void {
    for (const id of products) world.updateProduct(id, { gross: '4242', net: '3340.1575', stocks: [0, 17, 0, 0] })
    world.addProduct()
    for (const id of [3, 250]) world.updateCustomer(id, { email: `moved${id}-${products[0]}@example.com` })
  }

  async function untilSubscribed(): Promise<void> {
    const open = () => sql`
      select from webhook_subscriptions where shop_id = ${life.shopId} and status <> 'active'`
    const isDone = async () => expectation.isSubscribed(sandbox, domain) && (await open()).length === 0
    await until(isDone, { timeoutMs: 30_000 })
  }

  async function untilHandled(): Promise<void> {
    const open = () => sql`
      select from webhook_deliveries where shop_id = ${life.shopId} and handled_at is null`
    await until(async () => (await open()).length === 0, { timeoutMs: 30_000 })
  }

  /** With the rows of what was deleted in the shop. */
  async function countRows() {
    const [row] = await sql`
      select (select count(*)::int from customers where shop_id = ${life.shopId}) as customers,
        (select count(*)::int from products where shop_id = ${life.shopId}) as products,
        (select count(*)::int from orders where shop_id = ${life.shopId}) as orders`
    return row
  }
})
