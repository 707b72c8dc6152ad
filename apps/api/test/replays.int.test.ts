import { afterAll, beforeAll, expect, test } from 'vitest'
import { createStage, type Key, type Stage } from './stage.ts'

let stage: Stage
let key: Key
let shopId: string
beforeAll(async () => {
  stage = await createStage()
  key = await stage.issueKey()
  shopId = await stage.connectShop(key.accountId)
  await stage.db.deliveries.record(['1', '2', '3'].map((id) => delivery(shopId, id)))
  await stage.sql`update webhook_deliveries set status = 'failed', error = 'Out of stock', handled_at = now(), object = 'orders/7'
    where delivery_id in ('1', '2')`
})
afterAll(() => stage[Symbol.asyncDispose]())

function delivery(shop: string, deliveryId: string) {
  const order = { order: { innerId: '7', innerResourceId: 'orders/b3JkZXItb3JkZXJfaWQ9Nw==' } }
  return {
    ...{ platform: 'shoprenter', deliveryId, shopId: shop, topic: 'order_confirm', contentType: 'application/json' },
    body: Buffer.from(JSON.stringify(order)).toString('base64'),
    ...{ triggeredAt: null, receivedAt: new Date(Date.now() - 60_000) },
  }
}

async function ask(method: 'GET' | 'POST', path: string, payload?: object, { headers }: Pick<Key, 'headers'> = key) {
  const answer = await stage.app.inject({ method, url: `/api/v1${path}`, headers, ...(payload && { payload }) })
  return { status: answer.statusCode, ...answer.json() }
}

test('a rehearsal says what a replay would do, and starts none', async () => {
  const { status, data } = await ask('POST', '/replays', { shop: shopId, status: 'failed', dry_run: true })
  expect([status, data]).toMatchObject([
    200,
    {
      ...{ deliveries: 2, without_body: 0, objects: 1, calls: 2, shops_total: 1 },
      shops: [{ shop_id: shopId, status: 'active', deliveries: 2, calls: 2 }],
      sample: [{ topic: 'order_confirm', status: 'failed' }, { status: 'failed' }],
    },
  ])
  expect(data.allowance_seconds).toBeCloseTo(2 / 3)
  expect((await ask('GET', '/replays')).data).toEqual([])
})

test('a replay is started, listed with its filter, and cancelled once', async () => {
  const filter = { shop: shopId, error: 'out of STOCK', since: '2026-01-01T00:00:00+01:00' }
  const started = await ask('POST', '/replays', filter)
  expect([started.status, started.data]).toMatchObject([
    202,
    { status: 'running', deliveries: 2, replayed: 0, shops: 1, shops_finished: 0, outcomes: {} },
  ])
  const { id } = started.data
  expect((await ask('GET', `/replays/${id}`)).data.filter).toEqual({ ...filter, since: '2025-12-31T23:00:00.000Z' })
  expect((await ask('GET', '/replays?status=running')).data).toMatchObject([{ id }])
  expect((await stage.queues.sync.getJobs(['waiting'])).map(({ name, data }) => [name, data])).toEqual([
    ['replay.run', { replayId: id, shopId }],
  ])
  expect(await ask('POST', `/replays/${id}/cancel`)).toMatchObject({ status: 200, data: { status: 'cancelled' } })
  expect(await ask('POST', `/replays/${id}/cancel`)).toMatchObject({ status: 409 })
})

test('deliveries of a replay are found by it', async () => {
  const { data } = await ask('POST', '/replays', { shop: shopId, status: 'failed' })
  await stage.db.transaction((tx) => tx.replays.take({ replayId: data.id, shopId }, 1))
  expect((await ask('GET', `/deliveries?replay=${data.id}`)).data).toMatchObject([{ status: 'received', error: null }])
  expect((await ask('GET', `/replays/${data.id}`)).data).toMatchObject({ replayed: 1, outcomes: { received: 1 } })
})

test('an empty filter, one that matches nothing, and one whose bodies are gone start nothing', async () => {
  expect(await ask('POST', '/replays', {})).toMatchObject({ status: 400 })
  expect(await ask('POST', '/replays', { dry_run: true })).toMatchObject({ status: 400 })
  const nothing = { status: 409, type: 'urn:shopmirror:problem:nothing-to-replay' }
  expect(await ask('POST', '/replays', { topic: 'no_such_topic' })).toMatchObject(nothing)
  expect(await ask('POST', '/replays', { topic: 'no_such_topic', dry_run: true })).toMatchObject({
    ...{ status: 200, data: { deliveries: 0, shops: [], sample: [] } },
  })
  await stage.sql`update webhook_deliveries set body = null where delivery_id = '3'`
  expect(await ask('POST', '/replays', { shop: shopId, object: 'orders/none' })).toMatchObject(nothing)
})

test('the replay of an operator in one shop is shown to its account, the one of all accounts is not', async () => {
  const operator = await stage.issueKey('operator')
  const ofShop = await ask('POST', '/replays', { shop: shopId, topic: 'order_confirm' }, operator)
  const ofAll = await ask('POST', '/replays', { topic: 'order_confirm' }, operator)
  expect(await ask('GET', `/replays/${ofShop.data.id}`)).toMatchObject({ data: { requested_by: expect.any(String) } })
  expect(await ask('GET', `/replays/${ofAll.data.id}`)).toMatchObject({ status: 404 })
})
