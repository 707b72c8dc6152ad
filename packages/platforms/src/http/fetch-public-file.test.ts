import { afterAll, beforeAll, expect, test } from 'vitest'
import { certificate, startTlsServer } from '../testing/test-tls-server.ts'
import { fetchPublicFile } from './fetch-public-file.ts'

const MAX = 1_000
const picture = Buffer.from('picture')
let server: Awaited<ReturnType<typeof startTlsServer>>
beforeAll(async () => {
  server = await startTlsServer({
    '/picture': { body: picture },
    '/large': { body: Buffer.alloc(MAX + 1) },
    '/moved': { status: 302, headers: { location: '/picture' }, body: Buffer.alloc(0) },
    '/broken': { status: 503, body: Buffer.alloc(0) },
  })
})
afterAll(() => server.close())

const options = { bytesMax: MAX, ca: certificate, isAllowed: () => true }

test('a file is fetched by https', async () => {
  expect(await fetchPublicFile(server.url('/picture'), options)).toEqual({ kind: 'fetched', bytes: picture })
})

test.each([
  ['/large', 'refused', /larger than 1000 bytes/],
  ['/moved', 'refused', /answered 302/],
  ['/none', 'refused', /answered 404/],
  ['/broken', 'failed', /answered 503/],
])('%s is %s', async (path, kind, message) => {
  expect(await fetchPublicFile(server.url(path), options)).toMatchObject({
    ...{ kind, message: expect.stringMatching(message) },
  })
})

test('a certificate that nobody trusts is a failure', async () => {
  const { ca: _ca, ...untrusting } = options
  expect(await fetchPublicFile(server.url('/picture'), untrusting)).toMatchObject({ kind: 'failed' })
})

test('nothing private is connected to, by name or by address', async () => {
  const before = server.calls.length
  const bytesMax = MAX
  for (const host of [
    'localhost',
    '127.0.0.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '2130706433',
    '0x7f.1',
    '169.254.169.254',
  ])
    expect(await fetchPublicFile(`https://${host}:${server.port}/picture`, { bytesMax, ca: certificate })).toEqual({
      ...{ kind: 'refused', message: 'is not in the public internet' },
    })
  expect(server.calls).toHaveLength(before)
})

test.each([
  ['http://example.com/a.png', 'is not an https address'],
  ['https://user:secret@example.com/a.png', 'contains credentials'],
])('%s is refused', async (url, message) => {
  expect(await fetchPublicFile(url, { bytesMax: MAX })).toEqual({ kind: 'refused', message })
})
