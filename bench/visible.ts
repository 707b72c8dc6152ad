/**
 * How long a change is on its way: from the moment the api has answered 200 to a webhook until the changed order can be
 * read in the mirror. ShopRenter's webhooks are hints, so what lies between is: queue, record, read the order and its
 * history from the shop (two calls), map, write. 200 a second for 30 s over 20 shops that take what they are asked.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { createKeyring, openDatabase } from '@shopmirror/db'
import { createQueues } from '@shopmirror/jobs'
import { ids as idOf } from '@shopmirror/sandbox/shoprenter/testing'
import type { WorldShop } from '@shopmirror/sandbox/testing'
import { startStack } from '@shopmirror/scripts/stack.ts'
import { createTestDatabase } from '@shopmirror/test/database.ts'
import { until } from '@shopmirror/test/until.ts'
import { Redis } from 'ioredis'
import { request } from 'undici'
import { connectShop } from './connect.ts'
import { report } from './report.ts'

const SHOPS = 20
const PER_SECOND = 200
const SECONDS = 30
/** Sent before, and not counted: processes that have just started are still being compiled. */
const WARM_UP_SECONDS = 5
/** Every order is changed once: a second change in the same second would not be seen as one. */
const ORDERS_PER_SHOP = Math.ceil(((PER_SECOND * (WARM_UP_SECONDS + SECONDS)) / SHOPS) * 1.05)
const LOOK_EVERY_MS = 20
const PATIENCE_MS = 30_000

const domains = Array.from({ length: SHOPS }, (_, index) => `bench-${index}`)
const database = await createTestDatabase()
const stack = await startStack({
  dataDir: '.data/bench-visible',
  databaseUrl: database.url,
  ...(process.env.REDIS_URL && { redisUrl: process.env.REDIS_URL }),
  sandbox: {
    shops: domains,
    shoprenter: { requestsPerSecond: 10_000 },
    ...{ products: 20, customers: 20, categories: 1, orders: ORDERS_PER_SHOP },
  },
  env: { SHOPRENTER_REQUESTS_PER_SECOND: '100', LOG_LEVEL: 'warn' },
})
const {
  sql,
  repositories: db,
  close,
} = openDatabase({
  url: database.url,
  keyring: createKeyring(stack.env.ENCRYPTION_KEYS ?? ''),
  max: 4,
})
const connection = new Redis(stack.redisUrl, { maxRetriesPerRequest: null })
const queues = createQueues({ connection, prefix: stack.env.QUEUE_PREFIX })
/** When each order was accepted and when it was seen, by `shop order`. */
const accepted = new Map<string, number>()
const seen = new Map<string, number>()

try {
  // Whoever watches a mirror looks by an index; without one every look reads all orders, and the looks are what is measured.
  await sql`create index on orders (synced_at)`
  const shops = await Promise.all(domains.map(connect))
  const watching = new AbortController()
  const watched = watch(watching.signal)
  const sentPerSecond = await sendAll(shops)
  await until(() => countUnseen() === 0, { timeoutMs: PATIENCE_MS, message: 'all orders' }).catch(() => undefined)
  watching.abort()
  await watched
  tell(sentPerSecond)
} finally {
  await queues.close()
  connection.disconnect()
  await close()
  await stack.stop()
  await database[Symbol.asyncDispose]()
}

interface Target {
  shop: WorldShop
  shopId: string
  address: string
  orders: readonly number[]
}

async function connect(domain: string): Promise<Target> {
  const emulated = stack.sandbox?.shoprenter.shop(domain)
  if (!emulated) throw new Error('The stack came without its sandbox.')
  const { shopId, runId } = await connectShop({ db, sql, queues }, { platform: 'shoprenter', domain })
  await until(async () => (await db.runs.find(runId))?.status === 'succeeded', { timeoutMs: 120_000, intervalMs: 200 })
  const hook = await until(() => emulated.hooks.list().find(({ event }) => event === 'order_status_change'))
  return { shop: emulated.world, shopId, address: hook.url, orders: emulated.world.placedOrders() }
}

/** At an even pace, whatever the answers take. Answers how many went out a second. */
async function sendAll(targets: readonly Target[]): Promise<number> {
  const warmUp = PER_SECOND * WARM_UP_SECONDS
  const count = warmUp + PER_SECOND * SECONDS
  const startedAt = performance.now()
  const underWay: Promise<void>[] = []
  for (let index = 0; index < count; index += 1) {
    const dueMs = (index * 1_000) / PER_SECOND - (performance.now() - startedAt)
    if (dueMs > 1) await pause(dueMs)
    const target = targets[index % SHOPS]
    const order = target?.orders[Math.floor(index / SHOPS)]
    if (target && order !== undefined) underWay.push(send(target, order, index >= warmUp))
  }
  const seconds = (performance.now() - startedAt) / 1_000
  await Promise.all(underWay)
  return count / seconds
}

async function send({ shop, shopId, address }: Target, order: number, isCounted: boolean): Promise<void> {
  shop.updateOrder(order, { comment: 'changed' })
  const data = { orders: { order: [{ innerId: String(order), innerResourceId: `orders/${idOf.order(order)}` }] } }
  const { statusCode, body } = await request(address, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ data: JSON.stringify(data) }).toString(),
  })
  await body.dump()
  if (statusCode !== 200) throw new Error(`A webhook was answered ${statusCode}.`)
  if (isCounted) accepted.set(`${shopId} ${idOf.order(order)}`, performance.now())
}

/** Looks at the mirror as its readers would. Being seen up to one look late counts against us. */
async function watch(signal: AbortSignal): Promise<void> {
  let since = new Date()
  while (!signal.aborted) {
    const rows = await sql<{ key: string; at: Date }[]>`
      select shop_id || ' ' || external_id as key, synced_at as at from orders
      where synced_at >= ${since.toISOString()} and note = 'changed'`
    const now = performance.now()
    for (const { key } of rows) if (!seen.has(key)) seen.set(key, now)
    // Rows become visible a little after their stamp.
    since = new Date(Date.now() - 2_000)
    await pause(LOOK_EVERY_MS)
  }
}

function tell(sentPerSecond: number): void {
  const all = [...accepted].map(([key, at]) => ({ at, tookMs: (seen.get(key) ?? Number.POSITIVE_INFINITY) - at }))
  const sorted = all.toSorted((a, b) => a.at - b.at)
  const lastThird = sorted.slice(-Math.floor(sorted.length / 3))
  report([
    { name: 'visible: webhooks a second', value: sentPerSecond },
    { name: 'visible: never seen', value: countUnseen(), target: { atMost: 0 } },
    { name: 'visible: accepted until in the mirror, p50', value: quantile(all, 0.5), unit: 'ms' },
    {
      name: 'visible: accepted until in the mirror, p95',
      value: quantile(all, 0.95),
      unit: 'ms',
      target: { atMost: 250 },
    },
    { name: 'visible: p95 of the last third', value: quantile(lastThird, 0.95), unit: 'ms', target: { atMost: 250 } },
    { name: 'visible: the slowest', value: quantile(all, 1), unit: 'ms' },
  ])
}

function countUnseen(): number {
  return [...accepted.keys()].filter((key) => !seen.has(key)).length
}

function quantile(items: readonly { tookMs: number }[], share: number): number {
  const sorted = items.map(({ tookMs }) => Math.max(0, tookMs)).sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
