import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '@shopmirror/db'
import { expectationOf, type Sandbox, type SandboxOptions } from '@shopmirror/sandbox'
import { type ApiClient, createApiClient } from '@shopmirror/scripts/api-client.ts'
import type { AppServer, Env } from '@shopmirror/scripts/app-processes.ts'
import { type Comparison, compareMirror, describeDifferences } from '@shopmirror/scripts/compare.ts'
import { installShop, type Journey } from '@shopmirror/scripts/journey.ts'
import { findErrorLines } from '@shopmirror/scripts/log-errors.ts'
import { type RunningRedis, startRedis } from '@shopmirror/scripts/redis-server.ts'
import { type Stack, startStack } from '@shopmirror/scripts/stack.ts'
import { createSupervisor } from '@shopmirror/scripts/supervise.ts'
import type { Sql } from 'postgres'
import { createTestDatabase } from './database.ts'
import { required } from './env.ts'

export interface SystemOptions {
  /** Default: a small world without rate limits. */
  sandbox?: SandboxOptions
  /** Settings of api and workers. */
  env?: Env
  /** Where Redis is, as settings of a process. Default: a server that the system starts. */
  redis?: { env: Env }
  /** Default 1. */
  workers?: number
  /** Default: any free port. */
  apiPort?: number
  /** Expected error lines in the logs; any other error line fails the test at the end. */
  expectedErrors?: readonly RegExp[]
}

/** Api, workers and sandbox as processes over HTTP, with a separate Redis and database. */
export interface System extends Journey, AsyncDisposable {
  sandbox: Sandbox
  stack: Stack
  /** With an operator's key, which sees all accounts. */
  operator: ApiClient
  /** Connected to the mirror's database. */
  sql: Sql
  redis: OwnRedis
  /** Sends SIGKILL. Resolves when the process has ended. */
  kill(worker: AppServer | undefined): Promise<void>
  /** Installs the shop over HTTP on the platform of its domain. Returns its id. */
  connect(domain: string): Promise<string>
  /** Differences between the mirror and the shop's world as text; empty when they are equal. */
  differences(domain: string, shopId: string): Promise<string>
}

/** Platforms without rate limits, so that tests do not wait. */
const generous: SandboxOptions = {
  shoprenter: { requestsPerSecond: 10_000 },
  shopify: { allowance: { bucket: 100_000, restorePerSecond: 10_000 } },
  shopline: { requestsPerSecond: 10_000 },
}

const defaults: Env = {
  SHOPRENTER_REQUESTS_PER_SECOND: '100',
  SHOPLINE_REQUESTS_PER_SECOND: '100',
  // Short, so that a killed worker's job is taken over soon.
  JOB_LOCK_SECONDS: '2',
  LOG_LEVEL: 'debug',
  ERASE_GRACE_HOURS: '0',
}

export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const { sandbox: world, env, workers = 1, apiPort, expectedErrors } = options
  const database = await createTestDatabase()
  const given = options.redis ?? clusterOfProject()
  const redis = given ? ownedByTest(given.env) : await startOwnRedis()
  const stack = await startStack({
    dataDir: '.data/e2e',
    databaseUrl: database.url,
    redis: redis.env,
    sandbox: { ...generous, ...world },
    env: { ...defaults, ...env },
    workers,
    ...(apiPort !== undefined && { apiPort }),
  })
  const { sandbox } = stack
  if (!sandbox) throw new Error('The stack has no sandbox.')
  const sql = connect({ url: database.url, schema: env?.DATABASE_SCHEMA, max: 4, applicationName: 'test' })
  const journey = { api: createApiClient({ url: stack.apiUrl, key: stack.apiKey }), sandbox }

  return {
    ...{ ...journey, stack, sql, redis },
    operator: createApiClient({ url: stack.apiUrl, key: stack.operatorKey }),
    connect: async (domain) => (await installShop(journey, domain)).shop.id,
    differences: async (domain, shopId) => {
      const truth = expectationOf(domain).truthOf(sandbox, domain)
      return describe(await compareMirror({ sql, shopId, truth }))
    },
    kill: async (worker) => {
      if (!worker) throw new Error('There is no such worker.')
      worker.kill('SIGKILL')
      await worker.exited
    },
    [Symbol.asyncDispose]: async () => {
      const errors = findErrorLines(stack.logDir, expectedErrors)
      await sql.end()
      await stack.stop()
      await redis.stop()
      await database[Symbol.asyncDispose]()
      if (errors.length > 0) throw new Error(`The processes logged errors:\n${errors.join('\n')}`)
    },
  }
}

/** An empty mirror is an error, because a comparison without rows proves nothing. */
function describe({ differences, rows }: Comparison): string {
  const rowCount = Object.values(rows).reduce((sum, count) => sum + count, 0)
  return rowCount === 0 ? 'The mirror is empty.' : describeDifferences(differences)
}

interface OwnRedis {
  /** The address as settings of a process. */
  env: Env
  /** Kills it, as a crash does. */
  kill(): Promise<void>
  /** Starts it again with its data and port. */
  start(): Promise<void>
  /** Stops everything. */
  stop(): Promise<void>
}

/** The cluster of the test's project, if it has one. */
function clusterOfProject(): { env: Env } | undefined {
  if (process.env.TEST_REDIS !== 'cluster') return undefined
  return { env: { REDIS_CLUSTER_NODES: required('TEST_CLUSTER_NODES') } }
}

function ownedByTest(env: Env): OwnRedis {
  const refuse = async () => {
    throw new Error('Only a Redis that the system has started can be killed here.')
  }
  return { env, kill: refuse, start: refuse, stop: async () => undefined }
}

async function startOwnRedis(): Promise<OwnRedis> {
  const supervisor = createSupervisor()
  const folder = await mkdtemp(join(tmpdir(), 'shopmirror-redis-'))
  const options = { dataDir: folder, logFile: join(folder, 'redis.log'), supervisor, log: () => undefined }
  let running: RunningRedis = await startRedis(options)
  return {
    env: { REDIS_URL: running.url },
    kill: async () => {
      running.server.kill('SIGKILL')
      await running.server.exited
    },
    start: async () => {
      running = await startRedis({ ...options, port: Number(new URL(running.url).port) })
    },
    stop: async () => {
      await supervisor.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
