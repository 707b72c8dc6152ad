import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { request } from 'undici'
import { afterEach, describe, expect, test } from 'vitest'
import type { Sandbox } from '../sandbox.ts'
import { startSandbox } from '../start-sandbox.ts'
import { createCaller } from './caller.ts'
import type { ShopifyOptions } from './create-shopify.ts'

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()))
})

async function start(shopify: ShopifyOptions = {}) {
  const sandbox = await startSandbox({ shopify })
  open.push(() => sandbox.close())
  return { sandbox, caller: createCaller(sandbox) }
}

/** An app that begins the install when it is opened, and remembers who came back. */
async function startApp() {
  const returned: URLSearchParams[] = []
  const state: { sandbox?: Sandbox; scopes: string } = { scopes: 'read_products,write_orders' }
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://app')
    if (pathname === '/callback') {
      if (request.headers.cookie === 'state=x=1') returned.push(searchParams)
      return void response.end('<h1>Kész</h1>')
    }
    const url = new URL(`${state.sandbox?.url}/shopify/${searchParams.get('shop')}/admin/oauth/authorize`)
    const asked = { client_id: 'app', scope: state.scopes, redirect_uri: `http://${request.headers.host}/callback` }
    for (const [name, value] of Object.entries({ ...asked, state: 'x=1' })) url.searchParams.set(name, value)
    response.writeHead(302, { location: url.href, 'set-cookie': 'state=x=1; HttpOnly; Path=/' }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(async () => server.close().closeAllConnections())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { sandbox, caller } = await start({ clientId: 'app', appUrl: `${url}/`, redirectUrl: `${url}/callback` })
  state.sandbox = sandbox
  return { sandbox, caller, url, returned, state }
}

/** The documented rule, for parameters without lists. */
function hmacOf(query: URLSearchParams, secret: string): string {
  const message = [...query]
    .filter(([name]) => name !== 'hmac')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value.replaceAll('%', '%25').replaceAll('&', '%26')}`)
  return createHmac('sha256', secret).update(message.join('&')).digest('hex')
}

describe('the install', () => {
  test('goes from the admin to the app, to the consent and back, signed, and its code becomes a token', async () => {
    const { sandbox, caller, returned } = await startApp()
    const { merchant, domain } = sandbox.shopify.shop()
    const { hops, body } = await merchant.install()
    expect(body).toContain('Kész')
    expect(hops.map(({ method, status }) => [method, status])).toEqual([
      ...[
        ['GET', 302],
        ['GET', 302],
        ['GET', 200],
      ],
      ...[
        ['POST', 302],
        ['GET', 200],
      ],
    ])
    const [query = new URLSearchParams()] = returned
    expect([...query.keys()].sort()).toEqual(['code', 'hmac', 'host', 'shop', 'state', 'timestamp'])
    expect([query.get('state'), query.get('shop')]).toEqual(['x=1', domain])
    expect(query.get('hmac')).toBe(hmacOf(query, sandbox.shopify.clientSecret))

    const token = await caller.askToken({ code: query.get('code'), expiring: 1 })
    expect(token.json()).toMatchObject({ scope: 'read_products,write_orders', expires_in: 3_600 })
    caller.use(token.json().access_token)
    expect((await caller.graphql('{ shop { myshopifyDomain } }')).status).toBe(200)
  })

  test('does not ask again after an approval, unless there are more scopes', async () => {
    const { sandbox, caller, returned, state } = await startApp()
    const { merchant } = sandbox.shopify.shop()
    await merchant.install()
    await caller.askToken({ code: returned[0]?.get('code'), expiring: 1 })
    const methods = async () => (await merchant.open()).hops.map(({ method }) => method)
    expect(await methods()).not.toContain('POST')
    state.scopes += ',read_customers'
    expect(await methods()).toContain('POST')
  })

  test('that is declined brings no code', async () => {
    const { sandbox, url, returned } = await startApp()
    const { merchant, domain } = sandbox.shopify.shop()
    const { status, body } = await merchant.visit(`${url}/?shop=${domain}`, { declines: true })
    expect([status, body.includes('write_orders'), returned.length]).toEqual([200, true, 0])
  })

  test.each([
    ['an address that is not on the list', { redirect_uri: 'http://elsewhere.example/' }, 'not whitelisted'],
    ['an app nobody knows', { client_id: 'other' }, 'Could not find'],
    ['a scope that is none', { scope: 'everything' }, 'invalid_scope'],
  ])('is refused for %s', async (_what, wrong, message) => {
    const { sandbox, caller } = await start()
    const { clientId, app } = sandbox.shopify
    const right = { client_id: clientId, scope: 'read_products', redirect_uri: app.redirectUrls[0] ?? '', state: '1' }
    const query = new URLSearchParams({ ...right, ...wrong })
    const { status, text } = await caller.ask(`/admin/oauth/authorize?${query}`, { method: 'GET' })
    expect(status).toBe(400)
    expect(text).toContain(message)
  })

  test('ends with the app removed: no token works', async () => {
    const { sandbox, caller } = await start()
    await caller.install()
    await sandbox.shopify.shop().merchant.uninstall()
    expect((await caller.graphql('{ shop { id } }')).status).toBe(401)
  })
})

describe('the door of the API', () => {
  test('takes a form for a token as well as JSON', async () => {
    const { sandbox, caller } = await start()
    const { tokens, clientId, clientSecret, shop } = sandbox.shopify
    const code = tokens.issueCode(shop().domain, { client: clientId, scopes: ['read_products'] })
    const form = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, code, expiring: '1' })
    const answer = await caller.ask('/admin/oauth/access_token', {
      body: form.toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(answer.json()).toHaveProperty('refresh_token')
  })

  test('is closed without a token, after its hour, in another shop, and to tokens without an end when that is the rule', async () => {
    const { sandbox, caller } = await start()
    const status = async () => (await caller.graphql('{ shop { id } }')).status
    expect(await status()).toBe(401)
    const token = await caller.install()
    const other = createCaller(sandbox, 'masik-bolt.myshopify.com')
    other.use(token)
    expect([await status(), (await other.graphql('{ shop { id } }')).status]).toEqual([200, 401])
    sandbox.clock.advance(3_601_000)
    expect(await status()).toBe(401)

    const { tokens, clientId, shop } = sandbox.shopify
    caller.use(tokens.issueEndless(shop().domain, { client: clientId, scopes: ['read_products'] }))
    expect(await status()).toBe(200)
    tokens.rules.acceptsEndless = false
    const refused = await caller.graphql('{ shop { id } }')
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('Non-expiring access tokens')])
  })

  test.each([
    ['2026-10', '2026-10'],
    ['2027-01', '2027-01'],
    ['2025-04', '2026-01'],
    ['unstable', 'unstable'],
  ])('answers version %s with %s', async (asked, served) => {
    const { sandbox, caller } = await start()
    sandbox.clock.advance(Date.parse('2026-11-22T12:00:00Z') - Date.now())
    await caller.install()
    const { headers } = await caller.graphql('{ shop { id } }', {}, asked)
    expect(headers['x-shopify-api-version']).toBe(served)
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}-\d+$/)
  })

  test('is not there for a version to come, a shop that is closed, and an address that is no shop', async () => {
    const { sandbox, caller } = await start()
    await caller.install()
    expect((await caller.graphql('{ shop { id } }', {}, '2031-01')).status).toBe(404)
    expect((await createCaller(sandbox, 'minta-bolt').graphql('{ shop { id } }')).status).toBe(404)
    sandbox.shopify.tokens.close(sandbox.shopify.shop().domain)
    expect((await caller.graphql('{ shop { id } }')).status).toBe(404)
  })

  test.each([
    ['error', (answer: { status: number }) => answer.status === 500],
    ['throttle', (answer: { text: string }) => answer.text.includes('"THROTTLED"')],
    ['unauthorized', (answer: { status: number }) => answer.status === 401],
    ['html', (answer: { text: string }) => answer.text.startsWith('<!doctype')],
    ['garbage', (answer: { text: string }) => answer.text.endsWith('}{{')],
  ] as const)('is hit by a fault of kind %s as often as configured, and only where', async (kind, isHit) => {
    const { sandbox, caller } = await start()
    await caller.install()
    sandbox.faults.set({ kind, count: 2, path: 'Wanted', shop: sandbox.shopify.shop().domain })
    const hits: boolean[] = []
    for (const name of ['Other', 'Wanted', 'Wanted', 'Wanted'])
      hits.push(isHit(await caller.graphql(`query ${name} { shop { id } }`)))
    expect(hits).toEqual([false, true, true, false])
  })

  test.each(['reset', 'truncate'] as const)('breaks off by a fault of kind %s', async (kind) => {
    const { sandbox, caller } = await start()
    await caller.install()
    sandbox.faults.set({ kind, count: 1 })
    await expect(caller.graphql('{ shop { id } }')).rejects.toThrow()
    expect((await caller.graphql('{ shop { id } }')).status).toBe(200)
  })

  test('loses the answer to a refresh, and gives it again', async () => {
    const { sandbox, caller } = await start()
    const { tokens, clientId, shop } = sandbox.shopify
    const code = tokens.issueCode(shop().domain, { client: clientId, scopes: ['read_products'] })
    const { refresh_token } = (await caller.askToken({ code, expiring: '1' })).json()
    sandbox.faults.set({ kind: 'tokenLost', count: 1 })
    const refresh = () => caller.askToken({ grant_type: 'refresh_token', refresh_token })
    await expect(refresh()).rejects.toThrow()
    expect((await refresh()).status).toBe(200)
  })
})

describe('tests in other processes', () => {
  async function control(sandbox: Sandbox, method: 'GET' | 'POST' | 'DELETE', path: string, body: unknown = {}) {
    const answer = await request(`${sandbox.url}/control/${path}`, { method, body: JSON.stringify(body) })
    return { status: answer.statusCode, body: (await answer.body.json()) as Record<string, unknown> }
  }

  test('do to a shop what is done to one of ShopRenter, and to the app what only this platform knows', async () => {
    const { sandbox, caller } = await start()
    const { domain } = sandbox.shopify.shop()
    const post = (path: string, body?: unknown) => control(sandbox, 'POST', path, body)
    const status = async () => (await caller.graphql('{ shop { id } }')).status

    const { code } = (await post(`shops/${domain}/code`)).body
    caller.use((await caller.askToken({ code, expiring: 1 })).json().access_token)
    expect(await status()).toBe(200)
    await post(`shops/${domain}/revoke`, { refused: true })
    expect(await status()).toBe(401)

    caller.use((await post(`shops/${domain}/endless`)).body.accessToken)
    expect(await status()).toBe(200)
    await post('shopify/rules', { acceptsEndless: false })
    expect(await status()).toBe(403)

    const before = sandbox.shopify.clientSecret
    expect((await post('shopify/secret', { dropOld: true })).body.secret).toBe(sandbox.shopify.clientSecret)
    expect(sandbox.shopify.clientSecret).not.toBe(before)

    await post(`shops/${domain}/clients`, { id: 'own', secret: 'own-secret' })
    const own = { grant_type: 'client_credentials', client_id: 'own', client_secret: 'own-secret' }
    expect((await caller.askToken(own)).status).toBe(400)
    await post(`shops/${domain}/restore`)
    expect((await caller.askToken(own)).json()).toMatchObject({ expires_in: 86_399 })

    await post(`shops/${domain}/customers/5`, { firstName: 'Új' })
    expect(sandbox.world().customers.get(5)?.firstName).toBe('Új')
    expect((await post(`shops/${domain}/nonsense`)).status).toBe(404)
  })
})
