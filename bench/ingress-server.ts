/**
 * One server of the ingress bench, a process of its own: `bare` verifies and answers, `jobPerRequest` adds a job
 * for each request, `ours` is the api. Sends its port to the parent and ends with it.
 */
import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import {
  connectRedis,
  createApp,
  createBrowserBinding,
  createGroupCommit,
  createGroupWriter,
  createPeople,
  createProgressRefs,
  createWebhookMetrics,
} from '@shopmirror/api/testing'
import { createLogger, noTraces } from '@shopmirror/config'
import { createKeyring, openDatabase } from '@shopmirror/db'
import {
  createCredentialKeeper,
  createEnqueue,
  createJobMetrics,
  createOpenShop,
  createQueues,
  createShopBudget,
} from '@shopmirror/jobs'
import { createWebhookAddresses } from '@shopmirror/platforms'
import { Queue } from 'bullmq'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { Redis } from 'ioredis'
import { Registry } from 'prom-client'
import { benchPlatform } from './ingress-platform.ts'

const BODY_BYTES_MAX = 5 * 2 ** 20
const [kind = 'bare', redisUrl = '', databaseUrl = ''] = process.argv.slice(2)

const app = await create(kind)
await app.listen({ host: '127.0.0.1', port: 0 })
process.send?.((app.server.address() as AddressInfo).port)
process.once('disconnect', () => process.exit())

function create(kind: string): Promise<FastifyInstance> | FastifyInstance {
  if (kind === 'ours') return createOurs()
  return kind === 'jobPerRequest' ? createJobPerRequest() : createBare()
}

type Accept = (request: FastifyRequest, reply: FastifyReply) => unknown

function createBare(accept: Accept = (_request, reply) => reply.send()): FastifyInstance {
  const bare = Fastify({ bodyLimit: BODY_BYTES_MAX })
  bare.removeAllContentTypeParsers()
  bare.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  bare.post('/webhooks/bench', (request, reply) => {
    const { method, headers, body } = request
    const verdict = benchPlatform.webhooks.verify({ method, query: '', headers, body: body as Buffer })
    return verdict.ok ? accept(request, reply) : reply.code(401).send()
  })
  return bare
}

/** The usual way to write it. */
function createJobPerRequest(): FastifyInstance {
  const inbox = new Queue('inbox', { connection: new Redis(redisUrl), prefix: '{bench}' })
  const options = { attempts: 8, backoff: { type: 'exponential', delay: 1_000 }, removeOnComplete: true }
  return createBare(async (request, reply) => {
    const { headers, body } = request
    const delivery = {
      platform: 'bench',
      deliveryId: headers['x-bench-id'],
      topic: 'orders/updated',
      domain: 'bench.example.com',
      contentType: headers['content-type'],
      body: (body as Buffer).toString('utf8'),
      receivedAt: new Date().toISOString(),
    }
    await inbox.add('webhook.receive', { deliveries: [delivery] }, options)
    return reply.send()
  })
}

/** As the api's `main.ts` puts it together, with the bench's platform and no other. */
async function createOurs(): Promise<FastifyInstance> {
  const now = () => new Date()
  const log = createLogger({ level: 'info', name: 'api' })
  const encryptionKeys = `bench:${randomBytes(32).toString('base64')}`
  const { repositories: db, signIn: tables } = openDatabase({
    url: databaseUrl,
    keyring: createKeyring(encryptionKeys),
    now,
  })
  const tracer = noTraces
  const platforms = new Map([[benchPlatform.id, benchPlatform]])
  const registry = new Registry()
  const metrics = createJobMetrics(registry)
  const webhookMetrics = createWebhookMetrics(registry)
  const redis = connectRedis({ kind: 'server', url: redisUrl }, log)
  const queues = createQueues({ connection: redis, prefix: '{bench}' })
  const credentials = createCredentialKeeper({ db, platforms, metrics, log, now })
  const budget = createShopBudget({ redis, prefix: '{bench}' })
  const inbox = new Queue('inbox', {
    connection: connectRedis({ kind: 'server', url: redisUrl }, log),
    prefix: '{bench}',
  })
  await inbox.waitUntilReady()
  return createApp({
    ...{ db, platforms, queues, budget, credentials, webhookMetrics, redis, registry, tracer, log, now },
    enqueue: createEnqueue(queues),
    openShop: createOpenShop({ db, platforms, budget, credentials, metrics, tracer, log, now }),
    eraseGraceHours: 48,
    people: createPeople({ db, tables, encryptionKeys, publicUrl: 'http://127.0.0.1', log }),
    browsers: createBrowserBinding({ keys: encryptionKeys, publicUrl: 'http://127.0.0.1' }),
    progressRefs: createProgressRefs(encryptionKeys),
    addresses: createWebhookAddresses({ publicUrl: 'http://127.0.0.1', keys: encryptionKeys }),
    inbox: createGroupCommit(createGroupWriter({ inbox, spill: db.spill, metrics: webhookMetrics, tracer, log, now })),
    findMissing: async () => [],
    settings: {
      publicUrl: 'http://127.0.0.1',
      corsOrigins: [],
      returnOrigins: [],
      trustedProxies: 0,
      dashboardFolder: '',
      requestsPerMinute: 600,
      prefix: '{bench}',
    },
  })
}
