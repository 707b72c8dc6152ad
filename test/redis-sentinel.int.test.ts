import { afterAll, expect, test } from 'vitest'
import { connectTo } from './redis.ts'
import { startRedisBehindSentinels } from './redis-sentinel.ts'

const sentinels = await startRedisBehindSentinels()
const redis = connectTo(sentinels.env)
afterAll(async () => {
  redis.disconnect()
  await sentinels[Symbol.asyncDispose]()
})

test('a killed master is replaced by its replica, and comes back as one', async () => {
  await redis.set('a', '1')
  await redis.wait(1, 5_000)
  await sentinels.killMaster()
  expect(await redis.get('a')).toBe('1')
  await sentinels.restartKilled()
})

test('a master that dies with writes its replica does not have loses them', async () => {
  await sentinels.stopReplication()
  await redis.set('b', '1')
  await sentinels.killMaster()
  expect(await redis.mget('a', 'b')).toEqual(['1', null])
})
