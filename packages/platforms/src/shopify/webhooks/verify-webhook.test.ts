import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { WebhookRequest } from '../../contract/webhooks.ts'
import { verifyWebhook } from './verify-webhook.ts'

const secrets = ['new-secret', 'old-secret']
const body = Buffer.from('{"id":788032119674292922,"title":"Póló","price":"19.90"}')
const sign = (bytes: Buffer, secret = 'new-secret') => createHmac('sha256', secret).update(bytes).digest('base64')

function request(headers: WebhookRequest['headers'] = {}, more: Partial<WebhookRequest> = {}): WebhookRequest {
  return {
    method: 'POST',
    query: '',
    body,
    headers: {
      'content-type': 'application/json',
      'x-shopify-topic': 'orders/updated',
      'x-shopify-hmac-sha256': sign(more.body ?? body),
      'x-shopify-shop-domain': 'Minta-Bolt.myshopify.com',
      'x-shopify-api-version': '2026-10',
      'x-shopify-webhook-id': 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
      'x-shopify-event-id': '98880550-7158-44d4-b7cd-2c97c8a091b5',
      'x-shopify-triggered-at': '2026-01-02T08:00:00.123456789Z',
      ...headers,
    },
    ...more,
  }
}
const verify = (given: WebhookRequest) => verifyWebhook(given, secrets)

describe('a signed delivery', () => {
  test('says which it is, of what, of whose and when, and which secret signed it', () => {
    expect(verify(request())).toEqual({
      ok: true,
      value: {
        deliveryId: 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
        topic: 'orders/updated',
        domain: 'minta-bolt.myshopify.com',
        triggeredAt: new Date('2026-01-02T08:00:00.123Z'),
        secretIndex: 0,
      },
    })
  })

  test('under a former secret it still counts, and can be counted', () => {
    const old = request({ 'x-shopify-hmac-sha256': sign(body, 'old-secret') })
    expect(verify(old)).toMatchObject({ ok: true, value: { secretIndex: 1 } })
    expect(verifyWebhook(old, ['new-secret'])).toEqual({ ok: false, reason: 'bad_signature' })
  })

  test("at a shop's own address it is that shop's", () => {
    expect(verify(request({}, { shopId: 'shp_1', topic: 'whatever' }))).toMatchObject({
      value: { shopId: 'shp_1', topic: 'orders/updated', domain: 'minta-bolt.myshopify.com' },
    })
  })

  test("a shop's own app signs with its own secret: ours counts for nothing there, and the other way round", () => {
    const own = request({ 'x-shopify-hmac-sha256': sign(body, 'own') }, { shopId: 'shp_1', ownSecret: 'own' })
    expect(verify(own)).toMatchObject({ ok: true, value: { shopId: 'shp_1' } })
    expect(verify(own)).not.toHaveProperty('value.secretIndex')
    const { ownSecret: _, ...without } = own
    expect(verify(without)).toEqual({ ok: false, reason: 'bad_signature' })
    expect(verify(request({}, { ownSecret: 'own' }))).toEqual({ ok: false, reason: 'bad_signature' })
  })

  test('a time that is missing or no time is left out', () => {
    for (const time of [undefined, 'soon'])
      expect(verify(request({ 'x-shopify-triggered-at': time }))).not.toHaveProperty('value.triggeredAt')
  })
})

describe('what is refused', () => {
  test('a delivery without a signature, or with two, is unsigned', () => {
    for (const hmac of [undefined, '', [sign(body), sign(body)]])
      expect(verify(request({ 'x-shopify-hmac-sha256': hmac }))).toEqual({ ok: false, reason: 'unsigned' })
  })

  test('a garbled signature is refused, not an error', () => {
    const hmac = sign(body)
    const hex = Buffer.from(hmac, 'base64').toString('hex')
    const spellings = [hex, hmac.slice(0, -1), `${hmac}=`, ` ${hmac}`, `${hmac},${hmac}`, hmac.replace(/.=$/, '*=')]
    for (const given of [...spellings, 'é', '='.repeat(44)])
      expect(verify(request({ 'x-shopify-hmac-sha256': given }))).toEqual({ ok: false, reason: 'bad_signature' })
  })

  test('no secret, or an empty one, opens nothing', () => {
    const empty = request({ 'x-shopify-hmac-sha256': sign(body, '') })
    for (const none of [[], ['']]) expect(verifyWebhook(empty, none)).toEqual({ ok: false, reason: 'bad_signature' })
    expect(verify({ ...empty, ownSecret: '' })).toEqual({ ok: false, reason: 'bad_signature' })
  })

  test.each([
    [
      'x-shopify-topic',
      [undefined, '', 'orders', 'Orders/updated', 'orders/updated\n', `a/${'a'.repeat(100)}`, ['a/b', 'a/b']],
    ],
    ['x-shopify-webhook-id', [undefined, '', 'a b', 'x'.repeat(101)]],
    [
      'x-shopify-shop-domain',
      [undefined, '', 'minta-bolt', 'minta.example.com', 'https://minta.myshopify.com', 'a.myshopify.com.b'],
    ],
  ])('%s that cannot be is malformed', (name, values) => {
    for (const value of values) expect(verify(request({ [name]: value }))).toEqual({ ok: false, reason: 'malformed' })
  })

  test('an event of the next generation is malformed, also with both families of headers', () => {
    expect(verify(request({ 'shopify-topic': 'Product' }))).toEqual({ ok: false, reason: 'malformed' })
    expect(verify(request({ 'shopify-hmac-sha256': sign(body) }))).toEqual({ ok: false, reason: 'malformed' })
  })
})

test('no forged, cut or re-encoded body is accepted under the signature of another', () => {
  const others = fc.oneof(
    fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
    fc.nat(body.length - 1).map((end) => body.subarray(0, end)),
    fc.tuple(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 })).map(([place, change]) => {
      const copy = Buffer.from(body)
      copy[place] = (copy[place] ?? 0) ^ change
      return copy
    }),
    fc.constantFrom(
      Buffer.concat([body, Buffer.from('\n')]),
      Buffer.from(JSON.stringify(JSON.parse(body.toString()))),
      Buffer.from(body.toString(), 'latin1'),
      Buffer.from(body.toString(), 'utf16le'),
      Buffer.from(body.toString().replace('ó', '\\u00f3')),
    ),
  )
  fc.assert(
    fc.property(others, (other) => {
      fc.pre(!other.equals(body))
      expect(verify(request({ 'x-shopify-hmac-sha256': sign(body) }, { body: other })).ok).toBe(false)
    }),
    { numRuns: 2_000 },
  )
})

test('no signature but the one spelling of the right one is accepted', () => {
  const hmac = sign(body)
  const bit = fc.nat(255).map((place) => {
    const bytes = Buffer.from(hmac, 'base64')
    bytes[place >> 3] = (bytes[place >> 3] ?? 0) ^ (1 << (place & 7))
    return bytes.toString('base64')
  })
  const character = fc
    .tuple(fc.nat(hmac.length - 1), fc.constantFrom(...'AZaz09+/-_= '))
    .map(([place, letter]) => hmac.slice(0, place) + letter + hmac.slice(place + 1))
  fc.assert(
    fc.property(fc.oneof(bit, character, fc.base64String()), (given) => {
      fc.pre(given !== hmac && given !== '')
      expect(verify(request({ 'x-shopify-hmac-sha256': given })).ok).toBe(false)
    }),
    { numRuns: 2_000 },
  )
})
