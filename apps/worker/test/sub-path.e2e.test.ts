import { expectations } from '@shopmirror/sandbox'
import { findFirstRun, waitForRun } from '@shopmirror/scripts/journey.ts'
import { freePort } from '@shopmirror/scripts/ports.ts'
import { startReverseProxy } from '@shopmirror/test/reverse-proxy.ts'
import { startSystem } from '@shopmirror/test/system.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, describe, expect, test } from 'vitest'

describe.each([
  { proxy: 'takes the path off', strips: true },
  { proxy: 'leaves the path on', strips: false },
])('behind a proxy at /mirror that $proxy', async ({ strips }) => {
  const proxy = await startReverseProxy({ prefix: '/mirror', strips })
  const publicUrl = `${proxy.url}/mirror`
  const apiPort = await freePort()
  proxy.target = apiPort
  const shops = expectations.map(({ platform }) => `al-${platform}`)
  const system = await startSystem({
    sandbox: { shops, products: 10, customers: 8, orders: 10, appUrl: publicUrl },
    env: {
      PUBLIC_URL: publicUrl,
      SHOPIFY_REDIRECT_URL: `${publicUrl}/api/v1/shopify/oauth/callback`,
      SHOPLINE_REDIRECT_URL: `${publicUrl}/api/v1/shopline/oauth/callback`,
    },
    apiPort,
  })
  const { sandbox, stack, sql } = system
  afterAll(async () => {
    await system[Symbol.asyncDispose]()
    await proxy[Symbol.asyncDispose]()
  })
  const operator = `Basic ${Buffer.from(`operator:${stack.operatorKey}`).toString('base64')}`
  const ask = (path: string, options: RequestInit = {}) =>
    fetch(new URL(path, proxy.url), { redirect: 'manual', ...options })

  test.each(expectations.map((expectation) => [expectation.name, expectation] as const))(
    'a shop of %s is installed, mirrored, and heard of by webhook',
    async (_name, expectation) => {
      const domain = expectation.domainOf(`al-${expectation.platform}`)
      const shopId = await system.connect(domain)
      await waitForRun(system, await findFirstRun(system, shopId))
      expect(await system.differences(domain, shopId)).toBe('')
      expectation.worldOf(sandbox, domain).addOrder()
      await until(async () => (await system.differences(domain, shopId)) === '', { timeoutMs: 30_000 })
      const handled = () => sql`select from webhook_deliveries where shop_id = ${shopId} and handled_at is not null`
      await until(async () => (await handled()).length > 0, { timeoutMs: 30_000 })
    },
  )

  test('the documentation is served completely', async () => {
    const { status, headers } = await ask('/mirror/docs')
    expect([status, headers.get('location')]).toEqual([301, '/mirror/docs/'])
    const page = await (await ask('/mirror/docs/')).text()
    expect(page).toContain('/mirror/openapi.json')
    const document = (await (await ask('/mirror/openapi.json')).json()) as { servers: { url: string }[] }
    expect(document.servers).toEqual([{ url: publicUrl }])
    const [, script] = /<script src="([^"]+)"/.exec(page) ?? []
    expect((await ask(new URL(script ?? '', `${publicUrl}/docs/`).pathname)).status).toBe(200)
  })

  test('Bull Board is served completely, and accepts changes from its own page', async () => {
    const headers = { authorization: operator, origin: proxy.url }
    expect((await ask('/mirror/queues')).status).toBe(401)
    const page = await (await ask('/mirror/queues', { headers })).text()
    const [, base] = /<base href="([^"]+)"/.exec(page) ?? []
    expect(base).toBe('/mirror/queues/')
    for (const [, asset] of page.matchAll(/(?:src|href)="([^":]+\.(?:js|css|svg))"/g))
      expect((await ask(new URL(asset ?? '', `${proxy.url}${base}`).pathname, { headers })).status, asset).toBe(200)
    expect((await ask(`${base}api/queues`, { headers })).status).toBe(200)
    for (const change of ['pause', 'resume'])
      expect((await ask(`${base}api/queues/outbox/${change}`, { method: 'PUT', headers })).status).toBe(200)
    const elsewhere = { ...headers, origin: 'https://evil.example.com' }
    expect((await ask(`${base}api/queues/outbox/pause`, { method: 'PUT', headers: elsewhere })).status).toBe(403)
  })
})
