import type { Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { RetryableError } from '../contract/errors.ts'
import { type RawServer, startRawServer } from '../testing/test-raw-server.ts'
import { startServer } from '../testing/test-server.ts'
import { type HttpRequest, trySend } from './http.ts'

const post = (url: string, more: Partial<HttpRequest> = {}) =>
  trySend({ method: 'POST', url: new URL(url), headers: {}, body: '{}', name: 'Test POST', platform: 'x', ...more })

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close()
})

async function rawServer(...[reactions]: Parameters<typeof startRawServer>): Promise<RawServer> {
  const server = await startRawServer(reactions)
  opened.push(server)
  return server
}

describe('answered', () => {
  test.each([200, 302, 400, 401, 429, 500, 503])('with %i', async (status) => {
    const server = await startServer(() => ({ status, body: 'text' }))
    opened.push(server)
    expect(await post(server.url)).toMatchObject({ kind: 'answered', answer: { status, text: 'text' } })
  })
})

describe('not sent', () => {
  const notSent = { kind: 'not_sent', error: expect.any(RetryableError) }

  test('when the connection is refused', async () => {
    const server = await startRawServer({})
    await server.close()
    expect(await post(`http://${server.host}`)).toEqual(notSent)
  })

  test('when the name has no address', async () => {
    expect(await post('http://shop.invalid')).toEqual(notSent)
  }, 20_000)

  test.each([
    ['is reset', { onData: (socket) => socket.resetAndDestroy() }],
    ['is closed', { onData: (socket) => socket.end() }],
    ['gets no TLS back', { onData: (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n') }],
    ['gets no reply at all', {}],
  ] satisfies [string, Parameters<typeof startRawServer>[0]][])(
    'when the TLS handshake %s',
    async (_what, reactions) => {
      const server = await rawServer(reactions)
      expect(await post(`https://${server.host}`)).toEqual(notSent)
    },
    20_000,
  )

  test('when a header is no header', async () => {
    expect(await post('http://127.0.0.1:1', { headers: { 'x-name': 'a\r\nb' } })).toEqual(notSent)
  })
})

describe('unknown', () => {
  const unknown = { kind: 'unknown', error: expect.any(RetryableError) }

  test.each([
    ['a reset', (socket) => socket.resetAndDestroy()],
    ['the end of the connection', (socket) => socket.end()],
    ['a garbled answer', (socket) => socket.end('garbage\r\n\r\n')],
    ['a cut answer', (socket) => socket.end('HTTP/1.1 201 Created\r\ncontent-length: 9\r\n\r\n{"id"')],
    ['a reset within the answer', (socket) => cutAndReset(socket)],
  ] satisfies [string, (socket: Socket) => void][])('after %s', async (_what, reply) => {
    const server = await rawServer({ onData: (socket, received) => received.endsWith('{}') && reply(socket) })
    expect(await post(`http://${server.host}`)).toEqual(unknown)
    expect(server.received()).toContain('POST / HTTP/1.1')
  })

  test('after a reset within the request', async () => {
    const server = await rawServer({ onData: (socket) => socket.resetAndDestroy() })
    expect(await post(`http://${server.host}`, { body: 'x'.repeat(8_000_000) })).toEqual(unknown)
  })

  test('after a time-out', async () => {
    const server = await rawServer({})
    let outcome = await post(`http://${server.host}`, { timeoutMs: 100 })
    // A busy machine may need longer to get the request out.
    for (let timeoutMs = 200; server.received() === ''; timeoutMs *= 2)
      outcome = await post(`http://${server.host}`, { timeoutMs })
    expect(outcome).toEqual(unknown)
  })

  test('after a connection that was kept open breaks at the second request', async () => {
    let requests = 0
    const server = await rawServer({
      onData: (socket) => {
        requests += 1
        if (requests > 1) socket.resetAndDestroy()
        else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')
      },
    })
    expect(await post(`http://${server.host}`)).toMatchObject({ kind: 'answered' })
    expect(await post(`http://${server.host}`)).toEqual(unknown)
  })
})

function cutAndReset(socket: Socket): void {
  socket.write('HTTP/1.1 201 Created\r\ncontent-length: 9\r\n\r\n{"id"', () => socket.resetAndDestroy())
}
