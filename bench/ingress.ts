/**
 * Webhooks a second, and how long one takes: the api against a bare Fastify that only verifies the same signature, and
 * against one job a request. Servers, load and Redis are processes of their own; rounds alternate between the servers,
 * so that a slow minute of the machine hits all of them.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRedis } from '@shopmirror/scripts/redis-server.ts'
import { createSupervisor } from '@shopmirror/scripts/supervise.ts'
import { Redis } from 'ioredis'
import type { LoadOptions, LoadResult } from './load.ts'
import { report } from './report.ts'

const ROUNDS = 5
const ROUND_SECONDS = 3
const CONNECTIONS = 64
const RATE = 2_000
const kinds = ['bare', 'ours', 'usual'] as const
type Kind = (typeof kinds)[number]

const databaseUrl = process.env.DATABASE_URL ?? 'postgres://127.0.0.1:1/none'
const dataDir = mkdtempSync(join(tmpdir(), 'bench-ingress-'))
const supervisor = createSupervisor()
try {
  const { url } = await startRedis({ dataDir, logFile: join(dataDir, 'redis.log'), supervisor, log: console.error })
  const redis = new Redis(url)
  const servers = await startServers(url)
  const rounds = createRounds(redis, servers)

  for (const policy of ['always', 'everysec'] as const) {
    await redis.config('SET', 'appendfsync', policy)
    const small = await rounds.closed(kinds, 2_048)
    const target = { atLeast: policy === 'always' ? 0.6 : 0.67 }
    report([
      { name: `ingress ${policy}: ours ÷ bare, 2 KB`, value: ratio(small, 'ours', 'bare'), target },
      { name: `ingress ${policy}: one job a request ÷ bare, 2 KB`, value: ratio(small, 'usual', 'bare') },
      { name: `ingress ${policy}: ours, 2 KB`, value: median(small.ours), unit: '/s' },
      { name: `ingress ${policy}: bare, 2 KB`, value: median(small.bare), unit: '/s' },
    ])
    const large = await rounds.closed(['ours', 'usual'], 20_480)
    const value = ratio(large, 'ours', 'usual')
    report([{ name: `ingress ${policy}: ours ÷ one job a request, 20 KB`, value, target: { atLeast: 2 } }])
  }

  await redis.config('SET', 'appendfsync', 'always')
  const { ours, bare } = await rounds.open(2_048)
  const p50 = median(ours.map(({ p50Ms }) => p50Ms)) / median(bare.map(({ p50Ms }) => p50Ms))
  const p99 = median(ours.map(({ p99Ms }) => p99Ms)) / median(bare.map(({ p99Ms }) => p99Ms))
  report([
    { name: `ingress always: p50 ÷ bare at ${RATE}/s`, value: p50, target: { atMost: 3 } },
    { name: `ingress always: p99 ÷ bare at ${RATE}/s`, value: p99, target: { atMost: 5 } },
    { name: `ingress always: p50 at ${RATE}/s`, value: median(ours.map(({ p50Ms }) => p50Ms)), unit: 'ms' },
    { name: `ingress always: p99 at ${RATE}/s`, value: median(ours.map(({ p99Ms }) => p99Ms)), unit: 'ms' },
  ])
  redis.disconnect()
  for (const { child } of Object.values(servers)) child.disconnect()
} finally {
  await supervisor.close()
  rmSync(dataDir, { recursive: true, force: true })
}

interface Server {
  child: ChildProcess
  port: number
}

async function startServers(redisUrl: string): Promise<Record<Kind, Server>> {
  const entries = kinds.map(async (kind) => {
    const child = fork(join(import.meta.dirname, 'ingress-server.ts'), [kind, redisUrl, databaseUrl], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: process.env.PROFILE === kind ? ['--cpu-prof', '--cpu-prof-dir=.data'] : [],
    })
    const [port] = await once(child, 'message')
    return [kind, { child, port }] as const
  })
  return Object.fromEntries(await Promise.all(entries)) as Record<Kind, Server>
}

/** The first round only warms up. What was queued is dropped after each. */
function createRounds(redis: Redis, servers: Record<Kind, Server>) {
  const alternate = async <T>(chosen: readonly Kind[], measure: (server: Server) => Promise<T>) => {
    const results: Record<Kind, T[]> = { bare: [], ours: [], usual: [] }
    for (let round = 0; round <= ROUNDS; round++) {
      for (const kind of chosen) {
        const result = await measure(servers[kind])
        if (round > 0) results[kind].push(result)
        await redis.flushall('SYNC')
      }
    }
    return results
  }
  const load = async (options: LoadOptions) => {
    const result = await runLoad(options)
    if (result.failed > 0) throw new Error(`${result.failed} requests failed`)
    return result
  }
  const shape = { connections: CONNECTIONS, seconds: ROUND_SECONDS }
  return {
    closed: (chosen: readonly Kind[], bodyBytes: number) =>
      alternate(chosen, async ({ port }) => (await load({ ...shape, port, bodyBytes })).perSecond),
    open: (bodyBytes: number) =>
      alternate(['bare', 'ours'], ({ port }) => load({ ...shape, port, bodyBytes, rate: RATE })),
  }
}

async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'load.ts'), JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk
  })
  await once(child, 'close')
  return JSON.parse(output)
}

/** Of medians: rounds of one kind stand for each other, not for the round beside them. */
function ratio(rounds: Record<Kind, number[]>, above: Kind, below: Kind): number {
  return median(rounds[above]) / median(rounds[below])
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
