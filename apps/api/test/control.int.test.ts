import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createStage, type Key, type Stage } from './stage.ts'
import { withoutRedis } from './without-redis.ts'

let stage: Stage
beforeAll(async () => {
  stage = await createStage()
})
afterAll(() => stage[Symbol.asyncDispose]())

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
const call = (key: Key, method: Method, path: string, payload?: object, headers: Record<string, string> = {}) =>
  stage.app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { ...key.headers, ...headers },
    ...(payload && { payload }),
  })

describe('lists', () => {
  test('come page by page, each entry once', async () => {
    const key = await stage.issueKey()
    const ids = []
    for (let index = 0; index < 5; index++) ids.push(await stage.connectShop(key.accountId))
    const seen: string[] = []
    let cursor: string | null = ''
    for (let page = 0; page < 3; page++) {
      const answer: { data: { id: string }[]; next_cursor: string | null } = (
        await call(key, 'GET', `/shops?limit=2${cursor && `&cursor=${cursor}`}`)
      ).json()
      seen.push(...answer.data.map(({ id }) => id))
      cursor = answer.next_cursor
    }
    expect(cursor).toBeNull()
    expect(seen.sort()).toEqual(ids.sort())
  })

  test('of shops finds a part of a domain in any case, and nothing of another account', async () => {
    const key = await stage.issueKey()
    const [found] = [
      await stage.connectShop(key.accountId, 'minta_50%-bolt'),
      await stage.connectShop(key.accountId, 'minta-50'),
    ]
    await stage.connectShop((await stage.issueKey()).accountId, 'minta_50%-other')
    for (const q of ['A_50%', '50%-BOLT']) {
      const { data } = (await call(key, 'GET', `/shops?q=${encodeURIComponent(q)}`)).json()
      expect(data.map(({ id }: { id: string }) => id)).toEqual([found])
    }
  })

  test('of 10,000 shops is searched within 300 ms', async () => {
    const key = await stage.issueKey()
    await stage.sql`
      insert into shops (id, account_id, platform, domain, name)
      select 'shp_many' || lpad(n::text, 5, '0'), ${key.accountId}, 'shoprenter', 'shop-' || n || '.example', 'Shop number ' || n
      from generate_series(1, 10000) n`
    const startedAt = performance.now()
    const { data } = (await call(key, 'GET', '/shops?q=NUMBER 777')).json()
    expect(performance.now() - startedAt).toBeLessThan(300)
    expect(data).toHaveLength(11)
  })

  test('an operator sees the shops of all accounts', async () => {
    const shop = await stage.connectShop((await stage.issueKey()).accountId)
    const answer = await call(await stage.issueKey('operator'), 'GET', `/shops/${shop}`)
    expect(answer.json().data).toMatchObject({ id: shop, platform: 'shoprenter', status: 'active' })
  })

  test('deliveries are found by shop, topic, object, error and status', async () => {
    const key = await stage.issueKey()
    const shopId = await stage.connectShop(key.accountId)
    const base = { platform: 'shoprenter', shopId, contentType: 'application/json', body: 'e30=', triggeredAt: null }
    const recorded = await stage.db.deliveries.record(
      ['one', 'two'].map((id) => ({ ...base, deliveryId: `${shopId}-${id}`, topic: id, receivedAt: new Date() })),
    )
    const [first, second] = recorded.toSorted((a, b) => a.deliveryId.localeCompare(b.deliveryId))
    if (!first || !second) throw new Error('Nothing was recorded.')
    await stage.db.deliveries.markHandled([
      { id: first.id, status: 'applied', object: 'orders/1' },
      { id: second.id, status: 'failed', error: 'The body could not be read (100% broken).' },
    ])
    const find = async (query: string) => {
      const answer = (await call(key, 'GET', `/deliveries?${query}`)).json()
      return answer.data.map(({ id }: { id: string }) => id)
    }
    expect(await find(`shop=${shopId}`)).toHaveLength(2)
    expect(await find('topic=one')).toEqual([first.id])
    expect(await find('object=orders%2F1')).toEqual([first.id])
    expect(await find('error=100%25')).toEqual([second.id])
    expect(await find('error=100_')).toEqual([])
    expect(await find('status=failed')).toEqual([second.id])
  })
})

