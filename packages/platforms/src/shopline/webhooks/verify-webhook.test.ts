import { describe, expect, test } from 'vitest'
import { MERCHANT, send } from '../testing/test-signer.ts'
import { verifyWebhook } from './verify-webhook.ts'

const secrets = ['new-secret', 'old-secret']
const body = (more: object = {}) =>
  JSON.stringify({ merchant_id: MERCHANT, topic: 'order/update', trace_id: 't-1', ts: '1767225600123456789', ...more })
const sorted = (json: string) => {
  const object = JSON.parse(json)
  return JSON.stringify(Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1))))
}
const signed = (more: object = {}, extra: object = {}) =>
  send({ body: body(more), signedText: sorted(body(more)), ...extra })
const verify = (request: ReturnType<typeof signed>, own?: object) => verifyWebhook({ ...request, ...own }, secrets)

describe('at the address of the app', () => {
  test('a signed webhook says whose it is, which it is and when it happened', () => {
    expect(verify(signed())).toEqual({
      ok: true,
      value: {
        ...{ deliveryId: 't-1', topic: 'order/update', domain: MERCHANT, secretIndex: 0 },
        triggeredAt: new Date('2026-01-01T00:00:00.123Z'),
      },
    })
  })

  test('a secret that is being replaced still counts, and is told apart', () => {
    expect(verify(signed({}, { secret: 'old-secret' }))).toMatchObject({ ok: true, value: { secretIndex: 1 } })
    expect(verify(signed({}, { secret: 'another' }))).toEqual({ ok: false, reason: 'bad_signature' })
  })

  test('an old timestamp is accepted, for a resend may be hours old; a changed one is not', () => {
    const request = signed({}, { timestamp: '1500000000' })
    expect(verify(request).ok).toBe(true)
    const changed = { ...request.headers, 'x-shopline-developer-event-timestamp': '1500000001' }
    expect(verify({ ...request, headers: changed })).toEqual({ ok: false, reason: 'bad_signature' })
  })

  test('without a signature, or a timestamp, nothing counts', () => {
    expect(verify({ ...signed(), query: '' })).toEqual({ ok: false, reason: 'unsigned' })
    expect(verify({ ...signed(), headers: {} })).toEqual({ ok: false, reason: 'unsigned' })
    const { query } = signed()
    expect(verify({ ...signed(), query: `${query}&${query}` })).toEqual({ ok: false, reason: 'bad_signature' })
  })

  test('one changed byte of the body is refused', () => {
    const request = signed()
    for (let place = 0; place < request.body.length; place += 7) {
      const changed = Buffer.from(request.body)
      changed[place] = (changed[place] ?? 0) ^ 1
      expect(verify({ ...request, body: changed }).ok, String(place)).toBe(false)
    }
  })

  test('signed, and of no merchant or no topic, is malformed', () => {
    expect(verify(signed({ merchant_id: 'x' }))).toEqual({ ok: false, reason: 'malformed' })
    expect(verify(signed({ topic: '../../x' }))).toEqual({ ok: false, reason: 'malformed' })
    expect(verify(send({ body: 'no json', signedText: 'no json' }))).toEqual({ ok: false, reason: 'malformed' })
  })

  test.each([
    'application/install',
    'application/uninstall',
    'access_token/create',
    'access_token/revoke',
    'access_token/app_installation_token_create',
    'app_installation_token/revoke',
  ])('%s is about the access of the app', (topic) => {
    expect(verify(signed({ topic }))).toMatchObject({ ok: true, value: { about: 'access', domain: MERCHANT } })
  })
})

describe("at a shop's own address", () => {
  const own = { shopId: 'shp_1', topic: 'order/update' }

  test('it counts unsigned, and says nothing of whose it is but the address', () => {
    const verdict = verify({ ...signed(), query: '' }, own)
    expect(verdict).toMatchObject({ ok: true, value: { shopId: 'shp_1', topic: 'order/update', deliveryId: 't-1' } })
    expect(verdict.ok && 'domain' in verdict.value).toBe(false)
  })

  test('a word about the access of the app is none there, signed or not', () => {
    const verdict = verify(signed({ topic: 'access_token/create' }), own)
    expect(verdict.ok && verdict.value.about).toBeUndefined()
  })

  test('without a trace the same version of the same object is the same delivery', () => {
    const sent = (updatedAt?: string) =>
      verify(
        send({
          body: JSON.stringify({ topic: 'order/update', resource: { _id: 'b'.repeat(24), updated_at: updatedAt } }),
        }),
        own,
      )
    const idOf = (verdict: ReturnType<typeof sent>) => (verdict.ok ? verdict.value.deliveryId : '')
    expect(idOf(sent('2026-01-01T00:00:00Z'))).toBe(idOf(sent('2026-01-01T00:00:00Z')))
    expect(idOf(sent('2026-01-01T00:00:00Z'))).not.toBe(idOf(sent('2026-01-01T00:00:01Z')))
    expect(idOf(sent())).not.toBe(idOf(sent()))
  })
})
