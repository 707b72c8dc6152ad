import { randomUUID } from 'node:crypto'
import {
  type Page,
  PermanentError,
  type Platform,
  type Resource,
  type ShopWebhooks,
  type Subscription,
} from '@shopmirror/platforms'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { receiveWebhook } from '../src/inbox/receive-webhook.ts'
import { startSync } from '../src/sync/start-sync.ts'
import { syncRun } from '../src/sync/sync-run.ts'
import { registerWebhooks } from '../src/webhooks/register-webhooks.ts'
import { sweepWebhooks } from '../src/webhooks/sweep-webhooks.ts'
import { createStage } from './context.ts'
import { createPaperPlatform, createPaperShop } from './paper-platform.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
let now = new Date('2026-06-01T00:00:00Z')
const later = (ms: number) => {
  now = new Date(now.getTime() + ms)
}
/** What stands at the platform. */
let hooks: Subscription[] = []
let refused: string[] = []
const removeHooks = (isGone: (hook: Subscription) => boolean): void => {
  hooks = hooks.filter((hook) => !isGone(hook))
}
const topics = ['product', 'order']
const reported: Record<string, Resource[]> = { product: ['products'], order: ['orders'] }
const paper = createPaperPlatform(createPaperShop(3), () => now)
const subscriptions: ShopWebhooks = {
  list: async () => hooks,
  async subscribe(topic, address) {
    if (refused.includes(topic)) throw new PermanentError(`${topic}: not allowed.`, { missingScope: `read_${topic}` })
    const hook = { externalId: randomUUID(), topic, address: address.href }
    hooks.push(hook)
    return hook
  },
  unsubscribe: async (externalId) => removeHooks((hook) => hook.externalId === externalId),
}
const platform: Platform = {
  ...paper,
  webhooks: { ...paper.webhooks, topics, resourcesOf: (topic) => reported[topic] ?? [] },
  reads: { ...paper.reads, resources: ['products', 'orders'] },
  client(options) {
    const client = paper.client(options)
    const page = async (): Promise<Page> => ({ rows: { origin: 'api', readAt: now, rows: {} }, ids: [], next: null })
    return { ...client, reads: { ...client.reads, page }, webhooks: subscriptions }
  },
}
const stage = await createStage({ platforms: [platform], now: () => now })
const { context, sql } = stage
const { db } = context
afterAll(() => stage[Symbol.asyncDispose]())

let shopId: string
beforeEach(async () => {
  await sql`update shops set paused_at = now()`
  await stage.forgetJobs()
  later(DAY_MS)
  hooks = []
  refused = []
  shopId = (await stage.connectShop('paper')).id
  await register()
})

const register = () => registerWebhooks.run({ shopId }, context, stage.attempt())
const sweep = () => sweepWebhooks.run({}, context, stage.attempt())
const runs = () => db.runs.list({ accountId: null, shopId, limit: 10 })
const alerts = async () =>
  (await db.alerts.list({ accountId: null, limit: 100 })).filter((alert) => alert.shopId === shopId)
async function subscription(topic = 'product') {
  const found = (await db.subscriptions.list({ accountId: null, shopId })).find((one) => one.topic === topic)
  if (!found) throw new Error(`There is no subscription ${topic}.`)
  return found
}
const hookOf = (topic: string) => hooks.find((hook) => hook.topic === topic)

async function receive(topic = 'product') {
  const delivery = {
    ...{ platform: 'paper', deliveryId: randomUUID(), shopId, topic, contentType: 'application/json' },
    ...{ body: Buffer.from('{"kind":"other"}').toString('base64'), receivedAt: now.toISOString() },
  }
  await receiveWebhook.run(receiveWebhook.payload.parse({ deliveries: [delivery] }), context, stage.attempt())
}

/** A full sync at this moment, so that there are watermarks. */
async function syncAll() {
  const { run } = await startSync({ shopId, type: 'full', trigger: 'manual' }, context)
  await stage.work([syncRun])
  return run.id
}

describe('what the guardian finds', () => {
  test('is not reported at the first registration, and not while everything is correct', async () => {
    await register()
    expect(await subscription()).toMatchObject({ status: 'active', problem: null, problemAt: null, gapSince: null })
    expect(await runs()).toEqual([])
  })

  test.each([
    ['missing', () => removeHooks(({ topic }) => topic === 'product')],
    ['doubled', () => void hooks.push({ ...(hookOf('product') as Subscription), externalId: 'twin' })],
    [
      'wrong_address',
      () =>
        Object.assign(hookOf('product') ?? {}, {
          address: hookOf('product')?.address.replace('127.0.0.1:9', 'old.example'),
        }),
    ],
  ])('%s is stored for the topic, repaired, and cleared by the next check', async (problem, spoil) => {
    spoil()
    const foundAt = now
    await register()
    expect(await subscription()).toMatchObject({ status: 'active', problem, problemAt: foundAt })
    expect(await subscription('order')).toMatchObject({ problem: null, problemAt: null, gapSince: null })
    expect(hooks.filter(({ topic }) => topic === 'product')).toHaveLength(1)
    later(HOUR_MS)
    await register()
    expect(await subscription()).toMatchObject({ problem: null, problemAt: foundAt })
  })

  test('a refused one is stored for its topic only, and what was missed is read when it is allowed', async () => {
    await receive()
    const lastReceivedAt = now
    later(HOUR_MS)
    hooks = []
    refused = ['product']
    await register()
    expect(await subscription()).toMatchObject({
      status: 'refused',
      problem: 'refused',
      error: 'product: not allowed.',
    })
    await register()
    expect((await runs()).filter(({ since }) => since?.getTime() === lastReceivedAt.getTime())).toEqual([])
    await stage.work([syncRun])

    refused = []
    later(DAY_MS)
    await register()
    expect(await subscription()).toMatchObject({ status: 'active', problem: 'refused', error: null })
    expect((await runs())[0]).toMatchObject({ trigger: 'gap', since: lastReceivedAt })
  })
})

