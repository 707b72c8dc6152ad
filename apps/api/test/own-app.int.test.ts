import { randomUUID } from 'node:crypto'
import type { Platform } from '@shopmirror/platforms'
import { createKeyedPlatform, startKeyedShop } from '@shopmirror/platforms/testing'
import { type Sandbox, startSandbox } from '@shopmirror/sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signedPlatform } from './signed-platform.ts'
import { createStage, type Stage } from './stage.ts'
import { createTokenPlatform, STATIC_TOKEN, type TokenShop } from './token-platform.ts'

let sandbox: Sandbox
let stage: Stage
const shop: TokenShop = { findings: [], missingScopes: [], calls: 0 }
const { ownApp: _, ...withoutOwnApps } = signedPlatform
const appOnly: Platform = { ...withoutOwnApps, id: 'app-only' }
const keyedShop = await startKeyedShop()
beforeAll(async () => {
  sandbox = await startSandbox({ products: 5, customers: 5, orders: 5, shoprenter: { requestsPerSecond: 50 } })
  stage = await createStage({
    env: { ...sandbox.env, SHOPRENTER_REQUESTS_PER_SECOND: '20' },
    platforms: [createTokenPlatform(shop), createKeyedPlatform(keyedShop), appOnly],
  })
})
afterAll(async () => {
  await stage[Symbol.asyncDispose]()
  await sandbox.close()
  await keyedShop.close()
})

