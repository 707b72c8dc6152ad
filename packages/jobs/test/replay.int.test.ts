import type { ReplayFilter } from '@shopmirror/db'
import { RateLimitedError } from '@shopmirror/platforms'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { applyDeliveries } from '../src/inbox/apply-deliveries.ts'
import { receiveWebhook } from '../src/inbox/receive-webhook.ts'
import { refetchObjects } from '../src/inbox/refetch-objects.ts'
import { REPLAY_DELIVERIES_MAX, rehearse } from '../src/replays/rehearse.ts'
import { runReplay } from '../src/replays/run-replay.ts'
import { startReplay } from '../src/replays/start-replay.ts'
import { sweepReplays } from '../src/replays/sweep-replays.ts'
import { createStage } from './context.ts'
import { Crash, type CrashPlan, crashing } from './crash.ts'
import { createPaperPlatform, createPaperShop, type PaperEvent } from './paper-platform.ts'

const now = () => new Date()
const paper = createPaperShop(0)
const stage = await createStage({ platforms: [createPaperPlatform(paper, now)], now })
const { context, sql } = stage
const { db } = context
afterAll(() => stage[Symbol.asyncDispose]())

let shopId: string
beforeEach(async () => {
  await stage.forgetJobs()
  await sql`delete from replays`
  Object.assign(paper, createPaperShop(500))
  shopId = (await stage.connectShop('paper')).id
})

let received = 0
async function receive(events: readonly { event: PaperEvent; topic?: string }[]): Promise<void> {
  const deliveries = events.map(({ event, topic = event.kind }) => ({
    ...{ platform: 'paper', deliveryId: `d-${received++}`, shopId, topic, contentType: 'application/json' },
    body: Buffer.from(JSON.stringify(event)).toString('base64'),
    receivedAt: new Date(Date.now() - 1_000).toISOString(),
  }))
  await receiveWebhook.run({ deliveries }, context, stage.attempt())
}
const hint = (id: string): { event: PaperEvent } => ({ event: { kind: 'hint', resource: 'products', id } })
const full = (id: string): { event: PaperEvent } => ({
  event: { kind: 'product', id, title: id, at: '2026-01-01T00:00:00Z' },
})
const selectionOf = (filter: ReplayFilter) => ({ accountId: stage.account.id, filter, before: new Date() })
const start = async (filter: ReplayFilter = { shopId }) => {
  const selection = selectionOf(filter)
  const rehearsal = await rehearse(selection, context)
  return startReplay({ ...selection, rehearsal, requestedBy: 'key_test' }, context)
}
const forgetEffects = async () => {
  await sql`delete from refetches`
  await sql`delete from products`
  paper.reads.length = 0
}
const part = (replayId: string) => ({ replayId, shopId })
/** Takes turns with the jobs that a replay adds, as workers do. */
async function finish(replayId: string): Promise<void> {
  const applying = stage.attempt()
  const running = runReplay.run(part(replayId), context, stage.attempt())
  const isDone = running.then(
    () => true,
    () => true,
  )
  while (!(await Promise.race([isDone, new Promise<false>((resolve) => setImmediate(() => resolve(false)))])))
    for (const payload of await stage.waiting(applyDeliveries)) {
      await applyDeliveries.run(payload, context, applying)
      await refetchObjects.run({ shopId, resource: 'products' }, context, applying)
    }
  await running
}

test('a rehearsal counts deliveries, objects, calls and allowance, and changes nothing', async () => {
  await receive([hint('p0001'), hint('p0001'), hint('p0002'), full('p0003'), { event: { kind: 'other' } }])
  await sql`update webhook_deliveries set body = null where shop_id = ${shopId} and topic = 'other'`
  const before = await db.deliveries.list({ accountId: null, shopId, limit: 10 })

  expect(await rehearse(selectionOf({ shopId }), context)).toMatchObject({
    ...{ deliveries: 5, withoutBody: 1, objects: 4, calls: 1, allowanceSeconds: 0.001, isTooLarge: false },
    shops: [{ shopId, deliveries: 5, calls: 1 }],
  })
  expect(await rehearse(selectionOf({ shopId, topic: 'product' }), context)).toMatchObject({ deliveries: 1, calls: 0 })
  expect(await db.deliveries.list({ accountId: null, shopId, limit: 10 })).toEqual(before)
})

