import { fulfillmentOrdersOf, fulfillmentSteps } from '@shopmirror/sandbox/shopify/testing'
import { until } from '@shopmirror/test/until.ts'
import { expect, test } from 'vitest'
import type { Life, LifeCases } from './life-cases.ts'

const PATIENCE = { timeout: 30_000, interval: 200 }
const worldOf = ({ system, domain }: Life) => system.sandbox.shopify.shop(domain).world

export const shopifyLife: LifeCases = {
  incrementalRequests: 40,
  deletedProductRows: 10,

  changeReported(life) {
    worldOf(life).addProduct({ parentId: 1 })
    worldOf(life).updateCategory(2, { name: { hu: 'Első', en: 'First' } })
  },

  whileConnected(life) {
    const { system, domain } = life
    const { webhooks } = system.sandbox.shopify
    const world = worldOf(life)
    const expectEqual = () => expect.poll(() => system.differences(domain, life.shopId), PATIENCE).toBe('')

    test('holds, schedules and progress of fulfilment reach the mirror, although webhook bodies do not show them', async () => {
      const orders = fulfillmentOrdersOf(world)
      for (const [index, step] of fulfillmentSteps.entries()) orders.take(world.placedOrders()[80 + index] ?? 0, step)
      const [held = 0, fulfilled = 0] = world.placedOrders().slice(100)
      for (const id of [held, fulfilled]) orders.take(id, 'hold')
      await expectEqual()
      orders.take(held, 'release')
      world.changeOrderStatus(fulfilled, 'complete', 'Átadva')
      await expectEqual()
    })

    test('a customer who wants to be forgotten is, and the others are not', async () => {
      Object.assign(webhooks.policy, { duplicates: 0, late: 0 })
      const [id = 0] = world.customers.ids()
      const email = world.customers.get(id)?.email ?? ''
      const stored = () => system.sql`
        select email from customers where shop_id = ${life.shopId} and email is not null
        union all select email from orders where shop_id = ${life.shopId} and email is not null`
      const before = await stored()
      expect(before).toContainEqual({ email })
      system.sandbox.shopify.shop(domain).deliver('customers/redact', id)
      await untilOutcome(life, 'redact_customer', 'redacted')
      expect(await stored()).toEqual(before.filter((row) => row.email !== email))
    })
  },

  afterUninstall(life) {
    test('privacy requests of an uninstalled shop are done, with evidence', async () => {
      life.system.sandbox.shopify.shop(life.domain).deliver('shop/redact')
      await untilOutcome(life, 'redact_shop', 'erased')
      const kept = await life.system.sql`
        select from webhook_deliveries where shop_id = ${life.shopId} and body is not null`
      expect(kept).toHaveLength(1)
    })
  },
}

async function untilOutcome({ system, shopId }: Life, kind: string, outcome: string): Promise<void> {
  await until(
    async () => {
      const [row] = await system.sql`select outcome from privacy_requests where shop_id = ${shopId} and kind = ${kind}`
      return row?.outcome === outcome
    },
    { timeoutMs: 20_000 },
  )
}
