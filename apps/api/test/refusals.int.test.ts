import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signedPlatform, signedWebhook } from './signed-platform.ts'
import { createStage, type Stage } from './stage.ts'

const MIB = 2 ** 20
let now = Date.parse('2026-11-23T10:00:00Z')
let stage: Stage
let port: number
beforeAll(async () => {
  stage = await createStage({
    platforms: [
      {
        ...signedPlatform,
        webhooks: {
          ...signedPlatform.webhooks,
          unverifiedDomain: ({ 'x-shop': domain }) => (typeof domain === 'string' ? domain : null),
        },
      },
    ],
    now: () => new Date(now),
  })
  await stage.app.listen({ host: '127.0.0.1', port: 0 })
  port = (stage.app.server.address() as AddressInfo).port
})
afterAll(() => stage[Symbol.asyncDispose]())

/** The response to these bytes, on a separate connection. */
async function say(text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('utf8').on('data', (piece: string) => {
    answer += piece
  })
  socket.on('error', () => undefined)
  socket.write(text)
  await once(socket, 'close')
  return answer
}

async function counted(metric: string): Promise<number> {
  const lines = (await stage.registry.metrics()).split('\n')
  return Number(
    lines
      .find((line) => line.startsWith(`${metric} `))
      ?.split(' ')
      .at(-1) ?? 0,
  )
}
const refused = (reason: string) => counted(`shopmirror_requests_refused_total{reason="${reason}"}`)
const rejected = (reason: string, platform = 'signed') =>
  counted(`shopmirror_webhooks_rejected_total{platform="${platform}",reason="${reason}"}`)
const linesOf = (msg: string, reason: string) =>
  stage.lines.filter((line) => line.msg === msg && line.reason === reason)

async function newShop(domain: string): Promise<string> {
  const { accountId } = await stage.issueKey()
  const { shop } = await stage.db.shops.connect({ accountId, platform: 'signed', domain })
  return shop.id
}
const pathFor = (shopId: string) =>
  stage.addresses.addressFor({ platform: 'signed', shopId, topic: 'orders/updated' }).pathname
const post = (url: string, payload: Buffer, headers: Record<string, string> = {}) =>
  stage.app.inject({ method: 'POST', url, payload, headers: { 'content-type': 'application/json', ...headers } })
const alertsOf = (shopId: string) =>
  stage.sql`select * from alerts where shop_id = ${shopId} and kind = 'webhook_too_large'`

describe('what Node itself refuses is counted and logged', () => {
  test('an attempt to use us as a proxy', async () => {
    const before = await refused('bad_http')
    expect(await say('CONNECT s3cret.example.com:443 HTTP/1.1\r\nhost: a\r\n\r\n')).toMatch(/^HTTP\/1.1 405 /)
    expect(await refused('bad_http')).toBe(before + 1)
    expect(linesOf('request.refused', 'bad_http').at(-1)).toMatchObject({ method: 'CONNECT', ip: '127.0.0.1' })
  })

  test('an expectation that we do not know is ignored', async () => {
    const answer = await say('GET /healthz HTTP/1.1\r\nhost: a\r\nexpect: wonders\r\nconnection: close\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1.1 200 /)
  })

  test.each([
    ['headers_too_large', 431, `GET / HTTP/1.1\r\nhost: a\r\nx-secret: ${'s3cret'.repeat(4_000)}\r\n\r\n`],
    ['bad_http', 400, 'this is s3cret and no HTTP\r\n\r\n'],
    ['bad_http', 400, 'GET /webhooks/signed HTTP/1.1\r\nconnection: close\r\n\r\n'],
  ])('%s is %i', async (reason, status, text) => {
    const before = await refused(reason)
    const answer = await say(text)
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(answer.toLowerCase()).toContain('x-content-type-options: nosniff')
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ status, request_id: expect.any(String) })
    expect(await refused(reason)).toBe(before + 1)
    expect(linesOf('request.refused', reason).at(-1)).toMatchObject({ ip: '127.0.0.1', requestId: expect.any(String) })
    expect(JSON.stringify(stage.lines)).not.toContain('s3cret')
  })
})

describe('requests for unknown paths are counted and logged', () => {
  test.each([
    ['not_found', '/webhooks/signed/shp_1.S3cretS3cretS3cretS3cret1', '/webhooks/signed/…'],
    ['not_found', '/api/v2/shops/shp_1m8jddf556xgptnetf69ngrv5?code=s3cret', '/api/v2/shops/…'],
    ['bad_url', '/webhooks/%zz', '/webhooks/…'],
  ])('%s: %s', async (reason, url, path) => {
    const before = await refused(reason)
    const answer = await stage.app.inject({ method: 'PUT', url })
    expect([answer.statusCode, answer.headers['x-content-type-options']]).toEqual([
      reason === 'bad_url' ? 400 : 404,
      'nosniff',
    ])
    expect(await refused(reason)).toBe(before + 1)
    expect(linesOf('request.refused', reason).at(-1)).toMatchObject({ path, method: 'PUT' })
    expect(JSON.stringify(stage.lines)).not.toMatch(/s3cret/i)
  })

  test('an unregistered address, and an unknown platform', async () => {
    expect((await post('/webhooks/signed/shp_1.forged/orders/updated', Buffer.from('{}'))).statusCode).toBe(404)
    expect((await post('/webhooks/nobody', Buffer.from('{}'))).statusCode).toBe(404)
    expect([await rejected('unknown_address'), await rejected('unknown_address', 'unknown')]).toEqual([1, 1])
    expect(linesOf('webhook.rejected', 'unknown_address')).toHaveLength(2)
  })
})

