import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sign, signedPlatform } from './signed-platform.ts'
import { createStage, type Key, SHOPRENTER_SECRET, type Stage } from './stage.ts'

const NOW = Date.parse('2026-11-23T10:00:00Z')
const seed = 20_261_123
let stage: Stage
let member: Key

beforeAll(async () => {
  stage = await createStage({ platforms: [signedPlatform], now: () => new Date(NOW) })
  member = await stage.issueKey()
})
afterAll(() => stage[Symbol.asyncDispose]())

let addresses = 0
async function ask(request: InjectOptions) {
  addresses += 1
  // Each from a separate address, so that the limit per caller does not answer.
  const remoteAddress = `10.${addresses >> 16}.${(addresses >> 8) & 255}.${addresses & 255}`
  return stage.app.inject({ remoteAddress, ...request })
}

/** Nothing was kept, queued or connected. */
async function expectUntouched() {
  const tables = [
    'installations',
    'shops',
    'webhook_deliveries',
    'inbox_spill',
    'oauth_states',
    'sync_runs',
    'erasures',
  ]
  for (const table of tables) {
    const [row] = await stage.sql`select count(*)::int as rows from ${stage.sql(table)}`
    expect([table, row?.rows]).toEqual([table, 0])
  }
  for (const name of ['inbox', 'shops', 'sync'] as const) expect(await stage.queues[name].getWaitingCount()).toBe(0)
}

const odd = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '',
    '%',
    '%00',
    '%ff%fe',
    '../..',
    "' or 1=1 --",
    '\u0000',
    '{"a":',
    '[]',
    'null',
    '-1',
    '1e309',
    '💥',
  ),
  fc.string({ minLength: 5_000, maxLength: 9_000 }),
)
const seconds = Math.floor(NOW / 1_000)
const hmac = (message: string, secret = SHOPRENTER_SECRET) => createHmac('sha256', secret).update(message).digest('hex')

interface Signed {
  shopname: string
  code: string
  timestamp: string
  hmac: string
}

function valid(timestamp = seconds): Signed {
  const [shopname, code] = ['minta-bolt', 'c0de']
  return {
    shopname,
    code,
    timestamp: `${timestamp}`,
    hmac: hmac(`code=${code}&shopname=${shopname}&timestamp=${timestamp}`),
  }
}
const query = (parameters: object) => new URLSearchParams(Object.entries(parameters)).toString()

/** Ways to spoil a call that was signed correctly. */
const spoiled = fc.oneof(
  fc
    .record({ name: fc.constantFrom('shopname', 'code', 'timestamp', 'hmac'), value: odd })
    .map(({ name, value }) => query({ ...valid(), [name]: value })),
  fc
    .constantFrom('shopname', 'code', 'timestamp', 'hmac')
    .map((name) => query(Object.fromEntries(Object.entries(valid()).filter(([each]) => each !== name)))),
  fc
    .record({ name: fc.constantFrom('shopname', 'code', 'timestamp', 'hmac'), value: odd })
    .map(({ name, value }) => `${query(valid())}&${query({ [name]: value })}`),
  fc.integer({ min: 301, max: 10_000_000 }).map((age) => query(valid(seconds - age))),
  fc.integer({ min: 301, max: 10_000_000 }).map((ahead) => query(valid(seconds + ahead))),
  fc
    .string({ minLength: 1 })
    .map((secret) =>
      query({ ...valid(), hmac: hmac(`code=c0de&shopname=minta-bolt&timestamp=${seconds}`, `x${secret}`) }),
    ),
  fc.nat({ max: 63 }).map((length) => query({ ...valid(), hmac: valid().hmac.slice(0, length) })),
  fc.nat({ max: 63 }).map((at) => query({ ...valid(), hmac: flip(valid().hmac, at) })),
  odd.map((text) => `${encodeURIComponent(text.toWellFormed())}`),
  fc.constant(query({ ...valid(), padding: 'x'.repeat(9_000) })),
)
const flip = (text: string, at: number) => `${text.slice(0, at)}${text[at] === '0' ? '1' : '0'}${text.slice(at + 1)}`