test('a rehearsal says nothing about the shops of others, and plans no calls to a paused one', async () => {
  await receive([hint('p0001')])
  const stranger = await db.accounts.create({ name: 'Stranger' })
  const selection = { ...selectionOf({ shopId }), accountId: stranger.id }
  expect(await rehearse(selection, context)).toMatchObject({ deliveries: 0, shops: [] })
  await sql`update shops set paused_at = now() where id = ${shopId}`
  expect(await rehearse(selectionOf({ shopId }), context)).toMatchObject({ deliveries: 1, calls: 0 })
})

test('a replay applies what matches, reads each object once, and ends with what became of it', async () => {
  const ids = Array.from({ length: 130 }, (_, index) => `p${String(index).padStart(4, '0')}`)
  await receive([...ids, ...ids].map(hint))
  await receive(ids.slice(0, 20).map(full))
  await forgetEffects()

  const replayId = await start()
  await finish(replayId)
  expect(await db.replays.find(replayId, null)).toMatchObject({ status: 'completed', deliveries: 280, objects: 130 })
  expect((await db.replays.progress([replayId])).get(replayId)).toEqual({
    ...{ replayed: 280, withoutBody: 0, shops: 1, shopsFinished: 1 },
  })
  expect(await db.replays.outcomes(replayId)).toEqual({ applied: 280 })
  expect(paper.reads.flatMap((read) => read.split(' ')).sort()).toEqual(ids)
})

test('deliveries that fail once more are counted and found', async () => {
  await receive([full('p0001'), full('p0002')])
  await sql`update webhook_deliveries set status = 'failed', error = 'no', handled_at = now() where shop_id = ${shopId}`
  await sql`update webhook_deliveries set body = 'e30' where shop_id = ${shopId} and object = 'products/p0002'`
  const replayId = await start({ shopId, status: 'failed' })
  await finish(replayId)
  expect(await db.replays.outcomes(replayId)).toEqual({ applied: 1, failed: 1 })
  const failed = await db.deliveries.list({ accountId: null, replayId, status: 'failed', limit: 10 })
  expect(failed).toMatchObject([{ error: expect.stringContaining('could not be parsed') }])
})

test('jobs of a replay wait behind new webhooks', async () => {
  await receive([full('p0001')])
  const replayId = await start()
  await expect(runReplay.run(part(replayId), context, stage.attempt(AbortSignal.timeout(50)))).rejects.toThrow()
  await context.enqueue(applyDeliveries, { ids: ['dlv_new'] })
  const options = (await stage.queued('inbox')).map(({ opts }) => opts.priority ?? 0)
  expect(options).toEqual([10, 0])
})

test('a shop that still has much to read gets nothing more, and takes no worker', async () => {
  await receive([hint('p0001')])
  const replayId = await start()
  await db.refetches.add(Array.from({ length: 60 }, (_, id) => ({ shopId, resource: 'products', externalId: `${id}` })))
  await expect(runReplay.run(part(replayId), context, stage.attempt())).rejects.toBeInstanceOf(RateLimitedError)
  expect((await db.replays.progress([replayId])).get(replayId)?.replayed).toBe(0)
})

test('a cancelled replay takes nothing more', async () => {
  await receive([hint('p0001')])
  const replayId = await start()
  expect(await db.replays.cancel(replayId)).toBe(true)
  await finish(replayId)
  expect(await db.replays.outcomes(replayId)).toEqual({})
  expect(await db.replays.find(replayId, null)).toMatchObject({ status: 'cancelled' })
  expect(await db.replays.cancel(replayId)).toBe(false)
})