const wish = (more: Record<string, string> = {}) => ({
  platform: 'shoprenter',
  domain: 'minta-bolt',
  client_id: sandbox.shoprenter.clientId,
  client_secret: sandbox.shoprenter.clientSecret,
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

test('credentials of no shop are an invalid request', async () => {
  const { headers } = await stage.issueKey()
  const answer = await connect(given({ domain: undefined }), headers)
  expect([answer.statusCode, answer.json().errors[0].path]).toEqual([400, 'body.domain'])
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
  expect(stored?.ownApp).toEqual({
    clientId: sandbox.shoprenter.clientId,
    clientSecret: sandbox.shoprenter.clientSecret,
  })
  expect(stored?.tokens?.accessToken).toBeTruthy()
  const [raw] = await stage.sql`select own_app, tokens from shop_credentials where shop_id = ${shopId}`
  expect(JSON.stringify(raw)).not.toContain(sandbox.shoprenter.clientSecret)
  const [job] = await stage.queues.shops.getJobs(['waiting'])
  expect(await stage.db.installations.find(job?.data.installationId)).toMatchObject({ accountId, shopId })

  const tested = await stage.app.inject({ method: 'POST', url: `/api/v1/shops/${shopId}/test`, headers })
  expect(tested.json().data).toMatchObject({ ok: true, findings: [], reason: null })
  expect((await connect(wish(), (await stage.issueKey()).headers)).statusCode).toBe(409)
})

test('new credentials for a shop one has replace the old ones', async () => {
  const { headers } = await stage.issueKey()
  const first = (await connect(wish({ domain: 'csere-bolt' }), headers)).json().data
  const second = (await connect(wish({ domain: 'csere-bolt' }), headers)).json().data
  expect(second.id).toBe(first.id)
  expect(await stage.db.credentials.read(first.id)).toMatchObject({ version: 2 })
})

const given = (more: Record<string, string | undefined> = {}) => ({
  ...{ platform: 'token', domain: 'minta', access_token: STATIC_TOKEN, client_secret: 'signs-the-webhooks' },
  ...more,
})

const client = { access_token: undefined, client_id: 'client' }
test.each([
  ['neither a client nor a token', given({ access_token: undefined }), 'body.client_id', 'either'],
  ['nothing', { platform: 'token', domain: 'minta' }, 'body.access_token', 'either'],
  ['both of them', given({ client_id: 'client' }), 'body', 'access_token'],
  ['a client without its secret', given({ ...client, client_secret: undefined }), 'body.client_secret', 'expected'],
  [
    'a token that no header can hold',
    given({ access_token: 'line\nbreak' }),
    'body.access_token',
    'not allowed in a token',
  ],
])('%s is refused before the shop is called, and the answer names the field', async (_name, body, path, message) => {
  const { headers } = await stage.issueKey()
  const before = shop.calls
  const answer = await connect(body, headers)
  expect([answer.statusCode, answer.json().errors]).toEqual([
    422,
    [{ path, message: expect.stringContaining(message) }],
  ])
  expect(shop.calls).toBe(before)
})

test('a token that the shop refuses is not stored', async () => {
  const { headers, accountId } = await stage.issueKey()
  const answer = await connect(given({ access_token: 'revoked-token' }), headers)
  expect([answer.statusCode, answer.json().type]).toEqual([422, 'urn:shopmirror:problem:credentials-refused'])
  expect(answer.body).not.toContain('revoked-token')
  expect(await stage.db.shops.list({ accountId, limit: 5 })).toEqual([])
})

test('a token that works is stored encrypted, with the secret its webhooks are signed with', async () => {
  const { headers } = await stage.issueKey()
  const answer = await connect(given(), headers)
  expect(answer.statusCode).toBe(201)
  const shopId = answer.json().data.id
  expect(await stage.db.credentials.read(shopId)).toMatchObject({
    ownApp: { accessToken: STATIC_TOKEN, clientSecret: 'signs-the-webhooks' },
    tokens: { accessToken: STATIC_TOKEN, expiresAt: null },
  })
  const [raw] = await stage.sql`select * from shop_credentials where shop_id = ${shopId}`
  expect(JSON.stringify(raw)).not.toMatch(new RegExp(`${STATIC_TOKEN}|signs-the-webhooks`))
})

test('a token alone is enough where nothing is signed for it', async () => {
  const { headers } = await stage.issueKey()
  const answer = await connect(given({ domain: 'csak-token', client_secret: undefined }), headers)
  expect(answer.statusCode).toBe(201)
  expect(await stage.db.credentials.read(answer.json().data.id)).toMatchObject({
    ownApp: { accessToken: STATIC_TOKEN },
  })
})

test('a platform that has no such tokens names the field that is missing instead', async () => {
  const { headers } = await stage.issueKey()
  const answer = await connect(given({ platform: 'shoprenter', domain: 'csere-ket-bolt' }), headers)
  expect([answer.statusCode, answer.json().type]).toEqual([422, 'urn:shopmirror:problem:invalid-credentials'])
  expect(answer.json().errors.map(({ path }: { path: string }) => path)).toContain('body.client_id')
})

test('a platform that accepts no credentials of shops rejects them', async () => {
  const { headers } = await stage.issueKey()
  const answer = await connect({ ...given(), platform: 'app-only' }, headers)
  expect([answer.statusCode, answer.json().type]).toEqual([422, 'urn:shopmirror:problem:shop-refused'])
})

describe('a platform of keys with secrets', () => {
  const keys = { consumer_key: keyedShop.key, consumer_secret: keyedShop.secret }

  test('stores both encrypted as one value, and tests them with a call', async () => {
    const { headers } = await stage.issueKey()
    const answer = await connect({ platform: 'keyed', domain: keyedShop.domain, ...keys }, headers)
    expect([answer.statusCode, answer.json().data]).toEqual([
      201,
      expect.objectContaining({ domain: keyedShop.domain }),
    ])
    const shopId = answer.json().data.id
    expect(await stage.db.credentials.read(shopId)).toMatchObject({
      ownApp: { key: keyedShop.key, secret: keyedShop.secret },
      tokens: { expiresAt: null },
    })
    const [raw] = await stage.sql`select * from shop_credentials where shop_id = ${shopId}`
    expect(JSON.stringify(raw)).not.toMatch(new RegExp(`${keyedShop.key}|${keyedShop.secret}`))
  })

  test.each([
    ['no secret', { ...keys, consumer_secret: undefined }, 422, 'invalid-credentials'],
    ['a client of another platform', { client_id: 'a', client_secret: 'b' }, 422, 'invalid-credentials'],
    ['a secret that the shop does not know', { ...keys, consumer_secret: 'cs_other' }, 422, 'credentials-refused'],
  ])('refuses %s', async (_name, fields, status, problem) => {
    const { headers } = await stage.issueKey()
    const answer = await connect({ platform: 'keyed', domain: 'masik', ...fields }, headers)
    expect([answer.statusCode, answer.json().type]).toEqual([status, `urn:shopmirror:problem:${problem}`])
    expect(answer.body).not.toContain('cs_other')
  })
})

describe('a connection test', () => {
  async function testIt(accessToken = STATIC_TOKEN) {
    const { headers, accountId } = await stage.issueKey()
    const { shop: row } = await stage.db.shops.connect({ accountId, platform: 'token', domain: `s-${randomUUID()}` })
    await stage.db.credentials.replace({
      ...{ shopId: row.id, tokens: { accessToken, expiresAt: null } },
      ownApp: { accessToken, clientSecret: 'secret' },
    })
    const answer = await stage.app.inject({ method: 'POST', url: `/api/v1/shops/${row.id}/test`, headers })
    expect(answer.statusCode).toBe(200)
    return answer.json().data
  }

  test('has no findings when nothing is wrong', async () => {
    expect(await testIt()).toMatchObject({ ok: true, findings: [], name: 'Minta', reason: null })
  })

  test('names every part that is wrong at once, and what to do', async () => {
    shop.missingScopes = ['read_orders']
    shop.findings = [
      { part: 'version', detail: 'Version 2026-10 ends soon: set a newer one.' },
      { part: 'location', detail: 'The shop has no active location: switch one on.' },
    ]
    const { ok, findings } = await testIt()
    expect({ ok, findings }).toEqual({
      ok: false,
      findings: [
        { part: 'scope', detail: expect.stringContaining('read_orders is missing. The owner of the shop') },
        ...shop.findings,
      ],
    })
    Object.assign(shop, { findings: [], missingScopes: [] })
  })

  test.each([
    ['revoked-token', 'token'],
    ['narrow-token', 'scope'],
    ['closed-token', 'domain'],
    ['silent-token', 'domain'],
  ])('a call that fails for %s is a finding about the %s', async (accessToken, part) => {
    const { ok, findings } = await testIt(accessToken)
    expect({ ok, parts: findings.map((finding: { part: string }) => finding.part) }).toEqual({
      ok: false,
      parts: [part],
    })
    expect(JSON.stringify(findings)).not.toContain(accessToken)
  })

  test('a busy shop has no findings, and is not ok either', async () => {
    expect(await testIt('hasty-token')).toMatchObject({ ok: false, findings: [], kind: 'rate_limited' })
  })
})
