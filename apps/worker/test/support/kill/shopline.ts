import { createEnqueue, createQueues, sweepInbox } from '@shopmirror/jobs'
import { connectTo } from '@shopmirror/test/redis.ts'
import { until } from '@shopmirror/test/until.ts'
import { expect, test } from 'vitest'
import { testBadAnswers } from './bad-answers.ts'
import type { KillCases, Target } from './kill-cases.ts'
import { untilPages } from './pages.ts'

/** The pages of each resource after which the workers are killed. */
const pages = { products: 1, inventory: 1, customers: 3, orders: 5 }

export const shoplineKill: KillCases = {
  platform: 'shopline',
  sandbox: { products: 120, customers: 300, orders: 450 },

  beforeInstall(target) {
    const { system, domain } = target
    const { shopline } = system.sandbox

    test('workers killed between the events of an install: no event is lost', async () => {
      shopline.shop(domain).merchant.install({ order: 'token-first', repeats: 3 })
      await Promise.all([shopline.webhooks.idle(), target.replaceWorkers()])
      await untilInstallable(target, domain)
    })

    test('Redis killed during the events of an install and restarted: each event is applied once', async () => {
      const other = shopline.shop('redis-bolt')
      await system.redis.kill()
      other.merchant.install({ repeats: 1 })
      await shopline.webhooks.idle()
      await system.redis.start()
      // What the clock does each minute.
      const connection = connectTo(system.redis.env)
      const queues = createQueues({ connection, prefix: system.stack.prefix })
      await createEnqueue(queues)(sweepInbox, {})
      await untilInstallable(target, other.domain)
      await queues.close()
      connection.disconnect()
    })
  },

  moments: (target) =>
    Object.entries(pages).map(
      ([resource, count]) =>
        () =>
          untilPages(target, resource, count),
    ),

  whileConnected: (target) => testBadAnswers(target, { share: 0.03 }),
}

/** There is exactly one token and one installation. */
async function untilInstallable({ system: { sql } }: Target, domain: string): Promise<void> {
  const tokens = () => sql`select 1 from app_tokens where domain = ${domain} and tokens is not null`
  await until(async () => (await tokens()).length === 1, { timeoutMs: 120_000, intervalMs: 200 })
  const installations = () => sql`select 1 from installations where domain = ${domain}`
  await until(async () => (await installations()).length > 0, { timeoutMs: 60_000, intervalMs: 200 })
  expect(await installations()).toHaveLength(1)
}
