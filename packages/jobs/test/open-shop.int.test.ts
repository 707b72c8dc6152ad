import { randomUUID } from 'node:crypto'
import { noTraces } from '@shopmirror/config'
import {
  type BudgetPolicy,
  PermanentError,
  type Platform,
  RateLimitedError,
  type ShopProfile,
} from '@shopmirror/platforms'
import { connectTo, testRedis } from '@shopmirror/test/redis.ts'
import { until } from '@shopmirror/test/until.ts'
import { Registry } from 'prom-client'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { createOpenShop, SLEEP_MAX_MS } from '../src/access/open-shop.ts'
import { describeAlert } from '../src/alerts/describe-alert.ts'
import { budgetKey, createShopBudget } from '../src/budget/shop-budget.ts'
import { createJobMetrics } from '../src/metrics.ts'
import { createStage } from './context.ts'
import { createPaperPlatform, createPaperShop } from './paper-platform.ts'

const HOUR_MS = 3_600_000
let now = new Date()
const paper = createPaperPlatform(createPaperShop(1), () => now)
const policy: BudgetPolicy = { unit: 'requests', perSecond: 20, burst: 0 }
const described: ShopProfile = {
  name: 'Paper',
  currency: 'HUF',
  timezone: 'Europe/Budapest',
  locale: 'hu',
  facts: { a: 1 },
}
let profiles: (ShopProfile | undefined)[]
let descriptions: number

/** The paper platform, but its clock is a call that takes budget. */
const platform: Platform = {
  ...paper,
  budget: policy,
  client: (options) => {
    profiles.push(options.profile)
    const { reads, webhooks } = paper.client(options)
    const clock = async () => {
      options.access.written?.(await options.access.reserve(1))
      return now
    }
    const list = async () => {
      options.access.alert?.('version', 'The version of the API ends in 30 days: set the next one.')
      return []
    }
    const describe = async () => {
      descriptions += 1
      return described
    }
    return { describe, reads: { ...reads, clock }, webhooks: { ...webhooks, list } }
  },
}

const stage = await createStage({ platforms: [platform], now: () => now })
const { db, credentials, platforms, log } = stage.context
const corner = testRedis()
const redis = connectTo(corner.address)
const budget = createShopBudget({ redis, prefix: corner.prefix })
const registry = new Registry()
const metrics = createJobMetrics(registry)
const deps = { db, credentials, platforms, log, budget, metrics, tracer: noTraces, now: () => now }
const openShop = createOpenShop(deps)
afterAll(async () => {
  redis.disconnect()
  await Promise.all([stage[Symbol.asyncDispose](), corner[Symbol.asyncDispose]()])
})

let shopId: string
let domain: string
beforeEach(async () => {
  profiles = []
  descriptions = 0
  domain = randomUUID()
  shopId = (await stage.connectShop('paper', domain)).id
})

describe('a call', () => {
  test('waits for its booked moment, and the meter knows', async () => {
    const { client, meter } = await openShop(shopId, 'full')
    const startedAt = performance.now()
    for (let call = 0; call < 5; call++) await client.reads.clock()
    const tookMs = performance.now() - startedAt
    expect(tookMs).toBeGreaterThan(4 * 50)
    expect(meter.requests).toBe(5)
    expect(meter.waitedMs).toBeGreaterThan(150)
    expect(meter.waitedMs).toBeLessThanOrEqual(tookMs + 5)
    expect(await registry.metrics()).toMatch(/shopmirror_shop_calls_total\{platform="paper",outcome="sent"\} 5/)
  })

  test('that would have to wait for long goes back to the queue instead of sleeping', async () => {
    const { client } = await openShop(shopId, 'full')
    await budget.learn({ key: `paper:${domain}`, policy, signal: { kind: 'throttled', retryAfterMs: 60_000 } })
    const refused = await client.reads.clock().catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(RateLimitedError)
    expect((refused as RateLimitedError).retryAfterMs).toBeGreaterThan(SLEEP_MAX_MS)
  })

  test('that sleeps when the process has to stop is woken, and its moment given back', async () => {
    const stopping = new AbortController()
    const stoppable = createOpenShop({ ...deps, stopping: stopping.signal })
    const { client } = await stoppable(shopId, 'push')
    await budget.learn({ key: `paper:${domain}`, policy, signal: { kind: 'throttled', retryAfterMs: 2_000 } })
    const asleep = expect(client.reads.clock()).rejects.toMatchObject({ name: 'AbortError' })
    const state = budgetKey(corner.prefix, `paper:${domain}`)
    const look = () => Promise.all([redis.llen(`${state}:grants`), redis.hget(state, 'tat')])
    const [booked, tatBefore] = await look()
    expect(booked).toBe(1)
    stopping.abort()
    await asleep
    const [left, tatAfter] = await look()
    expect(left).toBe(0)
    expect(Number(tatAfter)).toBeLessThan(Number(tatBefore))
  })
})

