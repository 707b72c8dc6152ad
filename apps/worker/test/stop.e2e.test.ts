import { randomBytes } from 'node:crypto'
import { createKeyring, openDatabase } from '@shopmirror/db'
import { createEnqueue, createQueues, installShop, schedules } from '@shopmirror/jobs'
import { startSandbox } from '@shopmirror/sandbox'
import { createTestDatabase } from '@shopmirror/test/database.ts'
import { connectTo, testRedis } from '@shopmirror/test/redis.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, afterEach, expect, test } from 'vitest'
import { startWorkerProcess, type WorkerProcess } from './support/worker-process.ts'

const PRODUCTS = 900
const METRICS_TOKEN = 'only-for-the-collector'

const sandbox = await startSandbox({ products: PRODUCTS, customers: 30, orders: 30 })
const testDatabase = await createTestDatabase()
const corner = testRedis()
const keys = `test:${randomBytes(32).toString('base64')}`
const database = openDatabase({ url: testDatabase.url, keyring: createKeyring(keys), max: 3 })
const db = database.repositories
const redis = connectTo(corner.address)
const queues = createQueues({ connection: redis, prefix: corner.prefix })
const account = await db.accounts.create({ name: 'Test' })

const env = {
  ...sandbox.env,
  DATABASE_URL: testDatabase.url,
  ...corner.env,
  QUEUE_PREFIX: corner.prefix,
  ENCRYPTION_KEYS: keys,
  PUBLIC_URL: 'http://127.0.0.1:9',
  METRICS_TOKEN,
  JOB_LOCK_SECONDS: '2',
  SHUTDOWN_SECONDS: '5',
  LOG_LEVEL: 'debug',
}
const running: WorkerProcess[] = []
const start = async () => {
  const worker = await startWorkerProcess(env)
  running.push(worker)
  return worker
}

afterEach(async () => {
  const workers = running.splice(0)
  await Promise.all(workers.map((worker) => worker.end('SIGKILL')))
  await Promise.all([queues.sync.obliterate({ force: true }), queues.shops.obliterate({ force: true })])
  for (const worker of workers) expect(worker.output()).not.toMatch(/"level":"(error|fatal)"/)
})
afterAll(async () => {
  await queues.close()
  redis.disconnect()
  await database.close()
  await sandbox.close()
  await Promise.all([testDatabase[Symbol.asyncDispose](), corner[Symbol.asyncDispose]()])
})

/** A claimed installation, whose job waits in the queue. */
async function install(domain: string): Promise<void> {
  const expiresAt = new Date(Date.now() + 60_000)
  const installation = { platform: 'shoprenter', domain, expiresAt, accountId: account.id }
  await createEnqueue(queues)(installShop, { installationId: await db.installations.create(installation) })
}

async function findShop(domain: string) {
  const shop = await db.shops.findConnected('shoprenter', domain)
  if (!shop) throw new Error('The shop is not connected yet.')
  return shop
}

async function findRun(domain: string) {
  const [run] = await db.runs.list({ accountId: null, shopId: (await findShop(domain)).id, limit: 1 })
  if (!run) throw new Error('There is no run yet.')
  return run
}

/** The middle of the run: some pages are stored, others are not. */
const untilHalfway = (domain: string) =>
  until(
    async () => {
      const rows = await db.runs.resources((await findRun(domain)).id)
      const pages = rows.find(({ resource }) => resource === 'products')?.pages ?? 0
      return pages >= 1 && pages <= 3
    },
    { timeoutMs: 60_000 },
  )

async function untilMirrored(domain: string): Promise<void> {
  await until(async () => (await findRun(domain)).status === 'succeeded', { timeoutMs: 60_000 })
  const { id } = await findShop(domain)
  const ids = await database.sql<{ external_id: string }[]>`
    select external_id from products where shop_id = ${id} and deleted_at is null`
  expect(ids).toHaveLength(PRODUCTS)
}

test('a worker that is stopped during a run ends in time, and the next one continues at the checkpoint', async () => {
  const domain = 'told-to-stop'
  await install(domain)
  const first = await start()
  await untilHalfway(domain)
  const stoppedAt = performance.now()
  expect(await first.end('SIGTERM')).toBe(0)
  expect(performance.now() - stoppedAt).toBeLessThan(5_000)
  expect(first.output()).toContain('"decision":"returned"')
  expect((await findRun(domain)).status).toBe('running')
  const [job] = await until(async () => {
    const waiting = await queues.sync.getWaiting()
    return waiting.length > 0 && waiting
  })
  expect(job).toMatchObject({ attemptsMade: 0 })

  await start()
  await untilMirrored(domain)
})

test('a worker killed in the middle of a run leaves it to another', async () => {
  const domain = 'killed'
  await install(domain)
  const first = await start()
  await untilHalfway(domain)
  await first.end('SIGKILL')
  await start()
  await untilMirrored(domain)
})

test('a worker serves health, readiness and metrics', async () => {
  const worker = await start()
  await until(async () => (await fetch(`${worker.url}/healthz`)).ok)
  expect(await (await fetch(`${worker.url}/readyz`)).json()).toEqual({ status: 'ok' })
  expect((await fetch(`${worker.url}/nowhere`)).status).toBe(404)
  expect((await fetch(`${worker.url}/metrics`)).status).toBe(401)

  const headers = { authorization: `Bearer ${METRICS_TOKEN}` }
  const metrics = await (await fetch(`${worker.url}/metrics`, { headers })).text()
  for (const name of ['queue_jobs', 'queue_oldest_seconds', 'shops', 'shop_calls_total', 'token_refreshes_total'])
    expect(metrics).toContain(`shopmirror_${name}`)
})

test('every schedule exists once, with any number of workers', async () => {
  await Promise.all([start(), start()])
  const names = (await queues.clock.getJobSchedulers()).map(({ key }) => key)
  expect(names.sort()).toEqual(schedules.map(({ job }) => job.name).sort())
})

test('a worker with invalid settings names all problems and exits', async () => {
  const attempt = startWorkerProcess({ ...env, DATABASE_URL: '', SYNC_CONCURRENCY: '0' })
  await expect(attempt).rejects.toThrow(/DATABASE_URL: is missing[\s\S]*SYNC_CONCURRENCY/)
})

test('a worker refuses to start on a database without migrations, with a message', async () => {
  const attempt = startWorkerProcess({ ...env, DATABASE_SCHEMA: 'mirror' })
  await expect(attempt).rejects.toThrow(/No schema of the search_path exists[^\n]*run npm run migrate/)
})
