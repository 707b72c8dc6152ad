import { afterEach, expect, test } from 'vitest'
import { RetryableError } from '../contract/errors.ts'
import { startServer, type TestResponse, type TestServer } from '../testing/test-server.ts'
import { retryAfterOf, send } from './http.ts'

let server: TestServer | undefined
afterEach(async () => server?.close())

async function get(reported: TestResponse, path = '/customers/anna@example.com') {
  server = await startServer(() => reported)
  return send({
    method: 'GET',
    url: new URL(path, server.url),
    headers: {},
    name: 'Test GET /customers',
    platform: 'x',
  })
}

test('a redirect is an answer: nothing is carried to where it points', async () => {
  const answer = await get({ status: 308, headers: { location: '/elsewhere' } })
  expect(answer.status).toBe(308)
  expect(server?.calls).toHaveLength(1)
})

test('an answer that promises more than it sends may be asked again; the error names the call and no address', async () => {
  const error: unknown = await get({ headers: { 'content-length': '100' }, body: 'short' }).catch((e: unknown) => e)
  expect(error).toBeInstanceOf(RetryableError)
  expect(String(error)).toContain('Test GET /customers')
  expect(String(error)).not.toContain('anna@example.com')
})

test('an answer beyond every size of ours is refused', async () => {
  await expect(get({ headers: { 'content-length': String(65 * 1024 * 1024) } })).rejects.toBeInstanceOf(RetryableError)
})

test('a refused connection may be retried', async () => {
  const url = new URL('http://127.0.0.1:1/')
  await expect(send({ method: 'GET', url, headers: {}, name: 'Test', platform: 'x' })).rejects.toBeInstanceOf(
    RetryableError,
  )
})

test.each([
  [{ 'retry-after': '2' }, 2_000],
  [{ 'retry-after': '0.5' }, 500],
  [{ 'retry-after': 'Fri, 02 Jan 2026 08:00:10 GMT', date: 'Fri, 02 Jan 2026 08:00:00 GMT' }, 10_000],
  [{ 'retry-after': 'Fri, 02 Jan 2026 07:00:00 GMT', date: 'Fri, 02 Jan 2026 08:00:00 GMT' }, 0],
  [{ 'retry-after': 'soon' }, undefined],
  [{}, undefined],
])('Retry-After in %j is %s ms', (headers, ms) => {
  expect(retryAfterOf({ status: 429, headers, text: '' })).toBe(ms)
})