describe('the backfill after a repair', () => {
  const resourcesOf = async (runId: string) => await db.runs.resources(runId)

  test('reads what the topic covers, from its last delivery on minus the overlap', async () => {
    await syncAll()
    later(HOUR_MS)
    await receive()
    const lastReceivedAt = now
    later(DAY_MS)
    await syncAll()
    later(HOUR_MS)
    removeHooks(({ topic }) => topic === 'product')
    await register()

    const [run] = await runs()
    expect(run).toMatchObject({ type: 'incremental', trigger: 'gap', since: lastReceivedAt, status: 'queued' })
    expect((await subscription()).gapSince).toEqual(lastReceivedAt)
    await stage.work([syncRun])
    expect(await resourcesOf(run?.id ?? '')).toMatchObject([
      {
        ...{ resource: 'products', status: 'succeeded', windowTo: now },
        windowFrom: new Date(lastReceivedAt.getTime() - platform.reads.overlapMs),
      },
    ])
    expect((await subscription()).gapSince).toBeNull()
  })

  test('skips nothing: if the last sync is older than the last delivery, it starts there', async () => {
    await syncAll()
    const syncedTo = now
    later(DAY_MS)
    await receive()
    hooks = []
    await register()
    await stage.work([syncRun])
    const [row] = await resourcesOf((await runs())[0]?.id ?? '')
    expect(row?.windowFrom).toEqual(new Date(syncedTo.getTime() - platform.reads.overlapMs))
  })

  test('waits while another run is open, and is started by the sweep afterwards', async () => {
    await syncAll()
    await startSync({ shopId, type: 'incremental', trigger: 'manual' }, context)
    hooks = []
    await register()
    expect((await runs())[0]).toMatchObject({ trigger: 'manual' })
    await sweep()
    expect(await stage.waiting(registerWebhooks)).toEqual([])
    await stage.work([syncRun])
    expect((await subscription()).gapSince).not.toBeNull()

    await sweep()
    await stage.work([registerWebhooks, syncRun])
    expect((await runs())[0]).toMatchObject({ trigger: 'gap', status: 'succeeded' })
    expect((await subscription()).gapSince).toBeNull()
  })

  test('that failed is tried again after an hour, not at every sweep', async () => {
    await syncAll()
    hooks = []
    await register()
    const [run] = await runs()
    await db.runs.begin(run?.id ?? '')
    await db.runs.fail(run?.id ?? '', { kind: 'permanent', message: 'test' })
    await stage.forgetJobs()
    await sweep()
    expect(await stage.waiting(registerWebhooks)).toEqual([])
    later(HOUR_MS + 1)
    await sweep()
    expect(await stage.waiting(registerWebhooks)).toEqual([{ shopId }])
  })

  test('is not needed when a full run has read everything since', async () => {
    await syncAll()
    await startSync({ shopId, type: 'incremental', trigger: 'manual' }, context)
    hooks = []
    await register()
    await stage.work([syncRun])
    expect((await subscription()).gapSince).not.toBeNull()
    later(HOUR_MS)
    await syncAll()
    expect((await subscription()).gapSince).toBeNull()
  })
})

describe('silence', () => {
  /** One delivery every four hours for five days. */
  async function makeRhythm(everyMs = 4 * HOUR_MS, count = 30) {
    for (let index = 0; index < count; index++) {
      later(everyMs)
      await receive()
    }
    await register()
    await stage.forgetJobs()
  }

  test('of twice the longest interval raises one alert, has the shop checked, and ends with the next delivery', async () => {
    await makeRhythm()
    expect(await subscription()).toMatchObject({ longestGapMs: 4 * HOUR_MS })
    const lastReceivedAt = now
    later(8 * HOUR_MS)
    await sweep()
    expect(await alerts()).toEqual([])

    later(1)
    await sweep()
    await sweep()
    expect(await alerts()).toMatchObject([
      {
        kind: 'webhook_silence',
        failures: 1,
        resolvedAt: null,
        detail: expect.stringContaining('product: no delivery since'),
      },
    ])
    expect(await subscription()).toMatchObject({ silentSince: lastReceivedAt })
    expect(await stage.waiting(registerWebhooks)).toEqual([{ shopId }])

    await receive()
    await sweep()
    expect((await alerts())[0]?.resolvedAt).not.toBeNull()
    expect(await subscription()).toMatchObject({ silentSince: null })
  })

  test('is found, repaired and read again automatically', async () => {
    await syncAll()
    await makeRhythm()
    const lastReceivedAt = now
    removeHooks(({ topic }) => topic === 'product')
    later(8 * HOUR_MS + 1)
    await sweep()
    await stage.work([registerWebhooks, syncRun])
    expect(hookOf('product')).toBeDefined()
    expect((await runs())[0]).toMatchObject({ trigger: 'gap', since: lastReceivedAt, status: 'succeeded' })
  })

  test.each([
    ['too few deliveries', 6 * HOUR_MS, 19],
    ['too short a time', HOUR_MS, 30],
  ])('is not concluded from %s', async (_name, everyMs, count) => {
    await makeRhythm(everyMs, count)
    expect(await subscription()).toMatchObject({ longestGapMs: null })
    later(30 * DAY_MS)
    await sweep()
    expect(await alerts()).toEqual([])
  })

  test('of a paused shop is ignored', async () => {
    await makeRhythm()
    await db.shops.pause(shopId)
    later(DAY_MS)
    await sweep()
    expect(await alerts()).toEqual([])
  })
})
