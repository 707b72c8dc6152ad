import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { request } from 'undici'
import { expect, test } from 'vitest'
import { startSandbox } from '../start-sandbox.ts'
import type { AppSettings } from './app-settings.ts'
import { signBody } from './webhooks/sign.ts'

interface TopicEvent {
  path: string
  topic: string
  trace_id?: string
  ts: string
  merchant_id: string
  resource: Record<string, unknown> & { _id: string }
  isSigned: boolean
}

/** An app that records the webhooks it receives, and whether its secret signed them. */
async function start(app: Partial<AppSettings> = {}) {
  const received: TopicEvent[] = []
  const secret = { is: '' }
  const server = createServer(async (incoming, response) => {
    let text = ''
    for await (const chunk of incoming) text += chunk
    const { pathname: path, searchParams } = new URL(incoming.url ?? '/', 'http://app')
    if (incoming.method === 'GET') return response.end(JSON.stringify({ path, query: [...searchParams] }))
    const body = JSON.parse(text)
    const time = String(incoming.headers['x-shopline-developer-event-timestamp'])
    received.push({ ...body, path, isSigned: searchParams.get('sign') === signBody(body, time, secret.is) })
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const appUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const sandbox = await startSandbox({ appUrl, products: 20, customers: 5, orders: 10, shopline: { app } })
  const { shopline } = sandbox
  secret.is = shopline.clientSecret
  const shop = shopline.shop('minta')
  const control = async (method: 'GET' | 'POST', path: string, body: object = {}) => {
    const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const answer = await request(`${sandbox.url}/control/${path}`, { method, ...(method === 'POST' && json) })
    return { status: answer.statusCode, body: (await answer.body.json()) as Record<string, unknown> }
  }
  return {
    ...{ appUrl, sandbox, shopline, shop, control },
    /** Only the webhooks caused by this action, once all have arrived. */
    async after(act: () => unknown): Promise<TopicEvent[]> {
      await shopline.webhooks.idle()
      received.length = 0
      await act()
      await shopline.webhooks.idle()
      return received
    },
    info: async (token: string) => {
      const headers = { authorization: `Bearer ${token}` }
      return (await request(`${sandbox.url}/shopline/developers/oauth/token/info`, { headers })).statusCode
    },
    async [Symbol.asyncDispose]() {
      await sandbox.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

test.each(['current', 'app_installation_token'] as const)(
  'an install tells of itself and of its token, each signed and as often as wanted, in the names that are %s',
  async (generation) => {
    await using app = await start()
    const { merchant, domain } = app.shop
    const received = await app.after(() => merchant.install({ order: 'token-first', generation, repeats: 2 }))
    const prefix = generation === 'current' ? '' : 'app_installation_token_'
    const tokens = received.filter(({ topic }) => topic === `access_token/${prefix}create`)
    const installs = received.filter(({ topic }) => topic === 'application/install')
    expect([tokens.length, installs.length, received.length]).toEqual([3, 3, 6])
    for (const same of [tokens, installs]) expect(new Set(same.map(({ trace_id: trace }) => trace)).size).toBe(1)
    expect(received.every(({ isSigned, merchant_id: id }) => isSigned && id === domain)).toBe(true)
    // They may arrive in any order; their numbers show which was sent first.
    expect(BigInt(tokens[0]?.ts ?? 0)).toBeLessThan(BigInt(installs[0]?.ts ?? 0))
    expect(await app.info(String(tokens[0]?.resource.token))).toBe(200)
  },
)

test('the two may arrive in either order', async () => {
  await using app = await start()
  const firsts = new Set<string>()
  for (let count = 0; count < 100 && firsts.size < 2; count += 1) {
    const received = await app.after(() => app.shop.merchant.install({ order: 'random' }))
    firsts.add([...received].sort((a, b) => (BigInt(a.ts) < BigInt(b.ts) ? -1 : 1))[0]?.topic ?? '')
  }
  expect([...firsts].sort()).toEqual(['access_token/create', 'application/install'])
})

test('an app that is authorised again has two tokens, and one may be revoked without the other', async () => {
  await using app = await start()
  const { merchant } = app.shop
  const old = merchant.install()
  const again = await app.after(() => merchant.reauthorise())
  expect(again.map(({ topic }) => topic)).toContain('application/install')
  const [, young] = app.shopline.tokens.installationsOf(app.shop.domain)
  const received = await app.after(() => merchant.revoke(old.id))
  expect(received).toMatchObject([{ topic: 'access_token/revoke', resource: { _id: old.id, token: old.token } }])
  expect(received[0]?.resource.revoked_at).toBeTruthy()
  expect([await app.info(old.token), await app.info(young?.token ?? '')]).toEqual([401, 200])
})

test.each([true, false])('a removal tells of itself and of every token; tokens first: %s', async (revokesFirst) => {
  await using app = await start()
  const { merchant } = app.shop
  const tokens = [merchant.install(), merchant.reauthorise()]
  const received = await app.after(() => merchant.uninstall({ revokesFirst }))
  const inTime = [...received].sort((a, b) => (BigInt(a.ts) < BigInt(b.ts) ? -1 : 1)).map(({ topic }) => topic)
  const revokes = ['access_token/revoke', 'access_token/revoke']
  expect(inTime).toEqual(revokesFirst ? [...revokes, 'application/uninstall'] : ['application/uninstall', ...revokes])
  for (const { token } of tokens) expect(await app.info(token)).toBe(401)
})

test('the action button sends no parameter, only the browser', async () => {
  await using app = await start()
  const { body, url } = await app.shop.merchant.open()
  expect(url).toBe(`${app.appUrl}/api/v1/shopline/oauth/entry`)
  expect(JSON.parse(body).query).toEqual([])
})

test('changes of the world are sent to an app that subscribed to everything, and to webhooks of the merchant', async () => {
  await using app = await start({ topics: 'all' })
  const { world, state, merchant, hooks, domain } = app.shop
  merchant.install()
  const topics = ['user/update', 'order/pending', 'order/remove', 'order_delivery/update', 'stock/update']
  hooks.add({ address: `${app.appUrl}/hook`, topics, version: 'v0' })
  const [order = 0, other = 0] = world.placedOrders()
  const received = await app.after(() => {
    world.updateCustomer(1, {})
    world.changeOrderStatus(order, 'processing')
    world.deleteOrder(other)
    state.changeDelivery(order, 'shipped')
    const { id, stocks } = world.addProduct({ parentId: null })
    const [first, ...rest] = stocks
    world.updateProduct(id, { stocks: [first + 1, ...rest] })
  })
  const at = (path: string) => received.filter((one) => one.path === path)
  const toApp = at('/webhooks/shopline')
  expect(toApp.map(({ topic }) => topic).sort()).toEqual(
    [
      ...['customer/update', 'order/update', 'order/pending', 'order/remove', 'order_delivery/update'],
      ...['product/create', 'product/update', 'stock/update'],
    ].sort(),
  )
  expect(toApp.every(({ isSigned }) => isSigned)).toBe(true)
  expect(at('/hook').map(({ topic }) => topic)).toEqual(expect.arrayContaining(topics))
  expect(at('/hook')).toHaveLength(topics.length)
  for (const one of at('/hook')) {
    expect(one).toMatchObject({ isSigned: false, merchant_id: domain, merchant_handle: 'minta' })
    expect(one).not.toHaveProperty('trace_id')
  }
  expect(toApp.find(({ topic }) => topic === 'order/remove')?.resource.status).toBe('removed')
})

test('all of these actions work over HTTP', async () => {
  await using app = await start()
  const { control, shopline } = app
  const { domain } = app.shop
  const act = (call: string, body: object = {}) => control('POST', `shops/${domain}/${call}`, body)
  const { tokenId } = (await act('install', { order: 'random', repeats: 1 })).body
  await act('reauthorise')
  await act('revoke', { tokenId })
  await act('uninstall', { revokesFirst: false })
  const forged = await app.after(() => act('deliver', { topic: 'access_token/create', resource: { _id: tokenId } }))
  expect(forged).toMatchObject([{ topic: 'access_token/create', isSigned: true, resource: { _id: tokenId } }])
  const { items } = (await control('GET', 'shopline/log')).body as { items: Record<string, unknown>[] }
  const kinds = items.map(({ topic }) => topic)
  expect(kinds.filter((topic) => topic === 'access_token/revoke')).toHaveLength(2)
  expect(kinds.at(-1)).toBe('access_token/create')
  expect(JSON.stringify(items)).not.toContain('eyJ')
  const again = await app.after(() => control('POST', 'shopline/resend', { traceId: items.at(-1)?.traceId }))
  expect(again).toMatchObject([{ trace_id: items.at(-1)?.traceId, topic: 'access_token/create' }])
  expect(await act('nothing')).toMatchObject({ status: 404 })
  expect((await control('GET', 'shopline/webhooks')).body).toMatchObject({
    accepted: shopline.webhooks.counts.accepted,
    suspended: false,
  })
})
