import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@shopmirror/scripts/ports.ts'
import { durable, startRedis } from '@shopmirror/scripts/redis-server.ts'
import { createSupervisor, type Supervisor } from '@shopmirror/scripts/supervise.ts'
import { Redis } from 'ioredis'
import { type ClusterNode, moveSlot } from './move-slot.ts'
import { until } from './until.ts'

const MASTERS = 3
const SLOTS = 16_384
/** A failover takes about twice as long. */
const NODE_TIMEOUT_MS = 1_000
const PATIENCE = { timeoutMs: 30_000, intervalMs: 50 }

export interface RedisCluster extends AsyncDisposable {
  /** The address as settings of a process. */
  env: { REDIS_CLUSTER_NODES: string }
  /** Kills the master of the hash tag's slot, as a crash does. Resolves when its replica has its slots. */
  killMasterOf(tag: string): Promise<void>
  /** Starts what was killed; it becomes a replica. Resolves when it has all data. */
  restartKilled(): Promise<void>
  /**
   * Moves the hash tag's slot and the `others` slots after it to another master, a few keys at a time, while commands
   * go on.
   */
  moveSlotsOf(tag: string, others?: number): Promise<void>
}

export interface RedisClusterOptions {
  /** After how long without an answer a node counts as failed, ms. Default 1,000. */
  nodeTimeoutMs?: number
}

