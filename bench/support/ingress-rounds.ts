import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRedis } from '@shopmirror/scripts/redis-server.ts'
import { createSupervisor } from '@shopmirror/scripts/supervise.ts'
import { Redis } from 'ioredis'
import type { LoadOptions, LoadResult } from '../load.ts'
import { readCommandLine } from '../options.ts'

/** `bare` only verifies, `jobPerRequest` adds a job for each request, `ours` is the api. */
export const serverKinds = ['bare', 'ours', 'jobPerRequest'] as const
export type ServerKind = (typeof serverKinds)[number]

const CONNECTIONS = 64
const benchDir = join(import.meta.dirname, '..')

export interface IngressRounds extends AsyncDisposable {
  /** `appendfsync` of Redis from here on. */
  setFsync(policy: 'always' | 'everysec'): Promise<void>
  /** The servers in turn, `rounds` times, after a warm-up that is not counted. Throws when a request fails. */
  measure<Kind extends ServerKind>(kinds: readonly Kind[], load: RoundLoad): Promise<Record<Kind, LoadResult[]>>
}

interface RoundLoad {
  rounds: number
  seconds: number
  bodyBytes: number
  /** Requests a second; absent: as many as are answered. */
  rate?: number
}

/** Servers, load and Redis are separate processes. `--profile ours` writes that server's CPU profile to `.data`. */
export async function startIngressRounds(): Promise<IngressRounds> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-ingress-'))
  const supervisor = createSupervisor()
  const { url } = await startRedis({ dataDir, logFile: join(dataDir, 'redis.log'), supervisor, log: console.error })
  const redis = new Redis(url)
  const servers = await startServers(url)
  const request = async (kind: ServerKind, load: Omit<LoadOptions, 'port' | 'connections'>) => {
    const result = await runLoad({ ...load, port: servers[kind].port, connections: CONNECTIONS })
    if (result.failed > 0) throw new Error(`${result.failed} requests failed`)
    await redis.flushall('SYNC')
    return result
  }

  return {
    setFsync: async (policy) => void (await redis.config('SET', 'appendfsync', policy)),
    async measure<Kind extends ServerKind>(kinds: readonly Kind[], { rounds, ...load }: RoundLoad) {
      const results = Object.fromEntries(kinds.map((kind) => [kind, []])) as unknown as Record<Kind, LoadResult[]>
      for (const kind of kinds) await request(kind, { ...load, seconds: 3 })
      for (let round = 0; round < rounds; round += 1)
        for (const kind of kinds) results[kind].push(await request(kind, load))
      return results
    },
    async [Symbol.asyncDispose]() {
      redis.disconnect()
      for (const { child } of Object.values(servers)) child.disconnect()
      await supervisor.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

interface Server {
  child: ChildProcess
  port: number
}

async function startServers(redisUrl: string): Promise<Record<ServerKind, Server>> {
  const databaseUrl = process.env.DATABASE_URL ?? 'postgres://127.0.0.1:1/none'
  const { profile } = readCommandLine().values
  const entries = serverKinds.map(async (kind) => {
    const child = fork(join(benchDir, 'ingress-server.ts'), [kind, redisUrl, databaseUrl], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: profile === kind ? ['--cpu-prof', '--cpu-prof-dir=.data'] : [],
    })
    const [port] = await once(child, 'message')
    return [kind, { child, port }] as const
  })
  return Object.fromEntries(await Promise.all(entries)) as Record<ServerKind, Server>
}

async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const child = spawn(process.execPath, [join(benchDir, 'load.ts'), JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk
  })
  await once(child, 'close')
  return JSON.parse(output)
}
