import { afterAll, expect, test } from 'vitest'
import { connectTo } from './redis.ts'
import { startRedisCluster } from './redis-cluster.ts'

const cluster = await startRedisCluster()
const redis = connectTo(cluster.env)
afterAll(async () => {
  redis.disconnect()
  await cluster[Symbol.asyncDispose]()
})

test('a killed master is replaced by its replica, and comes back as one', async () => {
  await redis.set('{inbox}:a', '1')
  await cluster.killMasterOf('inbox')
  expect(await redis.get('{inbox}:a')).toBe('1')
  await cluster.restartKilled()
  await cluster.killMasterOf('inbox')
  expect(await redis.get('{inbox}:a')).toBe('1')
  await cluster.restartKilled()
})

test('slots move with their keys', async () => {
  await Promise.all(Array.from({ length: 20 }, (_, index) => redis.set(`{sync}:${index}`, index)))
  await cluster.moveSlotsOf('sync', 5)
  expect(await redis.get('{sync}:7')).toBe('7')
})
