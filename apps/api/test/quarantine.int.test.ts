import { afterAll, beforeAll, expect, test } from 'vitest'
import { createStage, type Key, type Stage } from './stage.ts'

let stage: Stage
let key: Key
let shopId: string
beforeAll(async () => {
  stage = await createStage()
  key = await stage.issueKey()
  shopId = await stage.connectShop(key.accountId)
})
afterAll(() => stage[Symbol.asyncDispose]())

async function get(path: string) {
  const answer = await stage.app.inject({ method: 'GET', url: `/api/v1${path}`, headers: key.headers })
  return answer.json()
}
const idsOf = ({ data }: { data: { external_id: string }[] }) => data.map(({ external_id: id }) => id)

test('what could not be stored is found by shop, table and run, with its reason and what the shop sent', async () => {
  const { db } = stage
  const { run } = await db.runs.create({ shopId, type: 'full', trigger: 'manual', resources: ['orders'] })
  const epoch = (await db.runs.begin(run.id))?.epoch ?? 0
  const rows = (table: string, externalId: string) => ({
    ...{ origin: 'api' as const, readAt: new Date(), rows: {} },
    unmapped: [{ table, externalId, raw: { note: `of ${externalId}` } }],
  })
  const checkpoint = { runId: run.id, epoch, resource: 'orders', cursor: null, ids: ['7'], pages: 1 }
  await db.mirror.writePage({ shopId, rows: rows('orders', '7'), checkpoint })
  await db.mirror.writePage({ shopId, rows: rows('products', '8') })

  expect(idsOf(await get('/quarantine'))).toEqual(['8', '7'])
  expect(idsOf(await get(`/quarantine?shop=${shopId}&table=products`))).toEqual(['8'])
  const { data } = await get(`/quarantine?run=${run.id}`)
  expect(data).toMatchObject([
    { shop_id: shopId, table: 'orders', external_id: '7', run_id: run.id, delivery_id: null },
  ])
  expect(data[0]).not.toHaveProperty('raw')
  const found = (await get(`/quarantine/${data[0].id}`)).data
  expect(found.reason).toContain('could not be mapped')
  expect(JSON.parse(found.raw)).toEqual({ orders: [{ note: 'of 7' }] })
  expect((await get(`/runs/${run.id}`)).data.resources).toMatchObject([{ resource: 'orders', quarantined: 1 }])
})

test('an object that could not be stored is read again on request, a part of one is not', async () => {
  const own = await stage.connectShop(key.accountId)
  const unmapped = [
    { table: 'orders', externalId: '9', raw: {} },
    { table: 'order_lines', externalId: '9-1', raw: {} },
  ]
  await stage.db.mirror.writePage({ shopId: own, rows: { origin: 'api', readAt: new Date(), rows: {}, unmapped } })
  const retry = async (table: string) => {
    const [{ id }] = (await get(`/quarantine?shop=${own}&table=${table}`)).data
    return stage.app.inject({ method: 'POST', url: `/api/v1/quarantine/${id}/retry`, headers: key.headers })
  }
  expect((await retry('orders')).statusCode).toBe(202)
  expect(await stage.db.refetches.next({ shopId: own, resource: 'orders' }, 10)).toMatchObject([{ externalId: '9' }])
  expect((await retry('order_lines')).json().type).toBe('urn:shopmirror:problem:not-readable')
  await stage.sql`update shops set paused_at = now() where id = ${own}`
  expect((await retry('orders')).json().type).toBe('urn:shopmirror:problem:shop-not-active')
})

test('one that is not there is not found', async () => {
  expect(await get('/quarantine/qrn_unknown')).toMatchObject({ status: 404 })
})
