import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await createStage({ settings: { metricsToken: 'a-token-for-metrics' } })
})
afterAll(() => stage[Symbol.asyncDispose]())

interface Operation {
  summary?: string
  responses: Record<string, { description?: string }>
}
interface Document {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, unknown> }
}

describe('the description of the api', () => {
  test('names every control route, each with a summary and the problem it may answer', async () => {
    const document: Document = (await stage.app.inject('/openapi.json')).json()
    expect(document.openapi).toBe('3.1.0')
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const control = stage.routes.filter(({ url, method }) => url.startsWith('/api/v1') && method !== 'HEAD')
    for (const { method, url } of control) expect(described).toContain(`${method} ${url.replace(/:(\w+)/g, '{$1}')}`)
    for (const operation of Object.values(document.paths).flatMap((path) => Object.values(path))) {
      expect(operation.summary?.length).toBeGreaterThan(5)
      expect(operation.responses).toHaveProperty('default')
      for (const { description } of Object.values(operation.responses)) expect(typeof description).toBe('string')
    }
  })

  test('every reference in it leads somewhere, and no schema stands there for nothing', async () => {
    const { body } = await stage.app.inject('/openapi.json')
    const document: Document = JSON.parse(body)
    const wanted = new Set([...body.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name))
    expect(Object.keys(document.components.schemas).sort()).toEqual([...wanted].sort())
  })

  test('is shown on a page that brings its own script and loads nothing from elsewhere', async () => {
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

describe('metrics', () => {
  const scrape = (authorization: string) => stage.app.inject({ url: '/metrics', headers: { authorization } })

  test('are for who has the token', async () => {
    expect((await stage.app.inject('/metrics')).statusCode).toBe(401)
    expect((await scrape('Bearer a-token-for-metric')).statusCode).toBe(401)
    expect((await scrape('Bearer a-token-for-metrics')).statusCode).toBe(200)
  })

  test('tell what stands in the databases', async () => {
    await using fresh = await createStage()
    const { accountId } = await fresh.issueKey()
    const shop = await fresh.connectShop(accountId)
    await fresh.db.runs.create({ shopId: shop, type: 'full', trigger: 'manual', resources: ['orders'] })
    await fresh.db.watermarks.advance(shop, 'orders', new Date(Date.now() - 60_000), { full: true })
    await fresh.db.spill.add({ deliveries: [] })
    await fresh.queues.inbox.add('webhook.receive', {})
    const { body } = await fresh.app.inject('/metrics')
    expect(body).toContain('shopmirror_shops{platform="shoprenter",status="active"} 1')
    expect(body).toContain('shopmirror_runs{type="full",status="queued"} 1')
    expect(body).toContain('shopmirror_queue_jobs{queue="inbox",state="waiting"} 1')
    expect(body).toContain('shopmirror_inbox_spilled_groups 1')
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
  })
})
