import { afterAll, expect, test } from 'vitest'
import { createStage } from './stage.ts'

const stage = await createStage()
afterAll(() => stage[Symbol.asyncDispose]())

test('a data request is listed, exported and completed by its account', async () => {
  const { accountId, headers } = await stage.issueKey()
  const shopId = await stage.connectShop(accountId)
  const receivedAt = new Date()
  const row = { externalId: '7', sourceUpdatedAt: receivedAt, fields: { email: 'anna@example.com' }, raw: { a: 1 } }
  await stage.db.mirror.writePage({
    shopId,
    rows: { origin: 'api', readAt: receivedAt, rows: { customers: [row, { ...row, externalId: '8' }] } },
  })
  const id = await stage.db.privacy.open({
    ...{ deliveryId: 'dlv_1', shopId, kind: 'data_request', requestId: '99', customerExternalId: '7', receivedAt },
    dueAt: new Date(receivedAt.getTime() + 1_000),
  })
  const get = async (path: string) =>
    (await stage.app.inject({ url: `/api/v1/privacy-requests${path}`, headers })).json()

  expect((await get('?status=open')).data).toMatchObject([
    { id, kind: 'data_request', request_id: '99', finished_at: null, exported_at: null },
  ])
  const { data } = await get(`/${id}/export`)
  expect(data.customers).toMatchObject([{ external_id: '7', email: 'anna@example.com' }])
  expect((await get(`/${id}`)).data.exported_at).toEqual(expect.stringMatching(/^20/))

  const complete = { method: 'POST', url: `/api/v1/privacy-requests/${id}/complete`, headers } as const
  const [first, second] = [await stage.app.inject(complete), await stage.app.inject(complete)]
  expect(first.json().data).toMatchObject({ outcome: 'answered' })
  expect(second.json()).toEqual(first.json())
  expect((await get('?status=open')).data).toEqual([])
  expect((await get('?status=done')).data).toHaveLength(1)
})

test('a redaction is shown with its evidence, and there is nothing to export or to complete', async () => {
  const { accountId, headers } = await stage.issueKey()
  const shopId = await stage.connectShop(accountId)
  const now = new Date()
  const request = { deliveryId: 'dlv_2', shopId, kind: 'redact_customer', customerExternalId: '7' } as const
  const id = (await stage.db.privacy.open({ ...request, receivedAt: now, dueAt: now })) ?? ''
  await stage.db.privacy.redactCustomer({ id, shopId, customerExternalId: '7', orderExternalIds: [] })
  const url = `/api/v1/privacy-requests/${id}`
  expect((await stage.app.inject({ url, headers })).json().data).toMatchObject({
    outcome: 'redacted',
    evidence: { customers: 1 },
  })
  expect((await stage.app.inject({ url: `${url}/export`, headers })).statusCode).toBe(404)
  expect((await stage.app.inject({ method: 'POST', url: `${url}/complete`, headers })).statusCode).toBe(404)
})