test('a call held back behind a late one is woken when the process has to stop, and its moment given back', async () => {
  const slow = { ...platform, budget: { ...policy, perSecond: 0.05 } }
  const stopping = new AbortController()
  const open = createOpenShop({ ...deps, platforms: new Map([[slow.id, slow]]), stopping: stopping.signal })
  const { client } = await open(shopId, 'push')
  const state = budgetKey(corner.prefix, `paper:${domain}`)
  // As if the allowance had been free all the time: only the process itself knows of its last call.
  const free = () => redis.hset(state, 'tat', Date.now() - 60_000)
  await free()
  await client.reads.clock()
  await free()
  const held = expect(client.reads.clock()).rejects.toMatchObject({ name: 'AbortError' })
  await until(async () => (await redis.llen(`${state}:grants`)) === 2)
  stopping.abort()
  await held
  expect(await redis.llen(`${state}:grants`)).toBe(1)
})

describe('what is known of a shop', () => {
  test('is read again once it is a day old, not before', async () => {
    await db.shops.describe(shopId, { ...described, currency: 'EUR' })
    await openShop(shopId, 'full')
    expect([descriptions, profiles.at(-1)?.currency]).toEqual([0, 'EUR'])

    now = new Date(now.getTime() + 25 * HOUR_MS)
    await openShop(shopId, 'full')
    expect([descriptions, profiles.at(-1)?.currency]).toEqual([1, 'HUF'])
    expect(await db.shops.find(shopId)).toMatchObject({ currency: 'HUF', facts: { a: 1 } })
    await openShop(shopId, 'full')
    expect(descriptions).toBe(1)
  })

  test('is not read while the shop is being installed, because the install reads it', async () => {
    await openShop(shopId, 'refetch')
    expect([descriptions, profiles]).toEqual([0, [undefined]])
  })
})

describe('a shop that cannot be opened', () => {
  test('because it is not there or was uninstalled is a permanent failure', async () => {
    await expect(openShop('shp_none', 'full')).rejects.toBeInstanceOf(PermanentError)
    await db.shops.uninstall(shopId, { reason: 'test', dueAt: now })
    await expect(openShop(shopId, 'full')).rejects.toBeInstanceOf(PermanentError)
  })

  test('because its platform is not enabled is permanent as well', async () => {
    const other = await stage.connectShop('elsewhere')
    await expect(openShop(other.id, 'full')).rejects.toThrow('Platform elsewhere is not enabled')
  })
})

test('a notice of an adapter is one alert, however often it is raised', async () => {
  const shop = await stage.connectShop(platform.id)
  const { client } = await openShop(shop.id, 'full')
  await client.webhooks.list()
  await client.webhooks.list()
  const alerts = () => db.alerts.list({ accountId: null, limit: 100 })
  const ours = async () => (await alerts()).filter(({ shopId }) => shopId === shop.id)
  await expect.poll(async () => (await ours())[0]?.failures).toBe(2)
  const [alert] = await ours()
  expect(alert).toMatchObject({ kind: 'notice:version', raisedAt: expect.any(Date) })
  if (alert) expect(describeAlert(alert, shop).detail).toBe('The version of the API ends in 30 days: set the next one.')
})