test('two workers with the same part apply each delivery once', async () => {
  await receive(Array.from({ length: 250 }, (_, id) => full(`q${id}`)))
  const replayId = await start()
  const taken = await Promise.all(
    Array.from({ length: 4 }, () => db.transaction((tx) => tx.replays.take(part(replayId), 100))),
  )
  const ids = taken.flatMap((batch) => batch.ids)
  expect([ids.length, new Set(ids).size]).toEqual([250, 250])
})

test('a process that dies at any call of a replay loses no delivery, and counts each once', {
  timeout: 120_000,
}, async () => {
  for (let at = 0; ; at++)
    for (const when of ['before', 'after'] as const) {
      await stage.forgetJobs()
      shopId = (await stage.connectShop('paper')).id
      await receive([full('p0001'), full('p0002'), hint('p0003')])
      await sql`update webhook_deliveries set status = 'failed', handled_at = now() where shop_id = ${shopId}`
      await forgetEffects()
      const replayId = await start({ shopId, status: 'failed' })
      const plan: CrashPlan = { at, when }
      const dying = runReplay.run(part(replayId), crashing(context, plan), stage.attempt(AbortSignal.timeout(5_000)))
      const died = await Promise.race([dying.then(() => false, isCrash), applyWhileRunning(dying)])
      await stage.drainOutbox()
      await sweepReplays.run({}, context, stage.attempt())
      await finish(replayId)
      expect(await db.replays.outcomes(replayId)).toEqual({ applied: 3 })
      expect((await db.replays.progress([replayId])).get(replayId)).toMatchObject({ replayed: 3, shopsFinished: 1 })
      if (!plan.hasDied) {
        expect([died, at > 4]).toEqual([false, true])
        return
      }
    }
})

async function applyWhileRunning(running: Promise<void>): Promise<never> {
  let isRunning = true
  void running.catch(() => undefined).finally(() => (isRunning = false))
  while (isRunning) {
    for (const payload of await stage.waiting(applyDeliveries))
      await applyDeliveries.run(payload, context, stage.attempt())
    await new Promise((resolve) => setImmediate(resolve))
  }
  return new Promise(() => undefined)
}

function isCrash(error: unknown): true {
  if (error instanceof Crash) return true
  throw error
}

test('what lost its job gets a new one', async () => {
  await receive([full('p0001')])
  const replayId = await start()
  await stage.forgetJobs()
  await sweepReplays.run({}, context, stage.attempt())
  expect(await stage.waiting(runReplay)).toEqual([part(replayId)])
})

test('100,000 deliveries are rehearsed within seconds, without their bodies in memory', {
  timeout: 120_000,
}, async () => {
  await sql`
    insert into webhook_deliveries (id, platform, delivery_id, shop_id, topic, object, content_type, body, status, received_at,
      handled_at)
    select 'dlv_' || lpad(n::text, 10, '0'), 'paper', 'bulk-' || n, ${shopId}, 'hint', 'products/' || n % 40000,
      'application/json', ${Buffer.from(JSON.stringify({ ...hint('p0001').event, pad: 'x'.repeat(3_000) })).toString('base64')},
      'failed', now() - interval '1 hour', now()
    from generate_series(1, 100000) n`
  await sql`analyze webhook_deliveries`
  const heapBefore = process.memoryUsage().heapUsed
  const startedAt = performance.now()
  const rehearsal = await rehearse(selectionOf({ shopId, status: 'failed' }), context)
  const tookMs = performance.now() - startedAt
  expect(rehearsal).toMatchObject({ deliveries: 100_000, objects: 40_000, calls: 400 })
  expect(tookMs).toBeLessThan(10_000)
  // The bodies are 400 MB.
  expect(process.memoryUsage().heapUsed - heapBefore).toBeLessThan(50 * 1024 * 1024)
  expect(REPLAY_DELIVERIES_MAX).toBeGreaterThan(100_000)

  const replayId = await start({ shopId, status: 'failed' })
  const { ids } = await db.transaction((tx) => tx.replays.take(part(replayId), 100))
  expect(ids).toHaveLength(100)
})
