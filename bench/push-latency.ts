/**
 * From the moment the api has accepted a push until the shop has it: 100 pushes a second at an even pace over 50 Shopify
 * shops, each of another SKU, without a backlog; then the same while five other shops are read by one full sync after the
 * other. The shop's own answer time is that of a small query made bare, twice a second beside it; its median is taken off.
 * `--rounds` (2) of `--seconds` (10), each after 8 seconds that are not counted.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { createLogger } from '@shopmirror/config'
import { createKeyring, openDatabase } from '@shopmirror/db'
import { createEnqueue, createQueues, startSync } from '@shopmirror/jobs'
import { loadPlatforms } from '@shopmirror/platforms'
import { startStack } from '@shopmirror/scripts/stack.ts'
import { createTestDatabase } from '@shopmirror/test/database.ts'
import { until } from '@shopmirror/test/until.ts'
import { Redis } from 'ioredis'
import { request } from 'undici'
import { eachRound, readExtent } from './options.ts'
import { report, summarize } from './report.ts'
import { profiling } from './support/profiling.ts'
import { connectPushShops, type PushShop, shopifyStock } from './support/push-shops.ts'

const SHOPS = 50
const SYNCED_SHOPS = 5
const PER_SECOND = 100
const WARM_UP_SECONDS = 8
const PATIENCE_MS = 30_000
const extent = readExtent({ rounds: 2, seconds: 10 })
const pushesPerRound = PER_SECOND * (WARM_UP_SECONDS + extent.seconds)
const productsPerShop = Math.ceil(pushesPerRound / SHOPS)
const worlds = Array.from({ length: SHOPS + SYNCED_SHOPS }, (_, index) => `b${index}`)

await using testDatabase = await createTestDatabase()
const stack = await startStack({
  ...{ dataDir: '.data/bench-latency', databaseUrl: testDatabase.url },
  ...(process.env.REDIS_URL && { redisUrl: process.env.REDIS_URL }),
  sandbox: {
    ...{ shops: [...worlds, 'own'], products: productsPerShop, customers: 50, orders: 300, categories: 1 },
    ...{ stockCount: 1, appWrites: true },
  },
  env: { LOG_LEVEL: 'warn', REQUESTS_PER_MINUTE: '1000000', ...profiling() },
})
if (!stack.sandbox) throw new Error('The stack has no sandbox.')
const { sandbox } = stack
const database = openDatabase({
  ...{ url: testDatabase.url, max: 2 },
  keyring: createKeyring(stack.env.ENCRYPTION_KEYS ?? ''),
})
const { sql, repositories: db } = database
const connection = new Redis(stack.redisUrl, { maxRetriesPerRequest: null })
const queues = createQueues({ connection, prefix: stack.prefix })
/** When the shop had which quantity, by `domain product quantity`. */
const arrived = new Map<string, number>()

try {
  const all = await connectPushShops({ db, sql, sandbox }, { platform: shopifyStock, worlds, account: stack.accountId })
  const shops = all.slice(0, SHOPS)
  for (const { domain } of shops) watch(domain)
  const alone = await eachRound(extent.rounds, (round) => measureRound(shops, 1_000 + round))
  const syncing = keepSyncing(all.slice(SHOPS))
  const beside = await eachRound(extent.rounds, (round) => measureRound(shops, 2_000 + round))
  const syncs = await syncing.stop()
  report([
    {
      name: "push latency: the shop's own answer time, p50",
      ...summarize(alone.map(({ ownMs }) => ownMs)),
      unit: 'ms',
    },
    {
      name: 'push latency: accepted until in the shop, p50',
      ...summarize(alone.map(({ p50Ms }) => p50Ms)),
      unit: 'ms',
    },
    {
      name: 'push latency: p95 above the own answer time',
      ...summarize(alone.map(({ p95Ms, ownMs }) => p95Ms - ownMs)),
      ...{ unit: 'ms', target: { atMost: 300 } },
    },
    { name: 'push latency: full syncs beside', value: syncs },
    { name: 'push latency: p95 with full syncs beside', ...summarize(beside.map(({ p95Ms }) => p95Ms)), unit: 'ms' },
    {
      name: 'push latency: p95 with full syncs beside ÷ without',
      ...summarize(beside.map(({ p95Ms }, round) => p95Ms / (alone[round]?.p95Ms ?? Number.NaN))),
      target: { atMost: 2 },
    },
  ])
} finally {
  await queues.close()
  connection.disconnect()
  await database.close()
  await stack.stop()
}

