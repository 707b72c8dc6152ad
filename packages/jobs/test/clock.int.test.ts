import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { checkAlerts } from '../src/alerts/check-alerts.ts'
import { WEBHOOK_TOO_LARGE } from '../src/alerts/describe-alert.ts'
import { applyDeliveries } from '../src/inbox/apply-deliveries.ts'
import { receiveWebhook } from '../src/inbox/receive-webhook.ts'
import { sweepInbox } from '../src/inbox/sweep-inbox.ts'
import { sweepRetention } from '../src/privacy/sweep-retention.ts'
import { startSync } from '../src/sync/start-sync.ts'
import { sweepRuns } from '../src/sync/sweep-runs.ts'
import { syncRun } from '../src/sync/sync-run.ts'
import { tickSync } from '../src/sync/tick-sync.ts'
import { createStage, withoutRedis } from './context.ts'
import { createPaperPlatform, createPaperShop } from './paper-platform.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
let now = new Date('2026-06-01T00:00:00Z')
const later = (ms: number) => {
  now = new Date(now.getTime() + ms)
}
const stage = await createStage({ platforms: [createPaperPlatform(createPaperShop(3), () => now)], now: () => now })
const { context, sql } = stage
afterAll(() => stage[Symbol.asyncDispose]())

let shopId: string
beforeEach(async () => {
  await sql`update shop_settings set schedule_enabled = false`
  shopId = (await stage.connectShop('paper')).id
})

const tick = () => tickSync.run({}, context, stage.attempt())
const runsOf = (shop: string) => context.db.runs.list({ accountId: null, shopId: shop, limit: 100 })
const waitingRuns = async (shop: string) => (await stage.waiting(syncRun)).filter((payload) => payload.shopId === shop)

async function due(shop: string): Promise<void> {
  await sql`update shop_settings set schedule_enabled = true, next_sync_at = ${now.toISOString()}, next_full_at = ${new Date(now.getTime() + DAY_MS).toISOString()} where shop_id = ${shop}`
}

const delivery = (deliveryId: string) => ({
  platform: 'paper',
  deliveryId,
  shopId,
  topic: 'product',
  contentType: 'application/json',
  body: Buffer.from('{"kind":"other"}').toString('base64'),
  receivedAt: now.toISOString(),
})

describe('sync.tick', () => {
  test('of several processes at once starts each due shop exactly once', async () => {
    const shops = await Promise.all(Array.from({ length: 30 }, () => stage.connectShop('paper')))
    for (const { id } of shops) await due(id)
    await Promise.all([tick(), tick(), tick(), tick()])
    for (const { id } of shops) {
      expect(await runsOf(id)).toHaveLength(1)
      expect(await waitingRuns(id)).toHaveLength(1)
    }
  })

  test('starts a shop that was due many times while nothing ran once', async () => {
    await due(shopId)
    later(10 * DAY_MS)
    await tick()
    await tick()
    expect(await runsOf(shopId)).toHaveLength(1)
  })

  test('starts a full run when one is due, else an incremental one', async () => {
    await due(shopId)
    await tick()
    expect(await runsOf(shopId)).toMatchObject([{ type: 'incremental', trigger: 'schedule' }])

    await syncRun.run({ runId: (await runsOf(shopId))[0]?.id ?? '', shopId }, context, stage.attempt())
    later(2 * DAY_MS)
    await tick()
    expect((await runsOf(shopId))[0]).toMatchObject({ type: 'full' })
  })

  test('skips a shop with an open run and continues with the others', async () => {
    const other = await stage.connectShop('paper')
    await startSync({ shopId, type: 'full', trigger: 'manual' }, context)
    await due(shopId)
    await due(other.id)
    await tick()
    expect(await runsOf(shopId)).toMatchObject([{ trigger: 'manual' }])
    expect(await runsOf(other.id)).toHaveLength(1)
  })

  test('skips an account whose plan is used up, and no other', async () => {
    await sql`insert into plans (id, syncs_per_month) values ('tight', 1) on conflict do nothing`
    const poor = await context.db.accounts.create({ name: randomUUID(), planId: 'tight' })
    const { shop } = await context.db.shops.connect({ accountId: poor.id, platform: 'paper', domain: randomUUID() })
    await context.db.shops.setAccess({ shopId: shop.id, version: null, access: 'active' })
    const { run } = await startSync({ shopId: shop.id, type: 'full', trigger: 'manual' }, context)
    await syncRun.run({ runId: run.id, shopId: shop.id }, context, stage.attempt())
    await due(shop.id)
    await due(shopId)
    await tick()
    expect(await runsOf(shop.id)).toHaveLength(1)
    expect(await runsOf(shopId)).toHaveLength(1)
    await expect(startSync({ shopId: shop.id, type: 'full', trigger: 'manual' }, context)).rejects.toMatchObject({
      name: 'PlanLimitError',
    })
  })

  test.each([
    ['paused', () => context.db.shops.pause(shopId)],
    ['without access', () => context.db.shops.setAccess({ shopId, version: null, access: 'reauth_required' })],
  ])('starts nothing for a shop that is %s', async (_name, close) => {
    await close()
    await due(shopId)
    await tick()
    expect(await runsOf(shopId)).toEqual([])
  })
})