test('of 500 spoiled install, open and uninstall calls none is accepted and none breaks anything', async () => {
  const calls = fc.record({
    url: fc.constantFrom(
      '/api/v1/shoprenter/oauth/callback',
      '/api/v1/shoprenter/oauth/entry',
      '/webhooks/shoprenter/uninstall',
      '/api/v1/signed/oauth/callback',
    ),
    parameters: spoiled,
    asForm: fc.boolean(),
    accept: fc.constantFrom('text/html', 'application/json', '*/*'),
  })
  await fc.assert(
    fc.asyncProperty(calls, async ({ url, parameters, asForm, accept }) => {
      const posted = asForm && url.endsWith('uninstall')
      const answer = await ask(
        posted
          ? {
              method: 'POST',
              url,
              headers: { accept, 'content-type': 'application/x-www-form-urlencoded' },
              payload: parameters,
            }
          : { url: `${url}?${parameters}`, headers: { accept } },
      )
      expect(answer.statusCode).toBeOneOf([400, 403, 404, 414])
      expect(answer.headers.location).toBeUndefined()
    }),
    { numRuns: 500, seed },
  )
  await expectUntouched()
})

test('of 500 forged webhooks none is accepted and none breaks anything', async () => {
  const key =
    stage.addresses.addressFor({ platform: 'shoprenter', shopId: 'shp_1', topic: 't' }).pathname.split('/')[3] ?? ''
  const keys = fc.oneof(
    odd.map((text) => encodeURIComponent(text.toWellFormed()) || 'x'),
    fc.nat({ max: key.length - 1 }).map((length) => key.slice(0, length) || 'x'),
    fc.nat({ max: key.length - 1 }).map((at) => flip(key, at)),
    fc.constantFrom(`${key}=`, `${key}A`, key.replace('.', '..'), key.toUpperCase(), `shp_2.${key.split('.')[1]}`),
  )
  const body = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes))
  const forged = fc.oneof(
    fc.record({ shopKey: keys, topic: odd, payload: body }).map(
      ({ shopKey, topic, payload }): InjectOptions => ({
        method: 'POST',
        url: `/webhooks/shoprenter/${shopKey}/${encodeURIComponent(topic.toWellFormed())}`,
        payload,
      }),
    ),
    fc
      .record({ payload: body, signature: odd, drop: fc.constantFrom('x-hmac', 'x-id', 'x-shop', 'none') })
      .map(({ payload, signature, drop }): InjectOptions => {
        const headers = { 'x-hmac': encodeURIComponent(signature.toWellFormed()), 'x-id': '1', 'x-shop': 'minta' }
        return {
          method: 'POST',
          url: '/webhooks/signed',
          headers: Object.fromEntries(Object.entries(headers).filter(([name]) => name !== drop)),
          payload,
        }
      }),
    fc.record({ payload: body, more: fc.uint8Array({ minLength: 1, maxLength: 5 }) }).map(
      ({ payload, more }): InjectOptions => ({
        method: 'POST',
        url: '/webhooks/signed',
        headers: { 'x-hmac': sign(payload), 'x-id': '1', 'x-shop': 'minta' },
        payload: Buffer.concat([payload, more]),
      }),
    ),
    odd.map(
      (platform): InjectOptions => ({
        method: 'POST',
        url: `/webhooks/${encodeURIComponent(platform.toWellFormed())}`,
        payload: '{}',
      }),
    ),
  )
  await fc.assert(
    fc.asyncProperty(forged, async (request) => {
      const answer = await ask(request)
      expect(answer.statusCode).toBeOneOf([400, 401, 404, 414, 415])
    }),
    { numRuns: 500, seed },
  )
  await expectUntouched()
})