describe('syncs', () => {
  test('a sync is queued as a run, and a second request returns the same run', async () => {
    const key = await stage.issueKey()
    const domain = 'sync-me'
    const shop = await stage.connectShop(key.accountId, domain)
    const first = await call(key, 'POST', '/shoprenter/sync', { type: 'full' })
    expect(first.statusCode).toBe(202)
    const { run_id: runId, ...reported } = first.json().data
    expect(reported).toEqual({ type: 'full', status: 'queued', message: 'The full sync of sync-me is queued.' })
    const again = await call(key, 'POST', `/shops/${shop}/syncs`, { type: 'incremental' }, { 'accept-language': 'hu' })
    expect(again.json().data).toMatchObject({ run_id: runId, type: 'full' })
    expect(again.json().data.message).toContain('már folyamatban van')
    const jobs = await stage.queues.sync.getJobs(['waiting'])
    expect(jobs.filter(({ data }) => data.runId === runId)).toHaveLength(1)
  })

  test('a sync requested while Redis is down is accepted, and its run starts from the outbox', async () => {
    const key = await stage.issueKey()
    const shopId = await stage.connectShop(key.accountId)
    let runId = ''
    await withoutRedis(stage.redis, async () => {
      const answer = await call(key, 'POST', `/shops/${shopId}/syncs`, { type: 'full' })
      expect(answer.statusCode).toBe(202)
      runId = answer.json().data.run_id
    })
    const rows = await stage.sql`select payload from job_outbox where name = 'sync.run'`
    expect(rows).toContainEqual({ payload: { runId, shopId } })
  })

  test('of several shops one has to be named, by name, address or id', async () => {
    const key = await stage.issueKey()
    const shops = [await stage.connectShop(key.accountId, 'first-of-two'), await stage.connectShop(key.accountId)]
    const unnamed = await call(key, 'POST', '/shoprenter/sync', { type: 'full' })
    expect([unnamed.statusCode, unnamed.json().type]).toEqual([400, 'urn:shopmirror:problem:choose-a-shop'])
    expect(unnamed.json().detail).toContain('first-of-two')
    for (const shop of ['https://first-of-two.myshoprenter.hu/admin', shops[1]])
      expect((await call(key, 'POST', '/shoprenter/sync', { type: 'full', shop })).statusCode).toBe(202)
  })

  test('without a connection there is nothing to sync; an uninstalled shop is none', async () => {
    const key = await stage.issueKey()
    const shop = await stage.connectShop(key.accountId)
    await stage.db.shops.uninstall(shop, { reason: 'test', dueAt: new Date() })
    const answer = await call(key, 'POST', '/shoprenter/sync', { type: 'full' })
    expect([answer.statusCode, answer.json().type]).toEqual([404, 'urn:shopmirror:problem:no-connection'])
  })

  test("the plan's monthly limit of syncs is answered with 402", async () => {
    await stage.sql`insert into plans (id, syncs_per_month) values ('none', 0) on conflict do nothing`
    const { id } = await stage.db.accounts.create({ name: 'no-syncs', planId: 'none' })
    const key = await stage.issueKey('member', id)
    await stage.connectShop(id)
    const answer = await call(key, 'POST', '/shoprenter/sync', { type: 'full' })
    expect([answer.statusCode, answer.json().type]).toEqual([402, 'urn:shopmirror:problem:plan-limit'])
  })

  test('three in two minutes for a caller, counted for all processes together', async () => {
    const key = await stage.issueKey()
    await stage.connectShop(key.accountId)
    const ask = () => call(key, 'POST', '/shoprenter/sync', { type: 'full' })
    for (const status of [202, 202, 202, 429]) expect((await ask()).statusCode).toBe(status)
    const other = await stage.issueKey('member', key.accountId)
    expect((await call(other, 'POST', '/shoprenter/sync', { type: 'full' })).statusCode).toBe(202)
  })

  test('a run is paused, resumed and cancelled, and shows its status', async () => {
    const key = await stage.issueKey()
    const shop = await stage.connectShop(key.accountId)
    const wish = { type: 'full', resources: ['products', 'orders'] }
    const runId = (await call(key, 'POST', `/shops/${shop}/syncs`, wish)).json().data.run_id
    const steer = async (wish: string) => (await call(key, 'POST', `/runs/${runId}/${wish}`)).json()
    expect((await steer('pause')).data.status).toBe('paused')
    expect((await steer('pause')).type).toBe('urn:shopmirror:problem:wrong-state')
    expect((await steer('resume')).data.status).toBe('queued')
    expect((await steer('cancel')).data.status).toBe('cancelled')
    const { resources, freshness } = (await call(key, 'GET', `/runs/${runId}`)).json().data
    expect(resources.map(({ resource }: { resource: string }) => resource)).toEqual(['products', 'orders'])
    expect(freshness).toEqual([])
  })
})

