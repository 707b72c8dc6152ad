import type { RedisSettings } from '@shopmirror/config'
import { readRedisAddress } from '@shopmirror/config'
import { startRedisCluster } from '@shopmirror/test/redis-cluster.ts'
import { startRedisBehindSentinels } from '@shopmirror/test/redis-sentinel.ts'
import { until } from '@shopmirror/test/until.ts'
import { expect, test } from 'vitest'
import { openRedis } from '../src/queue/open-redis.ts'
import { createReplicaWait } from '../src/queue/replica-wait.ts'

function open(env: RedisSettings) {
  const redis = openRedis({ address: readRedisAddress(env), commands: 'fail', onError: () => undefined })
  const wait = createReplicaWait({ redis, prefix: 'test', queue: 'inbox', replicas: 1 })
  return { redis, wait, [Symbol.dispose]: () => redis.disconnect() }
}

test('a write that its replica has is safe, and one that it does not have is not', async () => {
  await using server = await startRedisBehindSentinels()
  using client = open(server.env)
  await until(() => client.redis.status === 'ready')
  await client.wait()
  await server.stopReplication()
  await expect(client.wait()).rejects.toThrow(/0 of 1 replicas/)
})

test('in a cluster the master of the queue is asked, and the one that replaces it has no replica yet', async () => {
  await using cluster = await startRedisCluster()
  using client = open(cluster.env)
  await until(() => client.redis.status === 'ready')
  await client.wait()
  await cluster.killMasterOf('inbox')
  await until(() => client.wait().catch((error: Error) => error.name === 'NotReplicatedError'))
  await cluster.restartKilled()
  await until(() => client.wait().then(() => true))
})
