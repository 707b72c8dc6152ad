import { ids as idOf } from '@shopmirror/sandbox/shoprenter/testing'
import { until } from '@shopmirror/test/until.ts'
import { expect, test } from 'vitest'
import type { LifeCases } from './life-cases.ts'

export const shoprenterLife: LifeCases = {
  incrementalRequests: 20,
  deletedProductRows: 6,

  whileConnected(life) {
    const { sql, sandbox } = life.system

    test('each accepted webhook is stored and handled, also a repeated one', async () => {
      const { accepted } = sandbox.shoprenter.webhooks.counts
      const [row] = await sql`
        select count(*)::int as rows, count(handled_at)::int as handled from webhook_deliveries
        where platform = 'shoprenter'`
      expect(row).toEqual({ rows: accepted, handled: accepted })
    })
  },

  afterUninstall(life) {
    const { sql, sandbox } = life.system
    const { webhooks } = sandbox.shoprenter

    test('what a shop still sends after it left is answered and changes nothing', async () => {
      expect(await sql`select from webhook_deliveries where shop_id = ${life.shopId}`).toHaveLength(0)
      const { world } = sandbox.shoprenter.shop(life.domain)
      const [order = 0] = world.placedOrders()
      world.changeOrderStatus(order, 'paid')
      await webhooks.idle()
      const ignored = () => sql`select from webhook_deliveries where status = 'ignored' and platform = 'shoprenter'`
      await until(async () => (await ignored()).length > 0)
      expect(await sql`select from orders where external_id = ${idOf.order(order)}`).toHaveLength(0)
    })
  },
}
