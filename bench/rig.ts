import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKeyring, openDatabase, type Repositories } from '@shopmirror/db'
import { createQueues, type Queues } from '@shopmirror/jobs'
import { type Sandbox, type SandboxOptions, startSandbox } from '@shopmirror/sandbox'
import { type AppServer, type Env, startWorker } from '@shopmirror/scripts/app-processes.ts'
import { createDevSecrets } from '@shopmirror/scripts/dev-secrets.ts'
import { createSupervisor } from '@shopmirror/scripts/supervise.ts'
import { createTestDatabase } from '@shopmirror/test/database.ts'
import { Redis } from 'ioredis'
import type { Sql } from 'postgres'
import { type Connected, connectShop, type Installing } from './connect.ts'

export interface Rig {
  sandbox: Sandbox
  db: Repositories
  sql: Sql
  worker: AppServer
  queues: Queues
  connect(shop: string | Installing): Promise<Connected>
  stop(): Promise<void>
}

export interface RigOptions {
  sandbox: SandboxOptions
  /** Settings of the worker; they override those of the rig. */
  env?: Env
}

/** One worker process, a separate database and a sandbox, for benches that need a whole worker. */
export async function startRig({ sandbox: options, env: more }: RigOptions): Promise<Rig> {
  const redisUrl = process.env.REDIS_URL
  if (!redisUrl) throw new Error('Run it by npm run bench, which brings Redis and Postgres.')

  const database = await createTestDatabase()
  const sandbox = await startSandbox(options)
  const prefix = `{bench-${randomBytes(4).toString('hex')}}`
  const secrets = createDevSecrets()
  const env: Env = {
    PATH: process.env.PATH,
    ...secrets,
    ...sandbox.env,
    DATABASE_URL: database.url,
    REDIS_URL: redisUrl,
    QUEUE_PREFIX: prefix,
    HOST: '127.0.0.1',
    PUBLIC_URL: 'http://127.0.0.1:9',
    LOG_LEVEL: 'warn',
    ...more,
  }
  const logs = await mkdtemp(join(tmpdir(), 'bench-'))
  const supervisor = createSupervisor()
  const worker = await startWorker({ supervisor, env, logFile: join(logs, 'worker.log') })

  const opened = openDatabase({ url: database.url, keyring: createKeyring(secrets.ENCRYPTION_KEYS), max: 2 })
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null })
  const queues = createQueues({ connection, prefix })
  const db = opened.repositories
  return {
    ...{ sandbox, db, sql: opened.sql, worker },
    queues,
    connect: (shop) =>
      connectShop(
        { db, sql: opened.sql, queues },
        typeof shop === 'string' ? { platform: 'shoprenter', domain: shop } : shop,
      ),
    stop: async () => {
      await supervisor.close()
      await queues.close()
      connection.disconnect()
      await opened.close()
      await sandbox.close()
      await database[Symbol.asyncDispose]()
      await rm(logs, { recursive: true })
    },
  }
}
