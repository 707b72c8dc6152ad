import { loadPlatforms } from '@shopmirror/platforms'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Document, documentPaths, resolve, routesOf } from './described.ts'
import { createStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await createStage({ settings: { metricsToken: 'a-token-for-metrics' } })
})
afterAll(() => stage[Symbol.asyncDispose]())

const read = async (path: string): Promise<Document> => (await stage.app.inject(path)).json()
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

describe('the descriptions of the api', () => {
  test('have every route once: what platforms and browsers call apart from what programs call', async () => {
    const described = new Map<string, string>()
    for (const path of documentPaths)
      for (const route of routesOf(await read(path))) {
        const name = `${route.method} ${route.path}`
        expect([name, described.get(name)]).toEqual([name, undefined])
        described.set(name, path)
      }
    const wanted = stage.routes
      .filter(({ url, method }) => /^\/(api\/v1|webhooks)\//.test(url) && method !== 'HEAD')
      .map(({ url, method }) => `${method} ${url.replaceAll(/:(\w+)/g, '{$1}').replace('*', '{topic}')}`)
    expect([...described.keys()].sort()).toEqual(wanted.sort())
    for (const [name, path] of described)
      expect([name, path]).toEqual([
        name,
        /(oauth|auth)\/(callback|entry|begin)|webhooks\//.test(name) ? documentPaths[1] : documentPaths[0],
      ])
  })

  test.each(documentPaths)('%s is one that clients can be generated from', async (path) => {
    const document = await read(path)
    expect(document.openapi).toBe('3.1.0')
    const routes = routesOf(document)
    const operationIds = routes.map(({ operationId }) => operationId)
    expect(new Set(operationIds).size).toBe(routes.length)
    for (const { operationId, summary, parameters = [], responses, ...route } of routes) {
      expect(operationId).toMatch(/^[a-z]+([A-Z][a-z]+)*$/)
      expect(summary?.length).toBeGreaterThan(5)
      const inPath = [...route.path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name)
      expect(inPath).toEqual(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name))
      for (const { name } of parameters) expect(name).toMatch(/^[a-z][A-Za-z_]*$/)
      expect(Object.keys(responses)).not.toContain('default')
      expect(Object.keys(responses).some((status) => status < '400')).toBe(true)
      for (const [status, { description, content }] of Object.entries(responses)) {
        expect(description).toBeTruthy()
        if (status >= '400') expect(Object.keys(content ?? {})).toContain('application/problem+json')
      }
    }
  })

  test('say which problems a route has, beside those that all have', async () => {
    const { paths } = await read('/openapi.json')
    const statuses = (path: string, method: string) => Object.keys(paths[path]?.[method]?.responses ?? {})
    expect(statuses('/api/v1/shops', 'get')).toEqual(['200', '400', '401', '403', '429', '500', '503'])
    expect(statuses('/api/v1/shops', 'post')).toEqual([
      '201',
      '400',
      '401',
      '402',
      '403',
      '404',
      '409',
      '413',
      '415',
      '422',
      '429',
      '500',
      '502',
      '503',
    ])
  })

  test('name the same parameters alike: lists of what belongs to shops take shop, and pages take limit and cursor', async () => {
    const document = await read('/openapi.json')
    const lists = routesOf(document).flatMap(({ method, path, parameters = [], responses }) => {
      const answer = responses[200]?.content?.['application/json']?.schema.properties ?? {}
      const entry = answer.data?.items && resolve(answer.data.items, document)
      if (method !== 'GET' || !entry) return []
      const taken = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name)
      const isOfShop = path.includes('{id}') || !entry.properties?.shop_id
      return [
        { path, taken, wanted: [...(isOfShop ? [] : ['shop']), ...(answer.next_cursor ? ['limit', 'cursor'] : [])] },
      ]
    })
    expect(lists.filter(({ wanted }) => wanted.includes('shop')).length).toBeGreaterThan(5)
    for (const { path, taken, wanted } of lists) {
      expect([path, taken]).toEqual([path, expect.arrayContaining(wanted)])
      expect([path, taken.filter((name) => /_id$|^(page|offset|per_page|from|to|after|before)$/.test(name))]).toEqual([
        path,
        [],
      ])
    }
  })

  test('every reference resolves, and every schema is used', async () => {
    for (const path of documentPaths) {
      const document = await read(path)
      const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)]
      const wanted = new Set(references.map(([, name]) => name))
      expect(Object.keys(document.components.schemas).sort()).toEqual([...wanted].sort())
    }
  })

  test("tell each platform's resources, and which credentials of a shop each takes", async () => {
    const document = await read('/openapi.json')
    expect(document.paths['/api/v1/shops/{id}/settings']?.put?.description).toContain('- `shoprenter`: categories, ')
    const body = document.paths['/api/v1/shops']?.post?.requestBody?.content['application/json']?.schema ?? {}
    const isDescribed = new Ajv2020({ strict: false }).compile(body)
    const values = { client_id: 'id', client_secret: 'secret', access_token: 'token' }
    for (const { id, ownApp } of loadPlatforms({}, { now: () => new Date() }).values())
      for (let chosen = 0; chosen < 8; chosen++) {
        const some = Object.fromEntries(Object.entries(values).filter((_entry, index) => chosen & (1 << index)))
        const isAccepted = ownApp?.alternatives.some((alternative) => alternative.safeParse(some).success)
        expect([id, some, isDescribed({ platform: id, domain: 'minta', ...some })]).toEqual([id, some, isAccepted])
      }
  })

  test('is shown on a page that loads nothing external', async () => {
    const page = await stage.app.inject('/docs/')
    expect(page.statusCode).toBe(200)
    expect(page.body).not.toMatch(/(src|href)="(https?:)?\/\//)
    expect(page.headers['content-security-policy']).toContain("default-src 'self'")
    const [, script] = /<script src="([^"]+)"/.exec(page.body) ?? []
    const answer = await stage.app.inject(new URL(script ?? '', 'http://api/docs/').pathname)
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/javascript; charset=utf-8'])
    expect((await stage.app.inject('/docs')).headers.location).toBe('/docs/')
  })
})

