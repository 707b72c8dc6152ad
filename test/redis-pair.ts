import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRedis } from '@shopmirror/scripts/redis-server.ts'
import { createSupervisor } from '@shopmirror/scripts/supervise.ts'
import { Redis } from 'ioredis'
import { startForward } from './forward.ts'
import { until } from './until.ts'

export interface RedisPair extends AsyncDisposable {
  /** An address that points to one of the two servers, like a DNS name or a virtual IP. */
  url: string
  /** The master becomes the replica of the other; the address still points to it. */
  failover(): Promise<void>
  /** The server at the address hangs, as by SIGSTOP: it accepts connections and never answers. */
  hang(): void
  /** The replica becomes a master, as when its master is lost. */
  promote(): Promise<void>
  /** The address points to the other server. Existing connections are kept. */
  moveAddress(): void
}

/** A master and its replica behind one address. */
export async function startRedisPair(): Promise<RedisPair> {
  const supervisor = createSupervisor()
  const folder = await mkdtemp(join(tmpdir(), 'shopmirror-pair-'))
  const start = (name: string) => {
    const dataDir = join(folder, name)
    return startRedis({ dataDir, logFile: join(folder, `${name}.log`), supervisor, log: () => undefined })
  }
  const servers = [await start('a'), await start('b')] as const
  const [master, replica] = servers.map(({ url }) => new Redis(url, { maxRetriesPerRequest: null })) as [Redis, Redis]
  for (const each of [master, replica]) each.on('error', () => undefined)
  await follow(replica, master)
  let leadsTo = 0
  const address = await startForward(() => portOf(servers[leadsTo]?.url ?? ''))

  return {
    url: `redis://127.0.0.1:${address.port}`,
    async failover() {
      await master.call('FAILOVER')
      await until(async () => (await master.info('replication')).includes('role:slave'))
      await until(async () => (await replica.info('replication')).includes('role:master'))
    },
    hang: () => servers[leadsTo]?.server.kill('SIGSTOP'),
    promote: async () => void (await replica.replicaof('NO', 'ONE')),
    moveAddress() {
      leadsTo = 1
    },
    async [Symbol.asyncDispose]() {
      for (const { server } of servers) server.kill('SIGCONT')
      for (const each of [master, replica]) each.disconnect()
      await address[Symbol.asyncDispose]()
      await supervisor.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function follow(replica: Redis, master: Redis): Promise<void> {
  // Otherwise the master waits for more replicas before it syncs.
  await master.config('SET', 'repl-diskless-sync-delay', 0)
  await replica.replicaof(master.options.host ?? '', master.options.port ?? 0)
  await until(async () => (await replica.info('replication')).includes('master_link_status:up'))
}

function portOf(url: string): number {
  return Number(new URL(url).port)
}
