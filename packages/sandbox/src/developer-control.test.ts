import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectations, startSandbox } from './index.ts'
import type { Sandbox } from './sandbox.ts'

/** Per platform: a call of the API as any program makes it, and the topic of a new order. */
const platforms: Record<
  string,
  { topic: string; call(domain: string, token: string): [string, Record<string, string>] }
> = {
  shopify: {
    topic: 'orders/create',
    call: (domain, token) => [
      `shopify/${domain}/admin/api/2026-10/orders.json?status=any`,
      { 'x-shopify-access-token': token },
    ],
  },
  shopline: {
    topic: 'order/create',
    call: (_domain, token) => ['shopline/open/v1/orders', { authorization: `Bearer ${token}`, 'user-agent': 'mine' }],
  },
  shoprenter: {
    topic: 'order_confirm',
    call: (domain, token) => [
      `shoprenter/shops/${domain}/api/orders`,
      { authorization: `Bearer ${token}`, accept: 'application/json', 'content-type': 'application/json' },
    ],
  },
}

describe.each(expectations)('a program of a developer, at $platform', ({ platform, domainOf }) => {
  const domain = domainOf('minta-bolt')
  const received: { url: string | undefined; body: string }[] = []
  let sandbox: Sandbox
  let app: Server

  beforeAll(async () => {
    sandbox = await startSandbox({ products: 5, customers: 5, orders: 5 })
    app = createServer(async (request: IncomingMessage, response) => {
      received.push({ url: request.url, body: await text(request) })
      response.end()
    })
    await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve))
  })
  afterAll(async () => {
    app.close()
    await sandbox.close()
  })

  test('reads with the token that the control gives', async () => {
    const { accessToken } = await control<{ accessToken: string }>('token')
    const [path, headers] = platforms[platform]?.call(domain, accessToken) ?? ['', {}]
    expect((await fetch(`${sandbox.url}/${path}`, { headers })).status).toBe(200)
    expect((await fetch(`${sandbox.url}/${path}`, { headers: { ...headers, ...wrong } })).status).toBe(401)
  })

  test('hears of an order at its own address, which may be plain http', async () => {
    const { port } = app.address() as AddressInfo
    await control('hooks', { topic: platforms[platform]?.topic, address: `http://127.0.0.1:${port}/mine` })
    await control('orders')
    await expect.poll(() => received.length).toBe(1)
    expect(received[0]?.url).toMatch(/^\/mine/)
    expect(received[0]?.body).not.toBe('')
  })

  async function control<T>(action: string, body: object = {}): Promise<T> {
    const url = `${sandbox.url}/control/shops/${domain}/${action}`
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) })
    expect(answer.status).toBe(200)
    return (await answer.json()) as T
  }
})

const wrong = { authorization: 'Bearer none', 'x-shopify-access-token': 'none' }
