import { randomUUID } from 'node:crypto'
import { Registry } from 'prom-client'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { applyDeliveries } from '../src/inbox/apply-deliveries.ts'
import { receiveWebhook } from '../src/inbox/receive-webhook.ts'
import { refetchObjects } from '../src/inbox/refetch-objects.ts'
import { createJobMetrics } from '../src/metrics.ts'
import { createStage } from './context.ts'
import { createPaperPlatform, createPaperShop, type PaperEvent } from './paper-platform.ts'

const paper = createPaperShop(1)
const stage = await createStage({ platforms: [createPaperPlatform(paper, () => new Date())] })
afterAll(() => stage[Symbol.asyncDispose]())

let registry: Registry
let context: typeof stage.context
let shopId: string
beforeEach(async () => {
  registry = new Registry()
  context = { ...stage.context, metrics: createJobMetrics(registry) }
  shopId = (await stage.connectShop('paper')).id
})

/** Number of events made visible this way, and the seconds they took together. */
async function visible(way: string): Promise<[count: number, seconds: number]> {
  const text = await registry.metrics()
  const sample = (name: string) =>
    Number(
      new RegExp(`^shopmirror_event_visible_seconds_${name}\\{platform="paper",way="${way}"\\} (\\S+)$`, 'm').exec(
        text,
      )?.[1] ?? 0,
    )
  return [sample('count'), sample('sum')]
}

async function receive(event: PaperEvent, ageMs: number): Promise<string> {
  const deliveryId = randomUUID()
  const body = Buffer.from(JSON.stringify(event)).toString('base64')
  const receivedAt = new Date(Date.now() - ageMs).toISOString()
  const delivery = {
    platform: 'paper',
    deliveryId,
    shopId,
    topic: 'product',
    contentType: 'application/json',
    body,
    receivedAt,
  }
  await receiveWebhook.run({ deliveries: [delivery] }, context, stage.attempt())
  const [row] = await stage.sql<{ id: string }[]>`select id from webhook_deliveries where delivery_id = ${deliveryId}`
  return row?.id ?? ''
}

const mug: PaperEvent = { kind: 'product', id: '1', title: 'Mug', at: '2026-05-01T00:00:00.000Z' }

test('the time from arrival to row is counted once, and not again by a replay', async () => {
  const id = await receive(mug, 30_000)
  const [count, seconds] = await visible('body')
  expect(count).toBe(1)
  expect(seconds).toBeGreaterThanOrEqual(30)
  expect(seconds).toBeLessThan(60)

  await context.db.deliveries.replay(id)
  await applyDeliveries.run({ ids: [id] }, context, stage.attempt())
  expect((await visible('body'))[0]).toBe(1)
})

test('a hint is visible when its object has been read; what a push wants read is no event', async () => {
  await receive({ kind: 'hint', resource: 'products', id: 'p0000' }, 0)
  expect(await visible('body')).toEqual([0, 0])
  await context.db.refetches.add([{ shopId, resource: 'products', externalId: 'p0001', causes: ['psh_1'] }])
  await refetchObjects.run({ shopId, resource: 'products' }, context, stage.attempt())
  expect((await visible('read'))[0]).toBe(1)
})
