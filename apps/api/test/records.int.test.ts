import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { createStage } from './stage.ts'

const stage = await createStage()
const { db } = stage
afterAll(() => stage[Symbol.asyncDispose]())
const key = await stage.issueKey()
const shopId = await stage.connectShop(key.accountId, 'records-shop')

const get = async (path: string) => {
  const answer = await stage.app.inject({ url: `/api/v1${path}`, headers: key.headers })
  return { status: answer.statusCode, ...answer.json() }
}
const body = { id: 5, email: 'anna@example.com', total: '10' }

/** A delivery that has written an order. */
async function deliver(orderId: string, number: string) {
  const [delivery] = await db.deliveries.record([
    {
      ...{
        platform: 'shoprenter',
        shopId,
        topic: 'order_confirm',
        contentType: 'application/json',
        deliveryId: randomUUID(),
      },
      ...{ body: Buffer.from(JSON.stringify(body)).toString('base64'), triggeredAt: null, receivedAt: new Date() },
    },
  ])
  const id = delivery?.id ?? ''
  const row = { externalId: orderId, sourceUpdatedAt: new Date(), fields: { number }, raw: {} }
  await db.mirror.writePage({
    shopId,
    rows: { origin: 'api', readAt: new Date(), rows: { orders: [row] } },
    record: { source: 'webhook', causesOf: () => [id] },
  })
  await db.deliveries.markHandled([{ id, status: 'applied', object: `orders/${orderId}` }])
  return id
}

const id = await deliver('5', '#1001')

test('an order number leads to the delivery, and the delivery to what it changed', async () => {
  const found = await get('/activity?object=1001')
  expect(found).toMatchObject({
    data: [{ id, kind: 'delivery', status: 'succeeded', object: 'orders/5' }],
    next_cursor: null,
  })
  const { data } = await get(`/deliveries/${id}`)
  expect(data).toMatchObject({ domain: 'records-shop', reading: [] })
  expect(data.led_to).toMatchObject([{ object: 'orders/5', row: 'orders/5', change: 'inserted', causes: [id] }])
})

test('a delivery names what still waits to be read because of it', async () => {
  await db.refetches.add([{ shopId, resource: 'orders', externalId: '6', causes: [id] }])
  expect((await get(`/deliveries/${id}`)).data.reading).toEqual(['orders/6'])
})

test('the body is shown without customer data, and with it on a request of its own, which is logged', async () => {
  const masked = await get(`/deliveries/${id}/body`)
  expect(masked.data).toEqual({ content_type: 'application/json', is_masked: true, fields: { ...body, email: '***' } })
  const answer = await stage.app.inject({
    method: 'POST',
    url: `/api/v1/deliveries/${id}/body/reveal`,
    headers: key.headers,
  })
  expect(answer.json().data).toMatchObject({ is_masked: false, fields: body })
  expect(stage.lines).toContainEqual(expect.objectContaining({ msg: 'delivery.revealed', delivery: id }))
  expect(JSON.stringify(stage.lines)).not.toContain('anna@')
})

test('a viewer sees the body without customer data only; who reveals it is in the audit log', async () => {
  const [viewer, admin] = [await stage.signIn('viewer', key.accountId), await stage.signIn('admin', key.accountId)]
  const masked = await stage.app.inject({ url: `/api/v1/deliveries/${id}/body`, headers: viewer.headers })
  expect(masked.json().data.fields).toEqual({ ...body, email: '***' })
  const reveal = ({ headers }: { headers: Record<string, string> }) =>
    stage.app.inject({ method: 'POST', url: `/api/v1/deliveries/${id}/body/reveal`, headers })
  expect([(await reveal(viewer)).statusCode, (await reveal(admin)).statusCode]).toEqual([403, 200])
  const entries = await db.audit.list({ accountId: key.accountId, operation: 'revealDeliveryBody', limit: 5 })
  expect(entries.map(({ userId, outcome, targets }) => [userId, outcome, targets])).toEqual([
    [admin.userId, 'done', { id }],
    [viewer.userId, 'refused', { id }],
  ])
  expect(JSON.stringify(entries)).not.toContain('anna@')
})

test('a SKU and an own id lead to what happened to their object, over all shops of the account', async () => {
  const product = await deliver('77', 'unused')
  await stage.sql`update webhook_deliveries set object = 'products/77' where id = ${product}`
  await db.mirror.writePage({
    shopId,
    rows: {
      origin: 'api',
      readAt: new Date(),
      rows: {
        products: [{ externalId: '77', sourceUpdatedAt: null, fields: { title: 'Kávé' }, raw: {} }],
        product_variants: [
          { externalId: '771', sourceUpdatedAt: null, fields: { sku: 'KV-250', product_external_id: '77' }, raw: {} },
        ],
      },
    },
  })
  await stage.sql`
    insert into object_links (shop_id, entity, own_id, external_id) values (${shopId}, 'orders', 'own-0815', '5')`
  expect((await get('/activity?object=KV-250')).data).toMatchObject([{ id: product, object: 'products/77' }])
  expect((await get('/activity?object=own-0815')).data).toMatchObject([{ id, object: 'orders/5' }])
  const stranger = await stage.issueKey()
  for (const text of ['KV-250', 'own-0815']) {
    const answer = await stage.app.inject({ url: `/api/v1/activity?object=${text}`, headers: stranger.headers })
    expect(answer.json().data).toEqual([])
  }
})