describe('runs.sweep', () => {
  const sweep = () => sweepRuns.run({}, context, stage.attempt())

  test('gives an open run that has been silent its job back', async () => {
    const { run } = await startSync({ shopId, type: 'full', trigger: 'manual' }, context)
    await stage.forgetJobs()
    await sweep()
    expect(await waitingRuns(shopId)).toEqual([])
    later(30_000)
    await sweep()
    expect(await waitingRuns(shopId)).toEqual([{ runId: run.id, shopId }])
  })

  test('adds no second job for a run that has one', async () => {
    await startSync({ shopId, type: 'full', trigger: 'manual', delayMs: 10 * MINUTE_MS }, context)
    later(MINUTE_MS)
    await sweep()
    await sweep()
    expect(await waitingRuns(shopId)).toHaveLength(1)
  })

  test('reaches every run whose job is lost, however many others wait in the queue', async () => {
    const { run } = await startSync({ shopId, type: 'full', trigger: 'manual' }, context)
    await sql`insert into shops (id, account_id, platform, domain, access)
      select 'shp_wait_' || n, ${stage.account.id}, 'paper', 'wait-' || n, 'active' from generate_series(1, 600) n`
    await sql`insert into sync_runs (id, shop_id, type, trigger, heartbeat_at)
      select 'run_0wait_' || n, 'shp_wait_' || n, 'full', 'manual', ${now.toISOString()} from generate_series(1, 600) n`
    const waiting = await sql<{ id: string; shopId: string }[]>`
      select id, shop_id as "shopId" from sync_runs where id like 'run_0wait_%'`
    await stage.forgetJobs()
    await context.enqueue.many(
      syncRun,
      waiting.map(({ id, shopId: shop }) => ({ runId: id, shopId: shop })),
    )
    later(MINUTE_MS)
    await sweep()
    expect(await waitingRuns(shopId)).toEqual([{ runId: run.id, shopId }])
    await sql`delete from sync_runs where id like 'run_0wait_%'`
  })

  test('leaves paused and ended runs alone', async () => {
    const { run } = await startSync({ shopId, type: 'full', trigger: 'manual' }, context)
    await context.db.runs.pause(run.id)
    await stage.forgetJobs()
    later(DAY_MS)
    await sweep()
    expect(await waitingRuns(shopId)).toEqual([])
  })
})

