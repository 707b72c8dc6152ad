import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { durable, type RunningRedis, startRedis } from '@shopmirror/scripts/redis-server.ts'
import { createSupervisor, type Supervisor } from '@shopmirror/scripts/supervise.ts'
import { Redis } from 'ioredis'
import { until } from './until.ts'

const SENTINELS = 3
const MASTER_NAME = 'mymaster'
/** User of the replica at the master; without it nothing is replicated. */
const REPLICATION_USER = 'replication'
const DOWN_AFTER_MS = 1_000
const PATIENCE = { timeoutMs: 30_000, intervalMs: 50 }

export interface RedisBehindSentinels extends AsyncDisposable {
  /** The address as settings of a process. */
  env: { REDIS_SENTINELS: string }
  /** The replica gets no further writes. Resolves when its connection is closed. */
  stopReplication(): Promise<void>
  /** Kills the master, as a crash does. Resolves when the Sentinels name the promoted replica. */
  killMaster(): Promise<void>
  /** Starts what was killed; the Sentinels make it a replica. Resolves when it has all data. */
  restartKilled(): Promise<void>
}

/** A master and its replica, watched by three Sentinels. */
export async function startRedisBehindSentinels(): Promise<RedisBehindSentinels> {
  const supervisor = createSupervisor()
  const folder = await mkdtemp(join(tmpdir(), 'shopmirror-sentinel-'))
  const stop = async () => {
    await supervisor.close()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const [first, second] = [
      await startNode(join(folder, 'a'), supervisor),
      await startNode(join(folder, 'b'), supervisor),
    ]
    const port = new URL(first.running.url).port
    await second.redis.replicaof('127.0.0.1', port)
    await until(() => isReplicating(second.redis), PATIENCE)
    const sentinels = await Promise.all(
      Array.from({ length: SENTINELS }, (_, index) =>
        startSentinel(join(folder, `sentinel-${index}`), port, supervisor),
      ),
    )
    await until(async () => (await Promise.all(sentinels.map(knowsAll))).every(Boolean), PATIENCE)
    return describe({ pair: [first, second], sentinels, stop })
  } catch (error) {
    await stop()
    throw error
  }
}

interface Node {
  redis: Redis
  running: RunningRedis
  start(): Promise<RunningRedis>
}

interface Parts {
  pair: [master: Node, replica: Node]
  sentinels: readonly Redis[]
  stop: () => Promise<void>
}

function describe({ pair, sentinels, stop }: Parts): RedisBehindSentinels {
  let [master, replica] = pair
  return {
    env: { REDIS_SENTINELS: sentinels.map(({ options }) => `127.0.0.1:${options.port}`).join(',') },
    async stopReplication() {
      await master.redis.acl('DELUSER', REPLICATION_USER)
      await until(async () => !(await isReplicating(replica.redis)), PATIENCE)
    },
    async killMaster() {
      master.running.server.kill('SIGKILL')
      await master.running.server.exited
      ;[master, replica] = [replica, master]
      const port = new URL(master.running.url).port
      const names = async (sentinel: Redis) =>
        ((await sentinel.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', MASTER_NAME)) as string[])[1] === port
      await until(async () => (await Promise.all(sentinels.map(names))).every(Boolean), PATIENCE)
    },
    async restartKilled() {
      replica.running = await replica.start()
      await until(() => isReplicating(replica.redis), PATIENCE)
    },
    async [Symbol.asyncDispose]() {
      for (const redis of [master.redis, replica.redis, ...sentinels]) redis.disconnect()
      await stop()
    },
  }
}

async function startNode(dataDir: string, supervisor: Supervisor): Promise<Node> {
  const settings = [
    ...durable,
    ...['--user', REPLICATION_USER, 'on', '>secret', '+psync', '+replconf', '+ping'],
    ...['--masteruser', REPLICATION_USER, '--masterauth', 'secret'],
    ...['--repl-diskless-sync-delay', '0', '--repl-ping-replica-period', '1'],
  ]
  let port: number | undefined
  const start = () =>
    startRedis({
      ...{ dataDir, logFile: `${dataDir}.log`, settings, supervisor, log: () => undefined },
      ...(port !== undefined && { port }),
    })
  const running = await start()
  port = Number(new URL(running.url).port)
  return { redis: connect(running.url), running, start }
}

async function startSentinel(dataDir: string, masterPort: string, supervisor: Supervisor): Promise<Redis> {
  await mkdir(dataDir, { recursive: true })
  const file = join(dataDir, 'sentinel.conf')
  // It writes to the file what it learns.
  await writeFile(
    file,
    `sentinel monitor ${MASTER_NAME} 127.0.0.1 ${masterPort} 2
sentinel down-after-milliseconds ${MASTER_NAME} ${DOWN_AFTER_MS}
sentinel failover-timeout ${MASTER_NAME} 5000
`,
  )
  const settings = ['--sentinel']
  const { url } = await startRedis({
    ...{ dataDir, configFile: file, logFile: `${dataDir}.log`, settings, supervisor, log: () => undefined },
  })
  return connect(url)
}

/** Whether the Sentinel knows the replica and the others. */
async function knowsAll(sentinel: Redis): Promise<boolean> {
  const list = (await sentinel.call('SENTINEL', 'MASTER', MASTER_NAME)) as string[]
  const field = (name: string) => Number(list[list.indexOf(name) + 1])
  return field('num-slaves') === 1 && field('num-other-sentinels') === SENTINELS - 1
}

function connect(url: string): Redis {
  const redis = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 100 })
  redis.on('error', () => undefined)
  return redis
}

async function isReplicating(redis: Redis): Promise<boolean> {
  return (await redis.info('replication')).includes('master_link_status:up')
}
