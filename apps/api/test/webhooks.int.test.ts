import { receiveWebhook } from '@shopmirror/jobs'
import type { Platform } from '@shopmirror/platforms'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sign, signedPlatform, signedWebhook } from './signed-platform.ts'
import { createStage, type Stage } from './stage.ts'

/** Its webhooks are about the app's own access, and carry tokens. */
const pushingPlatform: Platform = {
  ...signedPlatform,
  id: 'pushing',
  webhooks: {
    ...signedPlatform.webhooks,
    verify(request) {
      const verdict = signedPlatform.webhooks.verify(request)
      return verdict.ok ? { ok: true, value: { ...verdict.value, about: 'access' } } : verdict
    },
  },
}

let stage: Stage
beforeAll(async () => {
  stage = await createStage({ platforms: [signedPlatform, pushingPlatform] })
})
afterAll(() => stage[Symbol.asyncDispose]())
beforeEach(() => stage.queues.inbox.drain())

async function queued() {
  const jobs = await stage.queues.inbox.getJobs(['waiting'])
  return jobs.flatMap(({ data }) => receiveWebhook.payload.parse(data).deliveries)
}

const body = Buffer.from('{"id":1,"name":"Kis Éva \u0000"}')
const addressOf = (shopId = 'shp_1', topic = 'order_confirm') =>
  stage.addresses.addressFor({ platform: 'shoprenter', shopId, topic }).pathname

describe('an app-wide address', () => {
  test('a signed delivery is queued byte for byte and answered 200', async () => {
    const answer = await stage.app.inject(signedWebhook(body))
    expect(answer.statusCode).toBe(200)
    const [delivery] = await queued()
    expect(delivery).toMatchObject({ platform: 'signed', deliveryId: 'delivery-1', domain: 'minta' })
    expect(Buffer.from(delivery?.body ?? '', 'base64')).toEqual(body)
  })

  test('a body changed by one byte is refused, whatever else is right, and nothing is queued', async () => {
    const answer = await stage.app.inject({ ...signedWebhook(body), payload: Buffer.concat([body, Buffer.from(' ')]) })
    expect(answer.statusCode).toBe(401)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(await queued()).toEqual([])
  })

  test('a platform that does not sign accepts nothing there', async () => {
    const answer = await stage.app.inject({ method: 'POST', url: '/webhooks/shoprenter', payload: '{}' })
    expect(answer.statusCode).toBe(401)
  })

  test('an unknown platform is not found', async () => {
    const answer = await stage.app.inject({ ...signedWebhook(body), url: '/webhooks/nobody' })
    expect(answer.statusCode).toBe(404)
  })

  test('any kind of body is taken, also one that claims to be JSON and is none, and one without a kind', async () => {
    const odd = Buffer.from([0, 255, 254, 123])
    for (const contentType of ['application/json', 'multipart/form-data; boundary=x', 'text/xml'])
      expect(
        (
          await stage.app.inject({
            ...signedWebhook(odd, contentType),
            headers: { ...signedWebhook(odd, contentType).headers, 'content-type': contentType },
          })
        ).statusCode,
      ).toBe(200)
    const { 'content-type': _, ...headers } = signedWebhook(odd, 'none').headers
    expect((await stage.app.inject({ ...signedWebhook(odd), headers })).statusCode).toBe(200)
    expect((await queued()).every((delivery) => delivery.body === odd.toString('base64'))).toBe(true)
  })

  test('5 MiB are taken, one byte more is too large', async () => {
    const largest = Buffer.alloc(5 * 2 ** 20, 'x')
    expect((await stage.app.inject(signedWebhook(largest))).statusCode).toBe(200)
    const larger = await stage.app.inject(signedWebhook(Buffer.alloc(5 * 2 ** 20 + 1, 'x')))
    expect([larger.statusCode, larger.json().type]).toEqual([413, 'urn:shopmirror:problem:payload-too-large'])
  })
})

describe('a body that carries a token', () => {
  const secret = 'a-token-nobody-may-read'
  const push = () =>
    stage.app.inject({ ...signedWebhook(Buffer.from(JSON.stringify({ token: secret }))), url: '/webhooks/pushing' })

  test('is encrypted in the queue, and decrypts only as the same delivery', async () => {
    expect((await push()).statusCode).toBe(200)
    const [delivery] = await queued()
    const sealed = Buffer.from(delivery?.body ?? '', 'base64')
    expect(delivery).toMatchObject({ platform: 'pushing', about: 'access', domain: 'minta' })
    expect(sealed.toString()).not.toContain(secret)
    expect(Buffer.from(sealed.toString(), 'base64').toString('latin1')).not.toContain(secret)
    const key = { platform: 'pushing', deliveryId: delivery?.deliveryId ?? '' }
    expect(stage.db.deliveries.openBody(key, sealed).toString()).toContain(secret)
    expect(() => stage.db.deliveries.openBody({ ...key, deliveryId: 'another' }, sealed)).toThrow('cannot be decrypted')
  })
})