describe('a shop', () => {
  test('is paused and resumed with its run', async () => {
    const key = await stage.issueKey()
    const shop = await stage.connectShop(key.accountId)
    const runId = (await call(key, 'POST', `/shops/${shop}/syncs`, { type: 'full' })).json().data.run_id
    expect((await call(key, 'PATCH', `/shops/${shop}`, { status: 'paused' })).json().data.status).toBe('paused')
    expect(await stage.db.runs.find(runId)).toMatchObject({ status: 'paused' })
    expect((await call(key, 'POST', `/shops/${shop}/syncs`, { type: 'full' })).statusCode).toBe(409)
    expect((await call(key, 'PATCH', `/shops/${shop}`, { status: 'active' })).json().data.status).toBe('active')
    expect(await stage.db.runs.find(runId)).toMatchObject({ status: 'queued' })
  })

  test('without access can be paused and resumed, independently of its access', async () => {
    const key = await stage.issueKey()
    const shop = await stage.connectShop(key.accountId)
    await stage.db.shops.setAccess({ shopId: shop, version: null, access: 'reauth_required', reason: 'Refused.' })
    const patch = (status: string) => call(key, 'PATCH', `/shops/${shop}`, { status })
    const listed = async (status: string) => (await call(key, 'GET', `/shops?status=${status}`)).json().data.length
    expect((await patch('active')).statusCode).toBe(409)
    for (const answer of [await patch('paused'), await patch('paused')])
      expect(answer.json().data).toMatchObject({
        ...{ status: 'reauth_required', status_reason: 'Refused.', paused_at: expect.any(String) },
      })
    expect([await listed('reauth_required'), await listed('paused')]).toEqual([1, 0])
    await stage.db.shops.setAccess({ shopId: shop, version: null, access: 'active' })
    expect([await listed('reauth_required'), await listed('paused')]).toEqual([0, 1])
    await stage.db.shops.setAccess({ shopId: shop, version: null, access: 'reauth_required', reason: 'Refused.' })
    expect((await patch('active')).json().data).toMatchObject({ status: 'reauth_required', paused_at: null })
    expect((await patch('active')).statusCode).toBe(409)
  })

  test('keeps its settings, and accepts no resource that its platform does not have', async () => {
    const key = await stage.issueKey()
    const shop = await stage.connectShop(key.accountId)
    const wish = { schedule_enabled: true, frequency: '6h', resources: ['orders'], full_every_hours: 72 }
    expect((await call(key, 'PUT', `/shops/${shop}/settings`, wish)).json().data).toEqual(wish)
    expect((await call(key, 'GET', `/shops/${shop}/settings`)).json().data).toEqual(wish)
    const foreign = await call(key, 'PUT', `/shops/${shop}/settings`, { ...wish, resources: ['inventory'] })
    expect([foreign.statusCode, foreign.json().errors[0].path]).toEqual([400, 'body.resources'])
    const unknown = await call(key, 'PUT', `/shops/${shop}/settings`, { ...wish, extra: 1 })
    expect(unknown.statusCode).toBe(400)
  })

  test('reads what it missed when a resource is included again', async () => {
    const key = await stage.issueKey()
    const shop = await stage.connectShop(key.accountId)
    const wish = { schedule_enabled: false, frequency: '6h', full_every_hours: 72 }
    const set = (resources: string[] | null) => call(key, 'PUT', `/shops/${shop}/settings`, { ...wish, resources })
    const runs = async () => (await call(key, 'GET', `/runs?shop=${shop}`)).json().data
    expect((await set(['orders'])).statusCode).toBe(200)
    expect(await runs()).toEqual([])
    expect((await set(['orders', 'customers'])).statusCode).toBe(200)
    const [run] = await runs()
    expect(run).toMatchObject({ type: 'incremental', trigger: 'gap', status: 'queued' })
    const { resources } = (await call(key, 'GET', `/runs/${run.id}`)).json().data
    expect(resources.map(({ resource }: { resource: string }) => resource)).toEqual(['customers'])
  })

  test('is disconnected, its tokens are deleted, and there is an erasure', async () => {
    const key = await stage.issueKey()
    const shop = await stage.connectShop(key.accountId)
    await stage.db.credentials.replace({ shopId: shop, tokens: { accessToken: 'token', expiresAt: null } })
    expect((await call(key, 'DELETE', `/shops/${shop}`)).json().data.status).toBe('uninstalled')
    expect(await stage.db.credentials.read(shop)).toBeNull()
    expect((await call(key, 'GET', '/erasures')).json().data).toMatchObject([{ shop_id: shop, finished_at: null }])
    expect((await call(key, 'DELETE', `/shops/${shop}`)).statusCode).toBe(200)
  })

  test('that cannot be reached is a result of the test, not an error', async () => {
    const key = await stage.issueKey()
    const shop = await stage.connectShop(key.accountId)
    const answer = await call(key, 'POST', `/shops/${shop}/test`)
    expect(answer.json().data).toMatchObject({ ok: false, name: null })
    expect(answer.json().data.reason).not.toBe('')
  })

  test('with a missing scope shows where the merchant approves it', async () => {
    const key = await stage.issueKey()
    const shop = await stage.connectShop(key.accountId, 'scopeless')
    await stage.db.shops.markMissingScope(shop, 'webHook.webHook:write')
    const { data } = (await call(key, 'GET', `/shops/${shop}`)).json()
    expect(data.missing_scopes).toEqual(['webHook.webHook:write'])
    expect(data.approve_scopes_url).toBe('https://scopeless.myshoprenter.hu/admin/app/client/approveScopes')
  })
})

