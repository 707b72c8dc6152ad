import { createShopBudget } from '@shopmirror/jobs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createStage, type Key, type Stage } from './stage.ts'

let stage: Stage
let owner: Key
let shopId: string
beforeAll(async () => {
  stage = await createStage()
  owner = await stage.issueKey()
  shopId = await stage.connectShop(owner.accountId, 'watched-shop')
})
afterAll(() => stage[Symbol.asyncDispose]())

const ask = async (path: string, options: object = {}) => {
  const answer = await stage.app.inject({ url: `/api/v1${path}`, headers: owner.headers, ...options })
  return { status: answer.statusCode, ...answer.json() }
}
const locationOf = (id: string) => ({
  ...{ externalId: id, sourceUpdatedAt: new Date(), raw: {} },
  fields: { name: `Place ${id}`, active: true },
})
const page = (ids: string[], more: object = {}) => ({
  ...{ shopId, deleted: [] },
  rows: {
    origin: 'api' as const,
    readAt: new Date(),
    rows: { locations: ids.map(locationOf) },
  },
  ...more,
})

test('a run is shown with the pace of each resource, an honest estimate and who used the allowance', async () => {
  const { run } = await stage.db.runs.create({ shopId, type: 'full', trigger: 'manual', resources: ['locations'] })
  const begun = await stage.db.runs.begin(run.id)
  const key = { runId: run.id, epoch: begun?.epoch ?? 0, resource: 'locations' }
  await stage.db.runs.startResource({ ...key, windowFrom: null, windowTo: new Date() })
  await stage.db.mirror.writePage(
    page(['1', '2'], { checkpoint: { ...key, cursor: null, ids: ['1', '2'], pages: 1, announced: 10 } }),
  )
  await stage.sql`update sync_run_resources set pace_from = now() - interval '4 s' where run_id = ${run.id}`
  const budget = createShopBudget({ redis: stage.redis, prefix: stage.prefix })
  const policy = { unit: 'requests', perSecond: 10, burst: 0 } as const
  for (const lane of ['full', 'refetch', 'refetch', 'push'] as const)
    await budget.reserve({ key: 'shoprenter:watched-shop', cost: 1, lane, policy })

  const { data } = await ask(`/shops/${shopId}/progress`)
  expect(data).toMatchObject({
    next_step: 'wait_for_run',
    run: { id: run.id, status: 'running', estimate: { unknown_because: null } },
    allowance: { unit: 'requests', seconds: 300, spent: { push: 1, refetch: 2, incremental: 0, full: 1 } },
  })
  const [locations] = data.run.resources
  expect(locations).toMatchObject({ resource: 'locations', rows_read: 2, announced: 10 })
  expect(locations.pace.rows_per_second).toBeGreaterThan(0.2)
  expect(data.run.estimate.from_seconds).toBeGreaterThanOrEqual(12)
  expect(data.run.estimate.to_seconds).toBeGreaterThan(data.run.estimate.from_seconds)
  await stage.db.runs.finish(run.id, key.epoch, 'succeeded')
  await stage.db.watermarks.advance(shopId, 'locations', new Date('2026-06-01T12:00:00Z'), { full: true })
})

test('resources are shown with their rows, how far they are read and whether they are mirrored', async () => {
  await ask(`/shops/${shopId}/settings`, {
    method: 'PUT',
    payload: { schedule_enabled: true, frequency: '1h', resources: ['orders'], full_every_hours: 24 },
  })
  const { data } = await ask(`/shops/${shopId}/resources`)
  const byName = Object.fromEntries(data.map(({ resource, ...state }: { resource: string }) => [resource, state]))
  expect(byName.orders).toMatchObject({ is_mirrored: true, rows: 0, is_minimum: false, synced_to: null })
  expect(byName.products).toMatchObject({ is_mirrored: false })
})

test('subscriptions of one shop tell the deliveries of the last 24 hours', async () => {
  await stage.db.subscriptions.setWanted(shopId, ['order_confirm', 'product_update'])
  await stage.db.deliveries.record(
    [0, 1, 30].map((hours) => ({
      ...{ platform: 'shoprenter', deliveryId: `d-${hours}`, shopId, topic: 'order_confirm', body: 'e30=' },
      ...{ contentType: 'application/json', triggeredAt: null },
      receivedAt: new Date(Date.now() - hours * 3_600_000),
    })),
  )
  const { data } = await ask(`/subscriptions?shop=${shopId}`)
  expect(data.map((row: Record<string, unknown>) => [row.topic, row.received_24_hours])).toEqual([
    ['order_confirm', 2],
    ['product_update', 0],
  ])
  const all = await ask('/subscriptions')
  expect(all.data[0].received_24_hours).toBeNull()
})

test('the default location is one of the shop’s', async () => {
  const set = (location: string | null) =>
    ask(`/shops/${shopId}/default-location`, { method: 'PUT', payload: { location } })
  expect((await set('2')).data).toEqual([
    { id: '1', name: 'Place 1', is_default: false },
    { id: '2', name: 'Place 2', is_default: true },
  ])
  expect(await set('nowhere')).toMatchObject({ status: 400, errors: [{ message: 'choose from 1, 2' }] })
  expect((await ask(`/shops/${shopId}/locations`)).data[1]).toMatchObject({ is_default: true })
  expect((await set(null)).data[1]).toMatchObject({ is_default: false })
})