const patternOf = (path: string) => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`)

describe('an address', () => {
  test('answers methods it does not take with 405 and those it does, whatever the body', async () => {
    const described = (await Promise.all(documentPaths.map(read))).flatMap(routesOf)
    for (const { path } of described) {
      const url = path.replaceAll(/\{\w+\}/g, 'xxx_0')
      // An address may also be one of another route's, with a word in the place of an id.
      const taken = described.filter((route) => patternOf(route.path).test(url)).map(({ method }) => method)
      for (const method of [...methods, 'PROPFIND'].filter((each) => !taken.includes(each))) {
        const headers = { 'content-type': 'application/nonsense' }
        const answer = await stage.app.inject({ method: method as 'GET', url, headers, payload: '{"a":' })
        expect([method, url, answer.statusCode]).toEqual([method, url, 405])
        expect(answer.json().type).toBe('urn:shopmirror:problem:method-not-allowed')
        expect(String(answer.headers.allow).split(', ')).toEqual(expect.arrayContaining(taken))
      }
    }
  })

  test.each(methods)('that does not exist is a 404 for %s, whatever the body', async (method) => {
    for (const url of ['/api/v1/nothing', '/nothing', '/api/v1/shops/x/y/z', '/webhooks', '/api/v1/%zz'])
      expect(
        (await stage.app.inject({ method, url, headers: { 'content-type': 'x/y' }, payload: '{' })).statusCode,
      ).toBe(url.endsWith('%zz') ? 400 : 404)
  })
})

describe('metrics', () => {
  const scrape = (authorization: string) => stage.app.inject({ url: '/metrics', headers: { authorization } })

  test('are for who has the token', async () => {
    expect((await stage.app.inject('/metrics')).statusCode).toBe(401)
    expect((await scrape('Bearer a-token-for-metric')).statusCode).toBe(401)
    expect((await scrape('Bearer a-token-for-metrics')).statusCode).toBe(200)
  })

  test('report the state of the databases', async () => {
    await using fresh = await createStage()
    const { accountId } = await fresh.issueKey()
    const shop = await fresh.connectShop(accountId)
    await fresh.db.runs.create({ shopId: shop, type: 'full', trigger: 'manual', resources: ['orders'] })
    await fresh.db.watermarks.advance(shop, 'orders', new Date(Date.now() - 60_000), { full: true })
    await fresh.db.spill.add({ deliveries: [] })
    await fresh.db.jobOutbox.add({ queue: 'sync', name: 'sync.run', payload: {}, options: {} })
    await fresh.queues.inbox.add('webhook.receive', {})
    const { body } = await fresh.app.inject('/metrics')
    expect(body).toContain('shopmirror_shops{platform="shoprenter",status="active"} 1')
    expect(body).toContain('shopmirror_runs{type="full",status="queued"} 1')
    expect(body).toContain('shopmirror_queue_jobs{queue="inbox",state="waiting"} 1')
    expect(body).toContain('shopmirror_inbox_spilled_groups 1')
    expect(body).toContain('shopmirror_job_outbox_jobs 1')
    expect(body).toContain('shopmirror_scheduled_shops{frequency="15m",is="fresh"} 1')
    expect(body).toContain('shopmirror_scheduled_shops{frequency="15m",is="late"} 0')
    expect(body).toContain('shopmirror_dependency_up{dependency="redis"} 1')
    expect(body).toMatch(/shopmirror_freshness_seconds\{platform="shoprenter",resource="orders"\} 6\d/)
    expect(body).toMatch(/shopmirror_queue_oldest_seconds\{queue="inbox"\} [\d.]+/)
    expect(body).not.toContain(shop)
  })

  test('still answer while Postgres is away', async () => {
    await using lame = await createStage()
    await lame.sql.end()
    const answer = await lame.app.inject('/metrics')
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toContain('shopmirror_queue_jobs{')
    expect(answer.body).toContain('shopmirror_dependency_up{dependency="postgres"} 0')
  })
})
