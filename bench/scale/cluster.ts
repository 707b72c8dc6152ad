import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKeyring, migrate, openDatabase, type Repositories } from '@shopmirror/db'
import { type AppServer, type Env, startApi, startWorker } from '@shopmirror/scripts/app-processes.ts'
import { createDevSecrets } from '@shopmirror/scripts/dev-secrets.ts'
import { freePort } from '@shopmirror/scripts/ports.ts'
import { startPostgres } from '@shopmirror/scripts/postgres-server.ts'
import { startRedis } from '@shopmirror/scripts/redis-server.ts'
import { createSupervisor, type Server } from '@shopmirror/scripts/supervise.ts'
import type { Sql } from 'postgres'

export interface ClusterOptions {
  env: Env
  /** Worker processes at the start. Default 1. */
  workers?: number
}

/** A process that a bench kills: dead at once, and back at the same address when `restart` resolves. */
export interface Part {
  kill(): Promise<void>
  restart(): Promise<void>
}

export type PartName = 'worker' | 'api' | 'redis' | 'postgres'

/** Api, workers, a durable Redis and a durable Postgres, each of which can be killed. */
export interface Cluster {
  apiUrl: string
  redisUrl: string
  env: Env
  db: Repositories
  sql: Sql
  parts: Record<PartName, Part>
  workers: AppServer[]
  api(): AppServer
  addWorker(env?: Env): Promise<AppServer>
  /** Folder of the logs; deleted at the end. */
  folder: string
  stop(): Promise<void>
}

export async function startCluster({ env: given, workers: count = 1 }: ClusterOptions): Promise<Cluster> {
  const supervisor = createSupervisor()
  const folder = await mkdtemp(join(tmpdir(), 'bench-scale-'))
  const logFile = (name: string) => join(folder, `${name}.log`)
  const stores = await startStores()
  const apiPort = await freePort()
  const apiUrl = `http://127.0.0.1:${apiPort}`
  const env: Env = {
    ...{ PATH: process.env.PATH, ...createDevSecrets(), ...given },
    ...{ DATABASE_URL: stores.postgres.url, REDIS_URL: stores.redis.url, HOST: '127.0.0.1', PUBLIC_URL: apiUrl },
    ...{ LOG_LEVEL: 'warn', JOB_LOCK_SECONDS: '10' },
  }
  await migrate({ url: stores.postgres.url })
  const startOne = (more: Env = {}) => startWorker({ supervisor, env: { ...env, ...more }, logFile: logFile('worker') })
  const workers = await Promise.all(Array.from({ length: count }, () => startOne()))
  let api = await startApi({ supervisor, env, logFile: logFile('api') }, apiPort)

  const keyring = createKeyring(env.ENCRYPTION_KEYS ?? '')
  const { sql, repositories: db, close } = openDatabase({ url: stores.postgres.url, keyring, max: 8 })
  return {
    ...{ apiUrl, redisUrl: stores.redis.url, env, db, sql, workers, folder },
    api: () => api,
    async addWorker(more) {
      const worker = await startOne(more)
      workers.push(worker)
      return worker
    },
    parts: {
      worker: {
        kill: () => kill(workers[0]),
        async restart() {
          workers[0] = await startOne()
        },
      },
      api: {
        kill: () => kill(api),
        async restart() {
          api = await startApi({ supervisor, env, logFile: logFile('api') }, apiPort)
        },
      },
      redis: { kill: () => kill(stores.redis.server), restart: stores.restartRedis },
      postgres: { kill: () => kill(stores.postgres.server), restart: stores.restartPostgres },
    },
    async stop() {
      await close()
      await supervisor.close()
      for (const each of [folder, stores.postgres.folder]) await rm(each, { recursive: true, force: true })
    },
  }

  /** Both sync to disk before they answer, and keep their ports. */
  async function startStores() {
    const redisOptions = { dataDir: join(folder, 'redis'), logFile: logFile('redis'), supervisor, log: () => undefined }
    const postgresOptions = { dataDir: join(folder, 'postgres'), logFile: logFile('postgres'), fast: false, supervisor }
    const started = {
      redis: await startRedis(redisOptions),
      postgres: await startPostgres(postgresOptions),
      async restartRedis() {
        started.redis = await startRedis({ ...redisOptions, port: portOf(started.redis.url) })
      },
      async restartPostgres() {
        started.postgres = await startPostgres({ ...postgresOptions, port: portOf(started.postgres.url) })
      },
    }
    return started
  }
}

async function kill(server: Server | undefined): Promise<void> {
  if (!server) throw new Error('There is no such process.')
  server.kill('SIGKILL')
  await server.exited
}

function portOf(url: string): number {
  return Number(new URL(url).port)
}
