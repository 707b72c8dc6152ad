import { setup as setUpDatabases } from './global-setup.ts'
import { startRedisCluster } from './redis-cluster.ts'

/** Longer than a busy machine lets a node wait, ms: nothing is killed here. */
const NODE_TIMEOUT_MS = 10_000

/** As for all tests, and a Redis Cluster, for the project whose tests run with TEST_REDIS=cluster. */
export async function setup(): Promise<() => Promise<void>> {
  const stop = await setUpDatabases()
  const cluster = process.env.TEST_CLUSTER_NODES
    ? undefined
    : await startRedisCluster({ nodeTimeoutMs: NODE_TIMEOUT_MS })
  if (cluster) process.env.TEST_CLUSTER_NODES = cluster.env.REDIS_CLUSTER_NODES
  return async () => {
    await cluster?.[Symbol.asyncDispose]()
    await stop?.()
  }
}
