import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKeyring, openDatabase, type Repositories } from '@shopmirror/db'
import { createEnqueue, createQueues, installShop } from '@shopmirror/jobs'
import { type Sandbox, type SandboxOptions, startSandbox } from '@shopmirror/sandbox'
import { type AppServer, type Env, startWorker } from '@shopmirror/scripts/app-processes.ts'
import { createDevSecrets } from '@shopmirror/scripts/dev-secrets.ts'
import { createSupervisor } from '@shopmirror/scripts/supervise.ts'
import { createTestDatabase } from '@shopmirror/test/database.ts'
import { until } from '@shopmirror/test/until.ts'
import { Redis } from 'ioredis'
import type { Sql } from 'postgres'

export interface Rig {
  sandbox: Sandbox
  db: Repositories
  sql: Sql
  worker: AppServer
  /** Through `shop.install`, as a claimed installation would; resolves with the shop's first run when it has begun. */
  connect(domain: string): Promise<{ shopId: string; runId: string }>
  stop(): Promise<void>
}

export interface RigOptions {
  sandbox: SandboxOptions
  /** Settings of the worker, over those the rig makes up. */
  env?: Env
}

/** One worker process, a database of its own and a sandbox: what a bench of syncs needs, and nothing more. */
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
    connect: async (domain) => {
      const installationId = await claimInstallation(db, domain)
      await createEnqueue(queues)(installShop, { installationId })
      return until(() => findFirstRun(opened.sql, domain), { timeoutMs: 60_000, message: `the first run of ${domain}` })
    },
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

async function claimInstallation(db: Repositories, domain: string): Promise<string> {
  const { id: accountId } = await db.accounts.create({ name: `bench of ${domain}` })
  const expiresAt = new Date(Date.now() + 600_000)
  return db.installations.create({ platform: 'shoprenter', domain, expiresAt, accountId })
}

async function findFirstRun(sql: Sql, domain: string): Promise<{ shopId: string; runId: string } | undefined> {
  const [row] = await sql<{ shopId: string; runId: string }[]>`
    select s.id as "shopId", r.id as "runId" from shops s join sync_runs r on r.shop_id = s.id
    where s.domain = ${domain} and r.started_at is not null`
  return row
}
