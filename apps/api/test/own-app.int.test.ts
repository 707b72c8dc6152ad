import { type Sandbox, startSandbox } from '@shopmirror/sandbox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createStage, type Stage } from './stage.ts'

let sandbox: Sandbox
let stage: Stage
beforeAll(async () => {
  sandbox = await startSandbox({ products: 5, customers: 5, orders: 5, requestsPerSecond: 50 })
  stage = await createStage({ env: { ...sandbox.env, SHOPRENTER_REQUESTS_PER_SECOND: '20' } })
})
afterAll(async () => {
  await stage[Symbol.asyncDispose]()
  await sandbox.close()
})

const wish = (more: Record<string, string> = {}) => ({
  platform: 'shoprenter',
  domain: 'minta-bolt',
  client_id: sandbox.clientId,
  client_secret: sandbox.clientSecret,
  ...more,
})
const connect = (payload: object, headers: { authorization: string }) =>
  stage.app.inject({ method: 'POST', url: '/api/v1/shops', headers, payload })

test('credentials that do not work are refused with what is wrong, and nothing is stored', async () => {
  const { headers, accountId } = await stage.issueKey()
  const answer = await connect(wish({ client_secret: 'wrong-secret' }), headers)
  expect([answer.statusCode, answer.json().type]).toEqual([422, 'urn:shopmirror:problem:credentials-refused'])
  expect(answer.body).not.toContain('wrong-secret')
  expect(await stage.db.shops.list({ accountId, limit: 5 })).toEqual([])
})

test('a name no shop can have is refused', async () => {
  const { headers } = await stage.issueKey()
  const answer = await connect(wish({ domain: 'https://evil.example.com/x' }), headers)
  expect([answer.statusCode, answer.json().errors[0].path]).toEqual([400, 'body.domain'])
})

test('credentials that work are stored encrypted, and the shop is installed like any other', async () => {
  const { headers, accountId } = await stage.issueKey()
  const answer = await connect(wish({ domain: 'https://minta-bolt.myshoprenter.hu/admin' }), headers)
  expect([answer.statusCode, answer.json().data.domain]).toEqual([201, 'minta-bolt'])
  const shopId = answer.json().data.id
  const stored = await stage.db.credentials.read(shopId)
  expect(stored?.ownApp).toEqual({ clientId: sandbox.clientId, clientSecret: sandbox.clientSecret })
  expect(stored?.tokens?.accessToken).toBeTruthy()
  const [raw] = await stage.sql`select own_app, tokens from shop_credentials where shop_id = ${shopId}`
  expect(JSON.stringify(raw)).not.toContain(sandbox.clientSecret)
  const [job] = await stage.queues.shops.getJobs(['waiting'])
  expect(await stage.db.installations.find(job?.data.installationId)).toMatchObject({ accountId, shopId })

  const tested = await stage.app.inject({ method: 'POST', url: `/api/v1/shops/${shopId}/test`, headers })
  expect(tested.json().data).toMatchObject({ ok: true, reason: null })
  expect((await connect(wish(), (await stage.issueKey()).headers)).statusCode).toBe(409)
})

test('new credentials for a shop one has replace the old ones', async () => {
  const { headers } = await stage.issueKey()
  const first = (await connect(wish({ domain: 'csere-bolt' }), headers)).json().data
  const second = (await connect(wish({ domain: 'csere-bolt' }), headers)).json().data
  expect(second.id).toBe(first.id)
  expect(await stage.db.credentials.read(first.id)).toMatchObject({ version: 2 })
})
