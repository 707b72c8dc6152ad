import { findFirstRun, startSync, waitForRun } from '@shopmirror/scripts/journey.ts'
import { startRedisBehindSentinels } from '@shopmirror/test/redis-sentinel.ts'
import { startSystem } from '@shopmirror/test/system.ts'
import { afterAll, expect, test } from 'vitest'
import { startTraffic } from './support/traffic.ts'
import { untilRecorded } from './support/until-recorded.ts'

const domain = 'orszem-bolt'
const redis = await startRedisBehindSentinels()
const system = await startSystem({
  redis,
  sandbox: { shops: [domain], products: 600, customers: 300, orders: 900 },
  env: { SHOPRENTER_REQUESTS_PER_SECOND: '25' },
  workers: 2,
})
const shop = system.sandbox.world(domain)
const orders = shop.placedOrders().values()
afterAll(async () => {
  await system[Symbol.asyncDispose]()
  await redis[Symbol.asyncDispose]()
})

test('the master is killed during a full sync and webhooks: nothing is lost or doubled', {
  timeout: 240_000,
}, async () => {
  const shopId = await system.connect(domain)
  await waitForRun(system, await findFirstRun(system, shopId))
  const runId = await startSync(system, shopId, { type: 'full' })
  const traffic = startTraffic(shop, orders)
  await traffic.sent(20)
  await redis.killMaster()
  await traffic.sent(20)
  await redis.restartKilled()
  await traffic.sent(20)
  await traffic.stop()
  expect((await waitForRun(system, runId)).status).toBe('succeeded')
  await untilRecorded(system)
  expect(await system.differences(domain, shopId)).toBe('')
})