/** Three masters with a replica each. */
export async function startRedisCluster(options: RedisClusterOptions = {}): Promise<RedisCluster> {
  const supervisor = createSupervisor()
  const folder = await mkdtemp(join(tmpdir(), 'shopmirror-cluster-'))
  const stop = async () => {
    await supervisor.close()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const nodes = await Promise.all(
      Array.from({ length: 2 * MASTERS }, (_, index) => startNode(join(folder, `node-${index}`), supervisor, options)),
    )
    await assemble(nodes)
    return describe(nodes, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

function describe(nodes: readonly ClusterNode[], stop: () => Promise<void>): RedisCluster {
  const killed = new Set<ClusterNode>()
  const alive = () => nodes.filter((node) => !killed.has(node))
  return {
    env: { REDIS_CLUSTER_NODES: nodes.map(({ running }) => new URL(running.url).host).join(',') },
    async killMasterOf(tag) {
      const slot = await slotOf(tag, alive())
      const master = await masterOf(slot, alive())
      killed.add(master)
      master.running.server.kill('SIGKILL')
      await master.running.server.exited
      await until(async () => (await masterOf(slot, alive())).id !== master.id, PATIENCE)
      await untilServing(alive())
    },
    async restartKilled() {
      for (const node of killed) {
        node.running = await node.start()
        killed.delete(node)
        await until(() => isReplicating(node.redis), PATIENCE)
      }
      await untilServing(nodes)
    },
    async moveSlotsOf(tag, others = 0) {
      const slot = await slotOf(tag, alive())
      const from = await masterOf(slot, alive())
      const masters = await mastersOf(alive())
      const to = masters.find(({ id }) => id !== from.id)
      if (!to) throw new Error('There is no other master.')
      for (let each = slot; each <= slot + others && each < SLOTS; each++)
        if ((await masterOf(each, alive())) === from) await moveSlot(each, { from, to, masters })
    },
    async [Symbol.asyncDispose]() {
      for (const { redis } of nodes) redis.disconnect()
      await stop()
    },
  }
}

async function startNode(
  dataDir: string,
  supervisor: Supervisor,
  { nodeTimeoutMs = NODE_TIMEOUT_MS }: RedisClusterOptions,
): Promise<ClusterNode> {
  const [port, busPort] = [await freePort(), await freePort()]
  const settings = [
    ...durable,
    ...['--cluster-enabled', 'yes', '--cluster-port', String(busPort)],
    ...['--cluster-node-timeout', String(nodeTimeoutMs)],
    // A replica stays with its master, so that each master has one again after a restart.
    ...['--cluster-allow-replica-migration', 'no'],
    ...['--repl-diskless-sync-delay', '0', '--repl-ping-replica-period', '1'],
  ]
  const logFile = `${dataDir}.log`
  const start = () => startRedis({ dataDir, logFile, port, settings, supervisor, log: () => undefined })
  const running = await start()
  const redis = new Redis(running.url, { maxRetriesPerRequest: null, retryStrategy: () => 100 })
  redis.on('error', () => undefined)
  return { id: String(await redis.cluster('MYID')), redis, busPort, running, start }
}

async function assemble(nodes: readonly ClusterNode[]): Promise<void> {
  const [first] = nodes
  const masters = nodes.slice(0, MASTERS)
  for (const [index, { redis }] of masters.entries()) {
    const [from, to] = [index, index + 1].map((part) => Math.floor((part * SLOTS) / MASTERS)) as [number, number]
    await redis.cluster('ADDSLOTSRANGE', from, to - 1)
  }
  for (const [index, { redis }] of nodes.entries()) {
    // Nodes with the same epoch would first have to agree on different ones.
    await redis.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1)
    await redis.call('CLUSTER', 'MEET', '127.0.0.1', new URL(first?.running.url ?? '').port, first?.busPort ?? 0)
  }
  await until(async () => (await knownTo(nodes)).every((count) => count === nodes.length), PATIENCE)
  for (const [index, { redis }] of nodes.slice(MASTERS).entries()) {
    await redis.cluster('REPLICATE', masters[index]?.id ?? '')
    await until(() => isReplicating(redis), PATIENCE)
  }
  await untilServing(nodes)
}

async function knownTo(nodes: readonly ClusterNode[]): Promise<number[]> {
  const infos = await Promise.all(nodes.map(({ redis }) => redis.cluster('INFO')))
  return infos.map((info) => Number(/cluster_known_nodes:(\d+)/.exec(String(info))?.[1]))
}

/** Until each node knows that all slots are served, and which of the nodes are masters. */
async function untilServing(nodes: readonly ClusterNode[]): Promise<void> {
  await until(async () => {
    const infos = await Promise.all(nodes.map(({ redis }) => redis.cluster('INFO')))
    const masters = await Promise.all(nodes.map(async (node) => (await readMasters(node)).join()))
    return infos.every((info) => String(info).includes('cluster_state:ok')) && new Set(masters).size === 1
  }, PATIENCE)
}

/** Ids of the masters that serve slots, as the node knows them, in order. */
async function readMasters({ redis }: ClusterNode): Promise<string[]> {
  const lines = String(await redis.cluster('NODES')).split('\n')
  const fields = lines.map((line) => line.split(' '))
  return fields
    .filter(([, , flags, , , , , , ...slots]) => flags?.includes('master') && slots.length > 0)
    .map(([id]) => String(id))
    .sort()
}

async function mastersOf(nodes: readonly ClusterNode[]): Promise<ClusterNode[]> {
  const [first] = nodes
  const ids = first ? await readMasters(first) : []
  return nodes.filter(({ id }) => ids.includes(id))
}

async function slotOf(tag: string, [node]: readonly ClusterNode[]): Promise<number> {
  return Number(await node?.redis.cluster('KEYSLOT', `{${tag}}`))
}

async function masterOf(slot: number, nodes: readonly ClusterNode[]): Promise<ClusterNode> {
  const ranges = await nodes[0]?.redis.cluster('SLOTS')
  const range = ranges?.find(([from, to]) => from <= slot && slot <= to)
  const master = nodes.find(({ id }) => id === range?.[2]?.[2])
  if (!master) throw new Error(`No living node has slot ${slot}.`)
  return master
}

async function isReplicating(redis: Redis): Promise<boolean> {
  return (await redis.info('replication')).includes('master_link_status:up')
}