test('a run names what it changed', async () => {
  const { run } = await db.runs.create({ shopId, type: 'full', trigger: 'manual', resources: ['orders'] })
  const row = { externalId: '88', sourceUpdatedAt: new Date(), fields: { number: '#1088' }, raw: {} }
  await db.mirror.writePage({
    shopId,
    rows: { origin: 'api', readAt: new Date(), rows: { orders: [row] } },
    record: { source: 'run', causesOf: () => [run.id] },
  })
  expect((await get(`/runs/${run.id}/changes`)).data).toMatchObject([
    { object: 'orders/88', change: 'inserted', source: 'run', causes: [run.id] },
  ])
  expect((await get(`/runs/${run.id}`)).data).toMatchObject({ domain: 'records-shop', type: 'full' })
  await db.runs.cancel(run.id)
})

test('repairing a resource is rehearsed: what it took the last time, or that nobody knows', async () => {
  const rehearse = () => get(`/shops/${shopId}/resources/orders/rehearsal`)
  expect((await rehearse()).data).toMatchObject({ resource: 'orders', is_minimum: false, last: null })
  await stage.sql`
    insert into sync_runs (id, shop_id, type, trigger, status) values ('run_full', ${shopId}, 'full', 'manual', 'succeeded')`
  await stage.sql`
    insert into sync_run_resources (run_id, shop_id, resource, position, status, rows_read, requests, started_at, finished_at)
    values ('run_full', ${shopId}, 'orders', 0, 'succeeded', 120, 7, now() - interval '90 seconds', now())`
  // A later run of something else does not hide it.
  await stage.sql`
    insert into sync_runs (id, shop_id, type, trigger, status) values ('run_fullz', ${shopId}, 'full', 'manual', 'succeeded')`
  expect((await rehearse()).data.last).toMatchObject({ run_id: 'run_full', rows_read: 120, calls: 7, seconds: 90 })
  expect((await get(`/shops/${shopId}/resources/nothing/rehearsal`)).status).toBe(400)
})

test('a body that retention has deleted is gone', async () => {
  const gone = await deliver('9', '#1009')
  await stage.sql`update webhook_deliveries set body = null where id = ${gone}`
  expect(await get(`/deliveries/${gone}/body`)).toMatchObject({ status: 409, type: 'urn:shopmirror:problem:body-gone' })
})

test('an object is found by its number and shows its life, page by page', async () => {
  expect((await get(`/shops/${shopId}/objects?q=1001`)).data).toMatchObject([
    { table: 'orders', external_id: '5', name: '#1001', matched_by: 'number' },
  ])
  const life = `/shops/${shopId}/objects/orders/5/life`
  const first = await get(`${life}?limit=1`)
  expect(first.data.object).toMatchObject({ table: 'orders', external_id: '5', name: '#1001', deleted_at: null })
  const second = await get(`${life}?limit=1&cursor=${first.next_cursor}`)
  expect([...first.data.entries, ...second.data.entries].map(({ kind }) => kind).toSorted()).toEqual([
    'change',
    'delivery',
  ])
  expect(second.next_cursor).toBeNull()
  expect(await get(`${life}?cursor=lif_x`)).toMatchObject({ status: 400 })
  expect(await get(`/shops/${shopId}/objects/nothing/5/life`)).toMatchObject({ status: 404 })
})

test('statistics and overview show what was counted, also before it is added to its hour', async () => {
  const before = await get('/statistics')
  expect(before.data.total.deliveries_applied).toBeGreaterThan(0)
  await db.statistics.fold(1_000)
  expect((await get(`/statistics?shop=${shopId}`)).data.total).toEqual(before.data.total)
  const { data } = await get('/overview')
  expect(data).toMatchObject({
    last_24_hours: { failed: 0, success_rate: 1, operations: before.data.total.deliveries_applied },
    shops: [{ status: 'active', shops: 1 }],
    freshness: [{ platform: 'shoprenter', shops: 1, within_hour: 0 }],
    worst_shops: [],
  })
  expect(data.waiting.find(({ queue }: { queue: string }) => queue === 'reads')).toMatchObject({
    waiting: 1,
    shops: [{ shop_id: shopId, share: 1 }],
  })
})

test('a range without hours, or with too many, is refused', async () => {
  expect(await get('/statistics?from=2026-11-29T10:00:00Z&to=2026-11-29T10:00:00Z')).toMatchObject({ status: 400 })
  expect(await get('/statistics?from=2020-01-01T00:00:00Z')).toMatchObject({ status: 400 })
})
