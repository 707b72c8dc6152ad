import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createLogger, noTraces } from '@shopmirror/config'
import type { MemberRole, Repositories, Role } from '@shopmirror/db'
import {
  createClockWatch,
  createCredentialKeeper,
  createEnqueue,
  createJobMetrics,
  createOpenShop,
  createQueues,
  createShopBudget,
  findMissing,
  type Queues,
  type RedisConnection,
} from '@shopmirror/jobs'
import { createWebhookAddresses, loadPlatforms, type Platform, type WebhookAddresses } from '@shopmirror/platforms'
import { createBackend } from '@shopmirror/test/backend.ts'
import type { FastifyInstance, RouteOptions } from 'fastify'
import type { Sql } from 'postgres'
import { Registry } from 'prom-client'
import { expect } from 'vitest'
import { type AppSettings, createApp } from '../src/app.ts'
import { createProgressRefs } from '../src/connect/progress-refs.ts'
import { createBrowserBinding } from '../src/ingress/browser-binding.ts'
import { createGroupCommit } from '../src/ingress/group-commit.ts'
import { createGroupWriter } from '../src/ingress/write-group.ts'
import { createWebhookMetrics, registerStateMetrics } from '../src/metrics.ts'
import { createPeople, type People } from '../src/people/create-people.ts'
import type { OidcSettings } from '../src/people/oidc-plugin.ts'
import { connectRedis } from '../src/redis.ts'
import { createAnswerCheck } from './answer-check.ts'
import { type Document, documentPaths } from './described.ts'
import { createVisits } from './visits.ts'

const PUBLIC_URL = 'https://mirror.example.com'
const CLOCK_LATE_MS = 300_000

export interface StageOptions {
  /** Settings of the platforms; default: ShopRenter with test secrets. */
  env?: Record<string, string | undefined>
  /** In addition to those from the registry, or in their place. */
  platforms?: Platform[]
  settings?: Partial<AppSettings>
  /** Default: none. */
  oidc?: OidcSettings
  /** Address of a mail server. Default: none. */
  smtpUrl?: string
  now?: () => Date
}

export interface Key {
  accountId: string
  key: string
  headers: { authorization: string }
}

/** A person who is signed in, as a browser on our page sends it. */
export interface Visitor {
  accountId: string
  userId: string
  email: string
  headers: { cookie: string; origin: string }
}

/**
 * The whole api with its own database and Redis prefix, called without a socket. On disposal its responses are compared with the documents.
 */
export interface Stage extends AsyncDisposable {
  app: FastifyInstance
  db: Repositories
  sql: Sql
  queues: Queues
  addresses: WebhookAddresses
  registry: Registry
  prefix: string
  redis: RedisConnection
  people: People
  routes: RouteOptions[]
  /** Lines of the log, oldest first. */
  lines: Record<string, unknown>[]
  issueKey(role?: Role, accountId?: string): Promise<Key>
  /** A person with this role in a new account, or in the given one, and a session of theirs in the header. */
  signIn(role?: MemberRole | 'operator', accountId?: string): Promise<Visitor>
  /** An active shop of the account. */
  connectShop(accountId: string, domain?: string): Promise<string>
}