describe('deliveries', () => {
  test('are replayed while their body is kept, and refused with what to do afterwards', async () => {
    const key = await stage.issueKey()
    const shopId = await stage.connectShop(key.accountId)
    const receivedAt = new Date('2020-01-01')
    const [row] = await stage.db.deliveries.record([
      {
        platform: 'shoprenter',
        deliveryId: `${shopId}-replay`,
        shopId,
        topic: 'order_confirm',
        contentType: 'text/plain',
        body: 'e30=',
        triggeredAt: null,
        receivedAt,
      },
    ])
    if (!row) throw new Error('Nothing was recorded.')
    await stage.db.deliveries.markHandled([{ id: row.id, status: 'failed', error: 'broken' }])
    const replayed = await call(key, 'POST', `/deliveries/${row.id}/replay`)
    expect([replayed.statusCode, replayed.json().data.status]).toEqual([202, 'received'])
    await stage.db.deliveries.sweepBodies(new Date('2021-01-01'), 10)
    const gone = await call(key, 'POST', `/deliveries/${row.id}/replay`)
    expect([gone.statusCode, gone.json().type]).toEqual([409, 'urn:shopmirror:problem:body-gone'])
  })
})

describe('keys', () => {
  test('are shown once, work, and stop working when revoked', async () => {
    const key = await stage.issueKey()
    const issued = (await call(key, 'POST', '/keys', { name: 'backend' })).json().data
    const own: Key = { ...key, key: issued.key, headers: { authorization: `Bearer ${issued.key}` } }
    expect((await call(own, 'GET', '/shops')).statusCode).toBe(200)
    const listed = await call(key, 'GET', '/keys')
    expect(listed.body).not.toContain(issued.key)
    expect(listed.json().data[0]).toMatchObject({ id: issued.id, role: 'member', hint: issued.key.slice(-4) })
    await call(key, 'DELETE', `/keys/${issued.id}`)
    expect((await call(own, 'GET', '/shops')).statusCode).toBe(401)
  })

  test('of operators are issued by operators alone', async () => {
    const wish = { name: 'board', role: 'operator' }
    expect((await call(await stage.issueKey(), 'POST', '/keys', wish)).statusCode).toBe(403)
    expect((await call(await stage.issueKey('operator'), 'POST', '/keys', wish)).statusCode).toBe(201)
  })
})

describe('answers', () => {
  test("speak the caller's language and carry its request id", async () => {
    const headers = { 'accept-language': 'de-AT,de', 'x-request-id': 'request-0815' }
    const answer = await call(await stage.issueKey(), 'GET', '/shops/shp_0000', undefined, headers)
    expect(answer.json()).toMatchObject({
      type: 'urn:shopmirror:problem:not-found',
      title: 'Nicht gefunden',
      instance: '/api/v1/shops/shp_0000',
      request_id: 'request-0815',
    })
    expect(answer.headers).toMatchObject({ 'x-request-id': 'request-0815', 'content-language': 'de' })
  })

  test('come with security headers and limits, and without CORS unless it is configured', async () => {
    const key = await stage.issueKey()
    const { headers } = await call(key, 'GET', '/shops', undefined, { origin: 'https://app.example.com' })
    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'ratelimit-limit': '100000',
    })
    expect(headers['access-control-allow-origin']).toBeUndefined()

    await using shared = await createStage({ settings: { corsOrigins: ['https://app.example.com'] } })
    const ask = (origin: string) => shared.app.inject({ url: '/healthz', headers: { origin } })
    expect((await ask('https://app.example.com')).headers['access-control-allow-origin']).toBe(
      'https://app.example.com',
    )
    expect((await ask('https://evil.example.com')).headers['access-control-allow-origin']).toBeUndefined()
  })

  test('a log line has caller and route, and no key', async () => {
    const key = await stage.issueKey()
    await call(key, 'GET', '/runs')
    const line = stage.lines.findLast(({ route }) => route === '/api/v1/runs')
    expect(line).toMatchObject({ msg: 'request.answered', status: 200, account: key.accountId })
    expect(JSON.stringify(stage.lines)).not.toContain(key.key)
  })

  test('while Postgres is down a call gets 503 with Retry-After, without internal details', async () => {
    await using lame = await createStage()
    const { headers } = await lame.issueKey()
    await lame.sql.end()
    const answer = await lame.app.inject({ url: '/api/v1/shops', headers })
    expect([answer.statusCode, answer.json().type]).toEqual([503, 'urn:shopmirror:problem:unavailable'])
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  })
})