describe('trailing and doubled slashes', () => {
  test.each(['/webhooks/signed/', '//webhooks/signed', '/webhooks//signed//'])(
    '%s is the same address',
    async (url) => {
      const answer = await stage.app.inject({ ...signedWebhook(Buffer.from('{}'), url), url })
      expect([answer.statusCode, answer.headers['x-content-type-options']]).toEqual([200, 'nosniff'])
    },
  )

  test("are ignored at a shop's own address, and in the control API", async () => {
    const shopId = await newShop('slash')
    expect((await stage.app.inject(`${pathFor(shopId)}/`)).statusCode).toBe(200)
    const { headers } = await stage.issueKey()
    expect((await stage.app.inject({ url: '/api/v1/shops/?limit=1', headers })).statusCode).toBe(200)
  })
})

test('a webhook with a media type that cannot be read is refused by name', async () => {
  const answer = await stage.app.inject({
    ...signedWebhook(Buffer.from('{}'), 'odd'),
    headers: { ...signedWebhook(Buffer.from('{}')).headers, 'content-type': 'not a type' },
  })
  expect(answer.statusCode).toBe(415)
  expect([await rejected('unsupported_media_type'), await refused('unsupported_media_type')]).toEqual([1, 1])
  expect(linesOf('webhook.rejected', 'unsupported_media_type')).toHaveLength(1)
})

test('what the control API refuses unread is counted, too', async () => {
  const { headers } = await stage.issueKey()
  const counts = () => Promise.all([refused('too_large'), refused('unreadable')])
  const [large, unreadable] = await counts()
  expect((await post('/api/v1/shops', Buffer.alloc(300 * 1_024, ' '), headers)).statusCode).toBe(413)
  expect((await post('/api/v1/shops', Buffer.from('{'), headers)).statusCode).toBe(400)
  // Read, and not what the schema wants.
  expect((await post('/api/v1/shops', Buffer.from('{}'), headers)).statusCode).toBe(400)
  expect(await counts()).toEqual([Number(large) + 1, Number(unreadable) + 1])
})

describe('a webhook that is too large', () => {
  const large = Buffer.alloc(6 * MIB, ' ')

  test('raises one alert for the shop of its address', async () => {
    const shopId = await newShop('large')
    const answer = await post(pathFor(shopId), large)
    expect([answer.statusCode, answer.headers['x-content-type-options']]).toEqual([413, 'nosniff'])
    expect(linesOf('webhook.rejected', 'too_large').at(-1)).toMatchObject({
      platform: 'signed',
      shop: shopId,
      bytes: 6 * MIB,
    })
    const [alert] = await until(async () => {
      const rows = await alertsOf(shopId)
      return rows.length > 0 && rows
    })
    expect(alert?.detail).toMatch(/6\.0 MiB .*5 MiB/)
    expect(alert?.detail).not.toContain('not checked')
    expect(alert?.raised_at).not.toBeNull()

    await post(pathFor(shopId), large)
    now += 3_600_000
    await post(pathFor(shopId), large)
    await until(async () => (await alertsOf(shopId))[0]?.failures === 2)
    expect(await alertsOf(shopId)).toHaveLength(1)
  })

  test('with an unverified shop says so in the alert, and raises none for unknown shops', async () => {
    const shopId = await newShop('claimed')
    await post('/webhooks/signed', large, { 'x-shop': 'nobodys' })
    await post('/webhooks/signed', large, { 'x-shop': 'claimed' })
    const [alert] = await until(async () => {
      const rows = await alertsOf(shopId)
      return rows.length > 0 && rows
    })
    expect(alert?.detail).toContain('Its signature was not checked, so the sender is unverified.')
  })

  test('claiming one shop after the other raises at most twenty alerts a day', async () => {
    now += 86_400_000
    const shopIds = await Promise.all(Array.from({ length: 25 }, (_, index) => newShop(`many-${index}`)))
    for (const index of shopIds.keys()) await post('/webhooks/signed', large, { 'x-shop': `many-${index}` })
    const raised = () => stage.sql`select 1 from alerts where shop_id = any(${shopIds})`
    await until(async () => (await raised()).length === 20)
    const proven = await newShop('proven')
    await post(pathFor(proven), large)
    await until(async () => (await alertsOf(proven)).length === 1)
    expect(await raised()).toHaveLength(20)
    now += 86_400_000
    await post('/webhooks/signed', large, { 'x-shop': 'many-24' })
    await until(async () => (await raised()).length === 21)
  })
})
