/** A thousand readers of live events at one api: the memory that they take, and how soon all of them hear of a change. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKeyring, openDatabase } from '@shopmirror/db'
import { createLivePublisher } from '@shopmirror/jobs'
import { startApi } from '@shopmirror/scripts/app-processes.ts'
import { createDevSecrets } from '@shopmirror/scripts/dev-secrets.ts'
import { freePort } from '@shopmirror/scripts/ports.ts'
import { createSupervisor } from '@shopmirror/scripts/supervise.ts'
import { createTestDatabase } from '@shopmirror/test/database.ts'
import { until } from '@shopmirror/test/until.ts'
import { Redis } from 'ioredis'
import { report } from './report.ts'

const READERS = 1_000
const PER_KEY = 20
const ROUNDS = 20

const redisUrl = process.env.REDIS_URL
if (!redisUrl) throw new Error('Run it by npm run bench, which brings Redis and Postgres.')
const database = await createTestDatabase()
const secrets = createDevSecrets()
const prefix = `bench-${randomBytes(4).toString('hex')}`
const logs = await mkdtemp(join(tmpdir(), 'bench-'))
const supervisor = createSupervisor()
const opened = openDatabase({ url: database.url, keyring: createKeyring(secrets.ENCRYPTION_KEYS), max: 2 })
const redis = new Redis(redisUrl, { maxRetriesPerRequest: null })
const calls: ClientRequest[] = []
try {
  const env = {
    ...{ PATH: process.env.PATH, ...secrets, DATABASE_URL: database.url, REDIS_URL: redisUrl, QUEUE_PREFIX: prefix },
    ...{ HOST: '127.0.0.1', PUBLIC_URL: 'http://127.0.0.1:9', LOG_LEVEL: 'warn', REQUESTS_PER_MINUTE: '10000' },
  }
  const api = await startApi({ supervisor, env, logFile: join(logs, 'api.log') }, await freePort())
  const { id: accountId } = await opened.repositories.accounts.create({ name: 'bench' })
  const { shop } = await opened.repositories.shops.connect({ accountId, platform: 'shoprenter', domain: 'bench' })
  const publisher = createLivePublisher({ redis, prefix })

  const before = await residentMb(api.url)
  let heard = 0
  for (let opening = 0; opening < READERS; opening += PER_KEY) {
    const { key } = await opened.repositories.apiKeys.issue({ accountId, role: 'member' })
    await Promise.all(Array.from({ length: PER_KEY }, () => listen(`${api.url}/api/v1/events`, key, () => heard++)))
  }
  const idle = await residentMb(api.url)

  const times: number[] = []
  for (let round = 1; round <= ROUNDS; round++) {
    heard = 0
    const startedAt = performance.now()
    publisher.tell({ kind: 'run_progress', shopId: shop.id, id: 'run_bench' })
    await until(() => heard >= READERS, { intervalMs: 5 })
    times.push(performance.now() - startedAt)
  }
  const after = await residentMb(api.url)
  times.sort((a, b) => a - b)
  report([
    { name: 'live: readers', value: READERS },
    { name: 'live: memory of a reader', value: ((idle - before) * 1_024) / READERS, unit: 'KB' },
    { name: 'live: memory after the changes ÷ before', value: after / idle, target: { atMost: 1.5 } },
    { name: 'live: all readers know of a change, median', value: times[ROUNDS / 2] ?? 0, unit: 'ms' },
    {
      name: 'live: all readers know of a change, slowest',
      value: times.at(-1) ?? 0,
      unit: 'ms',
      target: { atMost: 1_000 },
    },
  ])
} finally {
  for (const call of calls) call.destroy()
  await supervisor.close()
  redis.disconnect()
  await opened.close()
  await database[Symbol.asyncDispose]()
  await rm(logs, { recursive: true, force: true })
}

/** Resolves when the stream has begun. */
async function listen(url: string, key: string, onChange: () => void): Promise<void> {
  const call = request(url, { agent: false, headers: { authorization: `Bearer ${key}` } })
  calls.push(call)
  call.end()
  const [response] = (await once(call, 'response')) as [IncomingMessage]
  if (response.statusCode !== 200) throw new Error(`The api answered ${response.statusCode}.`)
  call.on('error', () => undefined)
  response.setEncoding('utf8').on('error', () => undefined)
  const begun = Promise.withResolvers<void>()
  response.on('data', (text: string) => {
    if (text.includes('event: hello')) begun.resolve()
    if (text.includes('event: changes')) onChange()
  })
  await begun.promise
}

async function residentMb(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1]) / 1_024 / 1_024
}