describe('inbox.sweep', () => {
  const sweep = (changed = context) => sweepInbox.run({}, changed, stage.attempt())

  test('enqueues what Redis did not accept, in order, and then deletes it', async () => {
    for (const id of ['a', 'b', 'c']) await context.db.spill.add({ deliveries: [delivery(`${shopId}-${id}`)] })
    await sweep()
    const ids = (await stage.waiting(receiveWebhook)).flatMap(({ deliveries }) =>
      deliveries.map(({ deliveryId }) => deliveryId),
    )
    expect(ids.filter((id) => id.startsWith(shopId))).toEqual(['a', 'b', 'c'].map((id) => `${shopId}-${id}`))
    await stage.forgetJobs()
    await sweep()
    expect(await stage.waiting(receiveWebhook)).toEqual([])
  })

  test('keeps it while Redis is still down', async () => {
    await context.db.spill.add({ deliveries: [delivery(`${shopId}-kept`)] })
    await expect(sweep(withoutRedis(context))).rejects.toThrow('Redis is down')
    await sweep()
    expect(await stage.waiting(receiveWebhook)).toMatchObject([{ deliveries: [{ deliveryId: `${shopId}-kept` }] }])
    await stage.forgetJobs()
  })

  test('replays a delivery that was recorded and lost its job, once it is old enough', async () => {
    const lost = delivery(`${shopId}-lost`)
    await context.db.deliveries.record([{ ...lost, triggeredAt: null, receivedAt: now }])
    await sweep()
    expect(await stage.waiting(applyDeliveries)).toEqual([])
    later(6 * MINUTE_MS)
    await sweep()
    const [job] = await stage.waiting(applyDeliveries)
    await applyDeliveries.run(applyDeliveries.payload.parse(job), context, stage.attempt())
    const [row] = await context.db.deliveries.list({ accountId: null, shopId, limit: 1 })
    expect(row).toMatchObject({ status: 'ignored', attempts: 2 })
  })

  test('retries repeated failures less and less often', async () => {
    const poison = delivery(`${shopId}-poison`)
    const record = () => context.db.deliveries.record([{ ...poison, triggeredAt: null, receivedAt: now }])
    const [{ id = '' } = {}] = await record()
    const replayed = async () => {
      await stage.forgetJobs()
      await sweep()
      return (await stage.waiting(applyDeliveries)).some(({ ids }) => ids.includes(id))
    }
    for (let attempts = 0; attempts < 2; attempts++) await record()
    later(14 * MINUTE_MS)
    expect(await replayed()).toBe(false)
    later(2 * MINUTE_MS)
    expect(await replayed()).toBe(true)
  })
})

test('retention empties bodies first, removes rows later, and keeps what is young', async () => {
  const record = (id: string) =>
    context.db.deliveries.record([{ ...delivery(`${shopId}-${id}`), triggeredAt: null, receivedAt: now }])
  const bodies = async () =>
    (await context.db.deliveries.list({ accountId: null, shopId, limit: 10 })).map(({ body }) => body !== null)
  await record('old')
  later(31 * DAY_MS)
  await record('young')
  await sweepRetention.run({}, context, stage.attempt())
  expect(await bodies()).toEqual([true, false])
  later(60 * DAY_MS)
  await sweepRetention.run({}, context, stage.attempt())
  expect(await bodies()).toEqual([false])
})

test('a raised alert is notified once; one that cannot be notified is retried and blocks no other', async () => {
  const other = await stage.connectShop('paper')
  for (const id of [shopId, other.id])
    await context.db.alerts.countFailure({ shopId: id, kind: 'auth_revoked', detail: 'Refused.', threshold: 1 })
  const received: string[] = []
  let refusals = 1
  const notify: typeof context.notify = async ({ shopId: id, detail }) => {
    if (refusals-- > 0) throw new Error('The mail server is down.')
    expect(detail).toContain('open the app in the shop admin')
    received.push(id)
  }
  const check = () => checkAlerts.run({}, { ...context, notify }, stage.attempt())
  await check()
  expect(received).toHaveLength(1)
  await check()
  await check()
  expect(received.toSorted()).toEqual([shopId, other.id].toSorted())
})

test('the alert of a webhook that is too large ends after a day without another, and not before people were notified', async () => {
  const occur = () =>
    context.db.alerts.countFailure({ shopId, kind: WEBHOOK_TOO_LARGE, detail: '6.0 MiB', threshold: 1 })
  const resolved = async () =>
    (await sql`select resolved_at from alerts where shop_id = ${shopId}`).map(({ resolved_at }) => resolved_at !== null)
  const check = (notify: typeof context.notify = async () => undefined) =>
    checkAlerts.run({}, { ...context, notify }, stage.attempt())
  const unreachable = async () => {
    throw new Error('The mail server is down.')
  }

  await occur()
  await check(unreachable)
  later(DAY_MS + MINUTE_MS)
  await check()
  expect(await resolved()).toEqual([false])
  await occur()
  later(DAY_MS - MINUTE_MS)
  await check()
  expect(await resolved()).toEqual([false])
  later(2 * MINUTE_MS)
  await check()
  expect(await resolved()).toEqual([true])
})
