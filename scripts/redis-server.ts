import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { describeExit } from './describe-exit.ts'
import type { ServerSpec } from './guard-messages.ts'
import { freePort } from './ports.ts'
import { stopLeftover } from './processes.ts'
import { findRedis, type RedisProgram } from './redis-program.ts'
import type { Server, Supervisor } from './supervise.ts'
import { tail } from './tail.ts'

const START_TIMEOUT_MS = 60_000
const IMAGE = 'redis:8-alpine'

export interface RedisOptions {
  /** Folder for the data, which is kept between starts. */
  dataDir: string
  logFile: string
  /** Default: any free port. */
  port?: number
  /** In place of the settings of a durable Redis; needs a program, because nodes in containers do not reach each other. */
  settings?: readonly string[]
  /** A file that the server reads first, and may write to. */
  configFile?: string
  supervisor: Supervisor
  log: (line: string) => void
}

export interface RunningRedis {
  url: string
  server: Server
}

/** Starts a durable Redis: append-only, fsync before the answer, no eviction. */
export async function startRedis(options: RedisOptions): Promise<RunningRedis> {
  const { dataDir, logFile, port, supervisor, log } = options
  mkdirSync(dataDir, { recursive: true })
  const program = await findRedis(log)
  await stopLeftover(join(dataDir, 'redis.pid'), 'redis', 'SIGTERM')
  const chosen = await freePort(port)
  const server = await supervisor.start({
    ...commandFor(program, { ...options, port: chosen }),
    cwd: dataDir,
    env: process.env,
    logFile,
    stopSignal: 'SIGTERM',
    stage: 0,
  })
  const url = `redis://127.0.0.1:${chosen}`
  await untilReady(url, server, logFile)
  return { url, server }
}

/** Of a Redis that loses nothing it has answered: append-only, fsync before the answer, no eviction. */
export const durable: readonly string[] = [
  '--appendonly',
  'yes',
  '--appendfsync',
  'always',
  '--maxmemory-policy',
  'noeviction',
  '--save',
  '',
]

function commandFor(
  { kind, path }: RedisProgram,
  { dataDir, port, configFile, settings = durable }: RedisOptions & { port: number },
): Pick<ServerSpec, 'command' | 'args'> {
  if (kind === 'program') {
    const own = [
      ...(configFile ? [configFile] : []),
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--dir',
      dataDir,
      '--pidfile',
      join(dataDir, 'redis.pid'),
    ]
    return { command: path, args: [...own, ...settings] }
  }
  if (settings !== durable)
    throw new Error('A cluster or a Sentinel needs redis-server or valkey-server on this machine.')
  const container = ['run', '--rm', '--publish', `127.0.0.1:${port}:6379`, '--volume', `${dataDir}:/data`]
  return { command: path, args: [...container, IMAGE, 'redis-server', ...durable] }
}

/** Answers PING only when the append-only file is loaded. */
async function untilReady(url: string, server: Server, logFile: string): Promise<void> {
  const redis = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 50 })
  // Connections are refused until it is ready.
  redis.on('error', () => undefined)
  const answered = redis.ping().then(() => 'ready' as const)
  const gone = server.exited.then((exit) => `${describeExit(exit)} while starting`)
  const late = pause(START_TIMEOUT_MS, 'does not answer', { ref: false })
  const state = await Promise.race([answered, gone, late])
  answered.catch(() => undefined)
  redis.disconnect()
  if (state === 'ready') return
  throw new Error(`Redis ${state}:\n${tail(logFile)}`)
}
