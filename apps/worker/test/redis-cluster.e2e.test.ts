import { findFirstRun, startSync, waitForRun } from '@shopmirror/scripts/journey.ts'
import { startRedisCluster } from '@shopmirror/test/redis-cluster.ts'
import { startSystem } from '@shopmirror/test/system.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTraffic } from './support/traffic.ts'
import { untilRecorded } from './support/until-recorded.ts'

const domain = 'szilank-bolt'
const cluster = await startRedisCluster()
const system = await startSystem({
  redis: cluster,
  sandbox: { shops: [domain], products: 900, customers: 500, orders: 1_500 },
  env: { SHOPRENTER_REQUESTS_PER_SECOND: '25' },
  workers: 2,
})
const shop = system.sandbox.world(domain)
const orders = shop.placedOrders().values()
afterAll(async () => {
  await system[Symbol.asyncDispose]()
  await cluster[Symbol.asyncDispose]()
})

let shopId: string
beforeAll(async () => {
  shopId = await system.connect(domain)
  await waitForRun(system, await findFirstRun(system, shopId))
})

/** A full sync and webhooks, while `disturb` is done; at the end the mirror equals the shop. */
async function during(disturb: (sent: (more: number) => Promise<unknown>) => Promise<void>): Promise<void> {
  const runId = await startSync(system, shopId, { type: 'full' })
  const traffic = startTraffic(shop, orders)
  try {
    await traffic.sent(10)
    await disturb(traffic.sent)
    await traffic.sent(10)
  } finally {
    await traffic.stop()
  }
  expect((await waitForRun(system, runId)).status).toBe('succeeded')
  await untilRecorded(system)
  expect(await system.differences(domain, shopId)).toBe('')
}

test('the master of the queue of webhooks is killed: nothing is lost or doubled', { timeout: 240_000 }, () =>
  during(async (sent) => {
    await cluster.killMasterOf('inbox')
    await sent(20)
    await cluster.restartKilled()
  }),
)