export async function createStage(options: StageOptions = {}): Promise<Stage> {
  const { now = () => new Date() } = options
  const lines: Record<string, unknown>[] = []
  const log = createLogger({
    level: 'info',
    name: 'api',
    destination: { write: (line) => void lines.push(JSON.parse(line)) },
  })
  const backend = await createBackend({ now, connectRedis: (address) => connectRedis(address, log) })
  const { database, redis, prefix, encryptionKeys } = backend
  const db = database.repositories
  const queues = createQueues({ connection: redis, prefix })
  await queues.inbox.waitUntilReady()
  const registry = new Registry()
  const metrics = createJobMetrics(registry)
  const clock = createClockWatch({ db, lateAfterMs: CLOCK_LATE_MS, now })
  const missing = () => findMissing({ db, redis: [redis], prefix, clock })
  registerStateMetrics({ registry, db, queues, clock, findMissing: missing, now })
  const webhookMetrics = createWebhookMetrics(registry)
  const addresses = createWebhookAddresses({ publicUrl: PUBLIC_URL, keys: encryptionKeys })
  const platforms = new Map(loadPlatforms(options.env ?? shoprenterEnv, { now }))
  for (const platform of options.platforms ?? []) platforms.set(platform.id, platform)
  const credentials = createCredentialKeeper({ db, platforms, metrics, log, now })
  const budget = createShopBudget({ redis, prefix })
  const inbox = createGroupCommit(
    createGroupWriter({ inbox: queues.inbox, spill: db.spill, metrics: webhookMetrics, tracer: noTraces, log, now }),
  )
  const publicUrl = options.settings?.publicUrl ?? PUBLIC_URL
  const mail = { smtpUrl: options.smtpUrl, from: 'mirror@example.com' }
  const people = createPeople({ db, tables: database.signIn, encryptionKeys, publicUrl, log, mail, oidc: options.oidc })
  const routes: RouteOptions[] = []
  const answers = createAnswerCheck()
  const app = await createApp({
    ...{ db, platforms, queues, addresses, inbox, redis, registry, budget, credentials, webhookMetrics, log, now },
    enqueue: createEnqueue(queues),
    openShop: createOpenShop({ db, platforms, budget, credentials, metrics, tracer: noTraces, log, now }),
    people,
    browsers: createBrowserBinding({ keys: encryptionKeys, publicUrl: PUBLIC_URL }),
    progressRefs: createProgressRefs(encryptionKeys),
    eraseGraceHours: 48,
    tracer: noTraces,
    findMissing: missing,
    settings: {
      publicUrl: PUBLIC_URL,
      corsOrigins: [],
      returnOrigins: [],
      trustedProxies: 0,
      requestsPerMinute: 100_000,
      dashboardFolder: join(import.meta.dirname, 'no-dashboard'),
      prefix,
      ...options.settings,
    },
    onRoute: (route) => {
      routes.push(route)
      answers.watch(route)
    },
  })
  await app.ready()

  const visit = createVisits({ app, db, people, origin: new URL(publicUrl).origin })
  const issueKey = async (role: Role = 'member', accountId?: string) => {
    const account = accountId ?? (await db.accounts.create({ name: randomUUID() })).id
    const { key } = await db.apiKeys.issue({ accountId: account, role, name: 'test' })
    return { accountId: account, key, headers: { authorization: `Bearer ${key}` } }
  }
  const signIn = async (role: MemberRole | 'operator' = 'member', accountId?: string) => {
    const account = accountId ?? (await db.accounts.create({ name: randomUUID() })).id
    return { accountId: account, ...(await visit(role, account)) }
  }
  const connectShop = async (accountId: string, domain = `s${randomBytes(6).toString('hex')}`) => {
    const { shop } = await db.shops.connect({ accountId, platform: 'shoprenter', domain })
    await db.shops.setAccess({ shopId: shop.id, version: null, access: 'active' })
    return shop.id
  }
  return {
    ...{
      app,
      people,
      db,
      sql: database.sql,
      queues,
      addresses,
      registry,
      prefix,
      redis,
      routes,
      lines,
      issueKey,
      signIn,
      connectShop,
    },
    async [Symbol.asyncDispose]() {
      const documents = await Promise.all(documentPaths.map(async (path) => (await app.inject(path)).json<Document>()))
      await app.close()
      await inbox.idle()
      await queues.close()
      await backend[Symbol.asyncDispose]()
      expect(answers.faults(documents)).toEqual([])
    },
  }
}

export const SHOPRENTER_SECRET = 'a-client-secret-of-the-tests'

const shoprenterEnv = {
  SHOPRENTER_CLIENT_ID: 'client',
  SHOPRENTER_CLIENT_SECRETS: SHOPRENTER_SECRET,
  SHOPRENTER_APP_ID: '77',
}
