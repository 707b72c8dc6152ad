import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { createTestDatabase, type TestDatabase } from '@shopmirror/test/database.ts'
import { until } from '@shopmirror/test/until.ts'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ApiStarter, createApiStarter } from './api-process.ts'
import { type PrivateRedis, startPrivateRedis } from './private-redis.ts'

let server: PrivateRedis
let database: TestDatabase
let starter: ApiStarter
beforeEach(async () => {
  server = await startPrivateRedis()
  database = await createTestDatabase()
  starter = createApiStarter()
})
afterEach(async () => {
  await starter[Symbol.asyncDispose]()
  await Promise.all([server[Symbol.asyncDispose](), database[Symbol.asyncDispose]()])
})

function start(more: Record<string, string> = {}) {
  return starter.start({
    DATABASE_URL: database.url,
    REDIS_URL: server.url,
    ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
    ...more,
  })
}

async function listenSomewhere() {
  const listener = createServer().listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo
  return { port, [Symbol.asyncDispose]: async () => void listener.close() }
}

async function configure(name: string, value: string) {
  const redis = new Redis(server.url)
  await redis.config('SET', name, value)
  redis.disconnect()
}

describe('the api', () => {
  test.each(['allkeys-lru', 'volatile-ttl'])(
    'refuses to start on a Redis that evicts (%s), and says what to do',
    async (policy) => {
      await configure('maxmemory-policy', policy)
      const api = await start()
      expect(await api.exited).toMatchObject({ code: 1 })
      expect(api.log()).toContain(`maxmemory-policy ${policy}`)
      expect(api.log()).toContain('CONFIG SET maxmemory-policy noeviction')
    },
  )

  test('starts on one that does not persist, with a warning', async () => {
    await configure('appendonly', 'no')
    const api = await start()
    await api.ready()
    await until(() => api.log().includes('redis.not_persistent'))
  })

  test('starts on one that forbids CONFIG', async () => {
    const redis = new Redis(server.url)
    await redis.acl('SETUSER', 'managed', 'on', '>password', '~*', '&*', '+@all', '-config')
    redis.disconnect()
    const api = await start({ REDIS_URL: server.url.replace('redis://', 'redis://managed:password@') })
    await api.ready()
    expect(api.log()).not.toContain('redis.check_failed')
  })

  test('starts without Redis, reports it as missing, and is ready when it is available', async () => {
    await server.stop()
    const api = await start()
    await until(async () => (await api.fetch('/healthz')).ok, { timeoutMs: 30_000 })
    expect(await (await api.fetch('/readyz')).json()).toEqual({ status: 'not_ready', missing: ['redis'] })
    await server.start()
    await api.ready()
  })

  test('reports every wrong setting at once, and no secret', async () => {
    const api = await start({ DATABASE_URL: '', PUBLIC_URL: 'nowhere', METRICS_TOKEN: 'too-short' })
    expect(await api.exited).toMatchObject({ code: 1 })
    for (const name of ['DATABASE_URL', 'PUBLIC_URL', 'METRICS_TOKEN']) expect(api.log()).toContain(name)
    expect(api.log()).not.toContain('too-short')
  })

  test('refuses to start on a database without migrations, and says what to do', async () => {
    const api = await start({ DATABASE_SCHEMA: 'mirror' })
    expect(await api.exited).toMatchObject({ code: 1 })
    expect(api.log()).toContain('run npm run migrate')
  })

  test.each([
    ['a wrong password', () => database.url.replace(/:[^:@/]+@/, ':invented@'), 'rejected the login'],
    ['a parameter nobody knows', () => `${database.url}?sslmod=require`, 'the parameter "sslmod" is not supported'],
  ])('refuses to start with %s, without a stack and without the password', async (_what, urlOf, message) => {
    const api = await start({ DATABASE_URL: urlOf() })
    expect(await api.exited).toMatchObject({ code: 1 })
    expect(api.log()).toContain(message)
    expect(api.log()).not.toMatch(/\n {4}at |invented/)
  })

  test.each([
    ['a port that is taken', (port: number) => ({ PORT: String(port) }), 'set PORT to a free port'],
    ['a HOST of another machine', () => ({ HOST: '192.0.2.1' }), 'HOST is not an address of this machine'],
  ])('refuses to start with %s, and names the setting', async (_what, settingsFor, message) => {
    await using taken = await listenSomewhere()
    const api = await start(settingsFor(taken.port))
    expect(await api.exited).toMatchObject({ code: 1 })
    expect(api.log()).toContain(message)
    expect(api.log()).not.toMatch(/\n {4}at /)
  })

  test('starts without Postgres, and reports it as missing', async () => {
    const api = await start({ DATABASE_URL: 'postgres://mirror@127.0.0.1:1/mirror' })
    await until(async () => (await api.fetch('/healthz')).ok, { timeoutMs: 30_000 })
    expect(await (await api.fetch('/readyz')).json()).toEqual({ status: 'not_ready', missing: ['postgres'] })
    await until(() => api.log().includes('postgres.unreachable'))
  })

  test('stops on SIGTERM without an error', async () => {
    const api = await start()
    await api.ready()
    api.kill('SIGTERM')
    expect(await api.exited).toMatchObject({ code: 0 })
    expect(api.log()).toContain('api.stopped')
  })
})