test('of 600 malformed control calls none is accepted and none breaks anything', async () => {
  const segment = odd.map((text) => encodeURIComponent(text.toWellFormed().slice(0, 200)) || 'x')
  const path = fc.oneof(
    fc
      .record({ id: segment, rest: fc.constantFrom('', '/settings', '/syncs', '/test') })
      .map(({ id, rest }) => `/shops/${id}${rest}`),
    fc
      .record({ id: segment, rest: fc.constantFrom('', '/pause', '/cancel') })
      .map(({ id, rest }) => `/runs/${id}${rest}`),
    segment.map((id) => `/deliveries/${id}/replay`),
    segment.map((id) => `/installations/${id}/claim`),
    segment.map((id) => `/keys/${id}`),
    segment.map((platform) => `/${platform}/sync`),
    odd.map((cursor) => `/runs?cursor=${encodeURIComponent(`!${cursor.toWellFormed()}`)}`),
    odd.map((limit) => `/deliveries?limit=${encodeURIComponent(`x${limit.toWellFormed()}`)}`),
    fc.constantFrom(
      '/shops?limit=0',
      '/shops?limit=201',
      '/shops?unknown=1',
      '/shops?status=gone',
      '/runs?status=1&status=2',
    ),
    fc.constantFrom('/shops', '/keys', '/shoprenter/sync', '/internal/scheduled-sync'),
  )
  const payload = fc.oneof(
    odd,
    fc.json({ maxDepth: 3 }),
    fc.constantFrom(
      '{"type":"everything"}',
      '{"type":"full","shop":1}',
      '{"type":"full","admin":true}',
      '{"name":"x","role":"god"}',
      '{"__proto__":{"role":"operator"},"name":""}',
      '{"platform":"shoprenter","domain":"../x","client_id":"a","client_secret":"b"}',
    ),
  )
  const calls = fc.record({
    path,
    payload,
    method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE'),
    contentType: fc.constantFrom('application/json', 'text/plain', 'application/xml', 'nonsense'),
    key: fc.oneof(
      { weight: 3, arbitrary: fc.constant(member.headers.authorization) },
      odd.map((text) => `Bearer smk_${encodeURIComponent(text.toWellFormed()).slice(0, 500)}`),
      fc.constantFrom('', 'Bearer', 'Basic Og==', `bearer ${member.key}x`, `Bearer ${member.key.slice(0, -1)}`),
    ),
  })
  const listings = /^\/(shops|runs|deliveries|keys)(\?limit=\d+)?$/
  await fc.assert(
    fc.asyncProperty(calls, async ({ path, payload, method, contentType, key }) => {
      if (method === 'GET' && listings.test(path)) return
      const answer = await ask({
        method,
        url: `/api/v1${path}`,
        headers: { authorization: key, 'content-type': contentType },
        ...(method !== 'GET' && { payload }),
      })
      expect([answer.statusCode, answer.body].join(' ')).toMatch(/^(400|401|403|404|405|413|414|415|429) /)
      expect(answer.headers['content-type']).toContain('application/problem+json')
      expect(answer.body).not.toMatch(/\bat .+\.ts:\d+|node_modules|select |insert /)
    }),
    { numRuns: 600, seed },
  )
  await expectUntouched()
})

test('the secret of the outside cron is wanted as it is, and without one the door is shut', async () => {
  const url = '/api/v1/internal/scheduled-sync'
  const call = (on: Stage, authorization?: string) =>
    on.app.inject({ method: 'POST', url, headers: authorization === undefined ? {} : { authorization } })
  for (const given of [undefined, 'Bearer ', 'Bearer undefined', 'Bearer null', member.headers.authorization])
    expect((await call(stage, given)).statusCode).toBe(404)

  await using open = await createStage({ settings: { internalSyncSecret: 'a-secret-for-the-cron' } })
  for (const given of [
    undefined,
    'Bearer ',
    'a-secret-for-the-cron',
    'Bearer a-secret-for-the-cro',
    'Basic a-secret-for-the-cron',
  ])
    expect((await call(open, given)).statusCode).toBe(401)
  const { accountId } = await open.issueKey()
  const shopId = await open.connectShop(accountId)
  await open.sql`update shop_settings set next_sync_at = now() - interval '1 minute' where shop_id = ${shopId}`
  const answer = await call(open, 'Bearer a-secret-for-the-cron')
  expect([answer.statusCode, answer.json()]).toEqual([200, { data: { started: 1 } }])
  expect(await open.db.runs.list({ accountId, limit: 5 })).toMatchObject([{ shopId, trigger: 'schedule' }])
})
