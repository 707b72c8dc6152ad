import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { createClientErrorHandler } from './answer-client-error.ts'
import type { Refused } from './refusals.ts'

/** What the caller gets and what is recorded when Node fails with this code. */
async function failWith(code: string) {
  const noted: Refused[] = []
  const answer = createClientErrorHandler({ record: (refused) => noted.push(refused), count: () => undefined })
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    answer(Object.assign(new Error('no request'), { code }), socket)
    socket.destroy()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1').setEncoding('utf8')
  let text = ''
  client.on('data', (piece: string) => {
    text += piece
  })
  await once(client, 'close')
  server.close()
  return { status: /^HTTP\/1.1 (\d+)/.exec(text)?.[1], noted: noted.map(({ reason }) => reason) }
}

test.each([
  ['HPE_HEADER_OVERFLOW', '431', 'headers_too_large'],
  ['ERR_HTTP_REQUEST_TIMEOUT', '408', 'timeout'],
  ['HPE_INVALID_METHOD', '400', 'bad_http'],
  ['HPE_PAUSED_H2_UPGRADE', '400', 'bad_http'],
])('%s is %s, noted as %s', async (code, status, reason) => {
  expect(await failWith(code)).toEqual({ status, noted: [reason] })
})

test('a client that has disconnected is neither answered nor recorded', async () => {
  expect(await failWith('ECONNRESET')).toEqual({ status: undefined, noted: [] })
})