function watch(domain: string): void {
  sandbox.shopify.shop(domain).world.listen((change) => {
    if (change.kind !== 'product.updated') return
    const { id, stocks } = change.product
    arrived.set(`${domain} ${id} ${stocks[0]}`, performance.now())
  })
}

async function measureRound(shops: readonly PushShop[], quantity: number) {
  const accepted = new Map<string, number>()
  const own = measureOwn()
  const startedAt = performance.now()
  const underWay: Promise<void>[] = []
  for (let index = 0; index < pushesPerRound; index += 1) {
    const dueMs = (index * 1_000) / PER_SECOND - (performance.now() - startedAt)
    if (dueMs > 1) await pause(dueMs)
    const shop = shops[index % SHOPS]
    const product = shop?.products[Math.floor(index / SHOPS)]
    if (!shop || product === undefined) throw new Error('A shop of the bench has too few products.')
    const isCounted = index >= PER_SECOND * WARM_UP_SECONDS
    underWay.push(
      push(shop, product, quantity).then(() => {
        if (isCounted) accepted.set(`${shop.domain} ${product} ${quantity}`, performance.now())
      }),
    )
  }
  await Promise.all(underWay)
  const isThere = () => [...accepted.keys()].every((key) => arrived.has(key))
  await until(isThere, { timeoutMs: PATIENCE_MS, message: 'all pushes' })
  const tookMs = [...accepted].map(([key, at]) => Math.max(0, (arrived.get(key) ?? Number.NaN) - at))
  return { p50Ms: quantile(tookMs, 0.5), p95Ms: quantile(tookMs, 0.95), ownMs: quantile(await own.stop(), 0.5) }
}

function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

async function push({ id, products, domain }: PushShop, product: number, quantity: number): Promise<void> {
  const { sku } = sandbox.shopify.shop(domain).world.products.get(product) ?? {}
  const given = {
    ...{ key: `${products[0]}-${product}-${quantity}`, kind: 'inventory.set', object: { sku } },
    payload: { quantity, location: shopifyStock.location },
  }
  const { statusCode, body } = await request(`${stack.apiUrl}/api/v1/shops/${id}/pushes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ pushes: [given] }),
  })
  const text = await body.text()
  if (statusCode !== 202) throw new Error(`The api answered ${statusCode}: ${text.slice(0, 500)}`)
}

/** A small query to another shop, without us; from this process, which is also the shop's. */
function measureOwn(): { stop(): Promise<number[]> } {
  const stopping = new AbortController()
  const tookMs: number[] = []
  const measure = async () => {
    const domain = shopifyStock.domainOf('own')
    const token = shopifyStock.tokenOf(sandbox, domain)
    const url = `${sandbox.env.SHOPIFY_ADMIN_URL?.replaceAll('{shop}', domain)}/admin/api/2026-10/graphql.json`
    while (!stopping.signal.aborted) {
      const startedAt = performance.now()
      const { body } = await request(url, {
        method: 'POST',
        headers: { 'x-shopify-access-token': token, 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ shop { id } }' }),
      })
      await body.text()
      tookMs.push(performance.now() - startedAt)
      await pause(500)
    }
    return tookMs
  }
  const measured = measure()
  return {
    stop() {
      stopping.abort()
      return measured
    },
  }
}

/** Full syncs of these shops, one after the other in each, until `stop`, which resolves with how many ended. */
function keepSyncing(shops: readonly PushShop[]): { stop(): Promise<number> } {
  const stopping = new AbortController()
  const platforms = loadPlatforms(sandbox.env, { now: () => new Date() })
  const deps = { db, enqueue: createEnqueue(queues), platforms, log: createLogger({ level: 'warn', name: 'bench' }) }
  let ended = 0
  const keep = async (shopId: string) => {
    while (!stopping.signal.aborted) {
      const { run } = await startSync({ shopId, type: 'full', trigger: 'manual' }, deps)
      const isOver = async () => stopping.signal.aborted || (await db.runs.find(run.id))?.finishedAt != null
      await until(isOver, { timeoutMs: 120_000, intervalMs: 100, message: 'a full sync' })
      if (!stopping.signal.aborted) ended += 1
    }
  }
  const keeping = Promise.all(shops.map(({ id }) => keep(id)))
  return {
    async stop() {
      stopping.abort()
      await keeping
      return ended
    },
  }
}
