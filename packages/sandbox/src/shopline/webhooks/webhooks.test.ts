import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { createClock } from '../../clock.ts'
import { createDeliverer } from './deliverer.ts'
import { createEnvelopes } from './envelope.ts'
import { signBody } from './sign.ts'

interface Hit {
  query: URLSearchParams
  timestamp: string | undefined
  body: string
}

const hits: Hit[] = []
let answer: number | 'nothing' | 'never' = 200
const server = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  const query = new URL(request.url ?? '/', 'http://x').searchParams
  hits.push({ query, body, timestamp: String(request.headers['x-shopline-developer-event-timestamp'] ?? '') })
  if (answer === 'never') return
  if (answer === 'nothing') response.socket?.destroy()
  else response.writeHead(answer).end()
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
const clock = createClock()
const secrets = ['the-secret']
const webhooks = createDeliverer({ clock, secrets })
webhooks.policy.retryMs = 1
const envelopes = createEnvelopes(clock)
afterAll(async () => {
  await webhooks.close()
  await new Promise((resolve) => server.close(resolve))
})
beforeEach(() => {
  hits.length = 0
  answer = 200
  webhooks.breaker.resume()
  Object.assign(webhooks.policy, { lost: 0, duplicates: 0, signsMerchantHooks: false })
})

const body = () => envelopes.ofApp('order/update', 'a'.repeat(24), { _id: 'b', total: { dollars: 1.5, cents: 150 } })
const send = (kind: 'app' | 'merchant' = 'app', sent = body()) => {
  webhooks.send({ url, topic: 'order/update', kind, body: sent })
  return webhooks.idle()
}

test('the published example is signed alike', () => {
  const published = {
    topic: 'application/uninstall',
    resource: {
      updated_at: '2021-04-21T08:36:17.892Z',
      merchant_id: '5dad5d2604515400018dcc90',
      _id: '607fd9c2ff790b001cd23353',
    },
    ...{ merchant_id: '5dad5d2604515400018dcc90', event: 'Application' },
  }
  const secret = 'b5138dd0a7c04f674260e1d3b3a762347421396fc5fc1bee55a2c2653c4207bd'
  expect(signBody(published, '1618994178', secret)).toBe(
    'ae8b68f6a26d8f95290c761d10dbce01c775fd4d734e942e643aee20c86ebf4b',
  )
})

test('webhooks are signed with the time of sending, and numbered in ascending order', async () => {
  await send()
  await send()
  const [first, second] = hits
  const sent = JSON.parse(first?.body ?? '')
  expect(first?.query.get('sign')).toBe(signBody(sent, first?.timestamp ?? '', 'the-secret'))
  expect(BigInt(JSON.parse(second?.body ?? '').ts)).toBeGreaterThan(BigInt(sent.ts))
})

test('a webhook of a merchant is signed only where the sandbox says so', async () => {
  await send('merchant')
  webhooks.policy.signsMerchantHooks = true
  await send('merchant')
  expect(hits.map(({ query }) => query.has('sign'))).toEqual([false, true])
})

test('what is not accepted comes three times more, with the same trace, and can be sent again by hand', async () => {
  answer = 'nothing'
  const sent = body()
  await send('app', sent)
  expect(new Set(hits.map((hit) => JSON.parse(hit.body).trace_id)).size).toBe(1)
  expect(hits).toHaveLength(4)
  answer = 200
  expect(webhooks.resend()).toBe(1)
  await webhooks.idle()
  expect(hits).toHaveLength(5)
  expect(webhooks.resend()).toBe(0)
})

test('an app is waited for three seconds, a webhook of a merchant fifteen; who says nothing has failed', async () => {
  expect(webhooks.policy.answerMs).toEqual({ app: 3_000, merchant: 15_000 })
  Object.assign(webhooks.policy, { retries: 1, answerMs: { app: 30, merchant: 90 } })
  answer = 'never'
  for (const [kind, least] of [
    ['app', 60],
    ['merchant', 180],
  ] as const) {
    const begin = performance.now()
    await send(kind)
    expect(performance.now() - begin).toBeGreaterThan(least - 5)
    expect(webhooks.log.at(-1)).toMatchObject({ kind, tries: 2, accepted: false })
  }
  Object.assign(webhooks.policy, { retries: 3, answerMs: { app: 3_000, merchant: 15_000 } })
  answer = 200
  expect(webhooks.resend()).toBe(2)
  await webhooks.idle()
})

test('one of them can be sent again by its trace, as it was', async () => {
  const [first, second] = [body(), body()]
  await send('app', first)
  await send('app', second)
  expect(webhooks.resend(JSON.parse(hits[0]?.body ?? '').trace_id)).toBe(1)
  await webhooks.idle()
  expect(hits.map((hit) => hit.body)).toEqual([first, second, first].map((sent) => JSON.stringify(sent)))
})

test('too many errors in every minute of a row open the breaker, which only a person closes', async () => {
  // From the beginning of a minute: the breaker counts by those of the clock.
  clock.advance(60_000 - (clock.now() % 60_000))
  webhooks.breaker.rule.errorsPerMinute = 3
  answer = 500
  for (let minute = 0; minute < 5; minute += 1) {
    await send()
    expect(webhooks.breaker.isOpen()).toBe(minute === 4)
    clock.advance(60_000)
  }
  hits.length = 0
  answer = 200
  await send()
  expect(hits).toHaveLength(0)
  webhooks.breaker.resume()
  webhooks.resend()
  await webhooks.idle()
  expect(hits).toHaveLength(6)
})
