import { MissingKeyError, PlanLimitError, ShopTakenError } from '@shopmirror/db'
import { SyncRefusedError } from '@shopmirror/jobs'
import { AuthRevokedError, PermanentError, RateLimitedError, RetryableError } from '@shopmirror/platforms'
import { expect, test } from 'vitest'
import { classify } from './classify.ts'
import { describeProblem, Problem } from './problem.ts'

const coded = (code: string) => Object.assign(new Error('failed'), { code })
const statused = (statusCode: number) => Object.assign(new Error('failed'), { statusCode })

test.each([
  [new PlanLimitError('The plan allows 1 shops.'), 'plan-limit', 402],
  [new ShopTakenError('minta'), 'shop-taken', 409],
  [new SyncRefusedError('not_found', 'gone'), 'not-found', 404],
  [new SyncRefusedError('not_active', 'minta is paused'), 'shop-not-active', 409],
  [new SyncRefusedError('no_resources', 'choose'), 'nothing-to-sync', 400],
  [new AuthRevokedError('refused'), 'credentials-refused', 422],
  [new PermanentError('no scope'), 'shop-refused', 422],
  [new RetryableError('520'), 'shop-unreachable', 502],
  [new RateLimitedError('wait', { retryAfterMs: 1_500 }), 'unavailable', 503],
  [coded('ECONNREFUSED'), 'unavailable', 503],
  [coded('EMFILE'), 'unavailable', 503],
  [new Error('query failed', { cause: coded('ENOMEM') }), 'unavailable', 503],
  [new Error('query failed', { cause: coded('57P01') }), 'unavailable', 503],
  [new Error("Stream isn't writeable and enableOfflineQueue options is false"), 'unavailable', 503],
  [new Error('OOM command not allowed when used memory > maxmemory'), 'unavailable', 503],
  [new MissingKeyError('2026a'), 'unavailable', 503],
  [statused(413), 'payload-too-large', 413],
  [statused(415), 'unsupported-media-type', 415],
  [statused(400), 'unreadable-request', 400],
])('%s is answered as %s', (error, name, status) => {
  expect(classify(error)).toMatchObject({ problem: name, status })
})

test.each([[new Error('a bug')], [coded('23505')], ['thrown text'], [undefined], [statused(500)]])(
  '%s is a bug of ours and nothing of it is told',
  (error) => {
    expect(classify(error)).toBeNull()
  },
)

test('a problem keeps its type in every language and carries the request id', () => {
  const place = { path: '/api/v1/shops', requestId: 'req-12345678' }
  const inHungarian = describeProblem(new Problem('internal'), { ...place, acceptLanguage: 'hu' })
  const inGerman = describeProblem(new Problem('internal'), { ...place, acceptLanguage: 'de' })
  expect(inHungarian).toMatchObject({ type: 'urn:shopmirror:problem:internal', status: 500, title: 'Belső hiba' })
  expect(inGerman.type).toBe(inHungarian.type)
  expect(inGerman.detail).toContain('req-12345678')
})