describe("a shop's own address", () => {
  test('a delivery is queued for that shop and topic', async () => {
    const answer = await stage.app.inject({ method: 'POST', url: addressOf('shp_7'), payload: { data: 1 } })
    expect(answer.statusCode).toBe(200)
    expect(await queued()).toMatchObject([{ platform: 'shoprenter', shopId: 'shp_7', topic: 'order_confirm' }])
  })

  test("one shop's key does not open another shop's, nor another platform's address", async () => {
    const foreign = addressOf('shp_7').replace('shp_7', 'shp_8')
    const elsewhere = addressOf('shp_7').replace('/shoprenter/', '/signed/')
    for (const url of [foreign, elsewhere, '/webhooks/shoprenter/shp_7/order_confirm'])
      expect((await stage.app.inject({ method: 'POST', url, payload: '{}' })).statusCode).toBe(404)
    expect(await queued()).toEqual([])
  })

  test('a topic that cannot be stored is not found', async () => {
    const url = `${addressOf().slice(0, -'order_confirm'.length)}a%00b`
    expect((await stage.app.inject({ method: 'POST', url, payload: '{}' })).statusCode).toBe(404)
  })

  test('GET and HEAD confirm a valid address, and queue nothing', async () => {
    for (const method of ['GET', 'HEAD'] as const) {
      expect((await stage.app.inject({ method, url: addressOf() })).statusCode).toBe(200)
      expect((await stage.app.inject({ method, url: `${addressOf().replace('shp_1', 'shp_2')}` })).statusCode).toBe(404)
    }
    expect(await queued()).toEqual([])
  })
})

describe("the webhooks of a shop's own app", () => {
  const connect = async (clientSecret: string) => {
    const { accountId } = await stage.issueKey()
    const { shop } = await stage.db.shops.connect({ accountId, platform: 'signed', domain: `s${Date.now()}` })
    await stage.db.credentials.replace({ shopId: shop.id, ownApp: { clientSecret } })
    return shop.id
  }
  const hit = (shopId: string, hmac: string) => {
    const url = stage.addresses.addressFor({ platform: 'signed', shopId, topic: 'orders/updated' }).pathname
    const { headers } = signedWebhook(body, `own-${shopId}`)
    return { method: 'POST', url, headers: { ...headers, 'x-hmac': hmac }, payload: body } as const
  }

  test("are taken when that app's secret signed them, and are that shop's", async () => {
    const shopId = await connect('own-secret')
    expect((await stage.app.inject(hit(shopId, sign(body, 'own-secret')))).statusCode).toBe(200)
    expect(await queued()).toMatchObject([{ shopId }])
  })

  test("are refused when signed with another shop's secret, at the shop's and at the shared address", async () => {
    const [own] = [await connect('one-secret'), await connect('another-secret')]
    const foreign = sign(body, 'another-secret')
    expect((await stage.app.inject(hit(own, foreign))).statusCode).toBe(401)
    expect((await stage.app.inject({ ...hit(own, foreign), url: '/webhooks/signed' })).statusCode).toBe(401)
    expect(await queued()).toEqual([])
  })

  test('wait for the database when it cannot say which secret is theirs', async () => {
    await using lame = await createStage({ platforms: [signedPlatform] })
    await lame.sql.end()
    const url = lame.addresses.addressFor({ platform: 'signed', shopId: 'shp_1', topic: 'orders/updated' }).pathname
    const answer = await lame.app.inject({ ...hit('shp_1', sign(body, 'own-secret')), url })
    expect(answer.statusCode).toBe(503)
  })
})

test('each secret of the app counts what it signed', async () => {
  await stage.app.inject(signedWebhook(body, 'counted'))
  const metrics = await stage.registry.metrics()
  expect(metrics).toMatch(/shopmirror_webhooks_signed_total\{platform="signed",secret="current"\} [1-9]/)
})

test('how long an acknowledgement took is counted, and a refusal is none', async () => {
  const acknowledged = async () =>
    Number(
      /^shopmirror_webhook_acknowledged_seconds_count\{platform="signed"\} (\d+)$/m.exec(
        await stage.registry.metrics(),
      )?.[1] ?? 0,
    )
  const before = await acknowledged()
  await stage.app.inject(signedWebhook(body, 'timed'))
  await stage.app.inject({ ...signedWebhook(body, 'timed'), payload: 'changed' })
  expect(await acknowledged()).toBe(before + 1)
})

test('while databases are away a delivery is refused with the time to come again', async () => {
  await using lame = await createStage({ platforms: [signedPlatform] })
  await lame.sql.end()
  lame.redis.disconnect()
  const answer = await lame.app.inject(signedWebhook(body))
  expect(answer.statusCode).toBe(503)
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
})

test('deliveries that come together become fewer jobs than deliveries, and none is lost', async () => {
  const ids = Array.from({ length: 50 }, (_, index) => `together-${index}`)
  const answers = await Promise.all(ids.map((id) => stage.app.inject(signedWebhook(body, id))))
  expect(answers.every(({ statusCode }) => statusCode === 200)).toBe(true)
  expect((await queued()).map(({ deliveryId }) => deliveryId).sort()).toEqual(ids.sort())
  expect((await stage.queues.inbox.getJobs(['waiting'])).length).toBeLessThan(10)
})
