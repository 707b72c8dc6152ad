import { until } from '@shopmirror/test/until.ts'
import { expect, test } from 'vitest'
import type { Life, LifeCases } from './life-cases.ts'

const PATIENCE = { timeout: 30_000, interval: 200 }
const shopOf = ({ system, domain }: Life) => system.sandbox.shopline.shop(domain)

export const shoplineLife: LifeCases = {
  incrementalRequests: 40,
  deletedProductRows: 10,

  changeReported(life) {
    const { world, state } = shopOf(life)
    // The version of the order itself does not show this change.
    state.changeDelivery(world.placedOrders()[40] ?? 0, 'collected')
    world.deleteCustomer(9)
    world.deleteOrder(world.placedOrders()[45] ?? 0)
  },

  changeUnreported(life) {
    const { world, state } = shopOf(life)
    state.changeDelivery(world.placedOrders()[75] ?? 0, 'returned')
  },

  hide(life) {
    const { world, state } = shopOf(life)
    state.archive(world.placedOrders()[12] ?? 0)
  },

  whileConnected(life) {
    const { system, domain } = life
    const { webhooks, app } = system.sandbox.shopline
    const { world, hooks, publisher } = shopOf(life)

    test("signed webhooks of the app arrive at the app's address", async () => {
      hooks.clear()
      app.topics = 'all'
      world.changeOrderStatus(world.placedOrders()[90] ?? 0, 'complete', 'Átadva')
      world.updateCustomer(4, { phone: '+36201234569' })
      world.updateCategory(4, { name: { hu: 'Megint más', en: 'Another' } })
      await expect.poll(() => system.differences(domain, life.shopId), PATIENCE).toBe('')
      const [row] = await system.sql`
        select count(*)::int as ours from webhook_deliveries
        where shop_id = ${life.shopId} and topic = 'customer/update' and status = 'applied'`
      expect(row?.ours).toBeGreaterThan(0)
    })

    test('an unknown topic is accepted, stored, and ignored with a reason', async () => {
      publisher.publishToApp('webhook/verification', { _id: 'a-handshake' })
      await webhooks.idle()
      const kept = async () =>
        system.sql`
          select status, error, body is not null as kept from webhook_deliveries where topic = 'webhook/verification'`
      await until(async () => (await kept())[0]?.status === 'ignored', { timeoutMs: 20_000 })
      expect(await kept()).toMatchObject([{ kept: true, error: expect.stringContaining('webhook/verification') }])
    })
  },
}
