import { readFileSync } from 'node:fs'
import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadSelectedPlatform } from './merchant-selected-platform.ts'
import { signedPlatform } from './signed-platform.ts'
import { createStage, type Key, type Stage } from './stage.ts'

const MINUTE_MS = 60_000
let now = Date.parse('2026-11-29T10:00:00Z')
let stage: Stage
let key: Key

beforeAll(async () => {
  stage = await createStage({
    platforms: [signedPlatform, loadSelectedPlatform({}, 'unset')],
    settings: { returnOrigins: ['https://app.example.com'] },
    now: () => new Date(now),
  })
  key = await stage.issueKey()
})
afterAll(() => stage[Symbol.asyncDispose]())

const call = (options: InjectOptions, { headers }: Key = key) => stage.app.inject({ ...options, headers })
const create = (payload: object = {}, by: Key = key) =>
  call({ method: 'POST', url: '/api/v1/connect-links', payload }, by)
const list = async (by: Key = key) => (await call({ url: '/api/v1/connect-links' }, by)).json().data
const revoke = (id: string, by: Key = key) => call({ method: 'DELETE', url: `/api/v1/connect-links/${id}` }, by)

describe('a connect link', () => {
  test('is valid for an hour, offers every platform with an app, and only its hash is stored', async () => {
    const answer = await create()
    expect(answer.statusCode).toBe(201)
    const { url, ...link } = answer.json().data
    const [keyRow] = await stage.db.apiKeys.list({ accountId: key.accountId, roles: ['member'] })
    expect(link).toEqual({
      ...{ id: expect.stringMatching(/^lnk_/), status: 'open', platforms: ['shoprenter', 'signed'] },
      ...{ language: null, return_url: null, shop_id: null, used_at: null, revoked_at: null, created_by: keyRow?.id },
      ...{ expires_at: new Date(now + 60 * MINUTE_MS).toISOString(), created_at: new Date(now).toISOString() },
    })
    expect(url).toMatch(/^https:\/\/mirror\.example\.com\/connect\/[\w-]{43}$/)
    const token = url.split('/').at(-1)
    const [stored] = await stage.sql`select row_to_json(l)::text as row from connect_links l where id = ${link.id}`
    expect(stored?.row).not.toContain(token)
    expect(JSON.stringify(stage.lines)).not.toContain(token)
    expect(JSON.stringify(await list())).not.toContain(token)
  })

  test('takes platforms, language, return address and time', async () => {
    const wanted = { platforms: ['signed'], language: 'hu', return_url: 'https://app.example.com/back?x=1' }
    const { data } = (await create({ ...wanted, expires_in_minutes: 5 })).json()
    expect(data).toMatchObject({ ...wanted, expires_at: new Date(now + 5 * MINUTE_MS).toISOString() })
  })

  test('is made by what the README prints', async () => {
    const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')
    const [, method, path, body] =
      /curl -X (\w+) \{PUBLIC_URL\}(\/api\/v1\/connect-links) [^']*(?:'[^']*'[^']*)*-d '(\{.*?\})'/s.exec(readme) ?? []
    const answer = await call({ method: method as 'POST', url: path ?? '', payload: JSON.parse(body ?? '') })
    expect(answer.statusCode).toBe(201)
  })

  test('of a shop offers its platform alone', async () => {
    const shop = await stage.connectShop(key.accountId)
    const { data } = (await create({ shop })).json()
    expect(data).toMatchObject({ shop_id: shop, platforms: ['shoprenter'] })
    const found = (await call({ url: `/api/v1/connect-links?shop=${shop}` })).json().data
    expect(found.map(({ id }: { id: string }) => id)).toEqual([data.id])
  })

  test.each([
    [{ platforms: ['unknown'] }, 404],
    [{ platforms: ['unset'] }, 404],
    [{ platforms: [] }, 400],
    [{ language: 'fr' }, 400],
    [{ expires_in_minutes: 0 }, 400],
    [{ expires_in_minutes: 100_000 }, 400],
    [{ shop: 'shp_unknown' }, 404],
    [{ other: 1 }, 400],
  ])('is not made of %j', async (payload, status) => {
    expect((await create(payload)).statusCode).toBe(status)
  })

  test.each([
    'http://app.example.com/',
    'https://evil.example.com/',
    'https://app.example.com@evil.example.com/',
    'https://user@app.example.com/',
    'https://app.example.com.evil.example/',
    'https://app.example.com:8443/',
    '//app.example.com/',
    'javascript:alert(1)',
    'data:text/html,x',
    'app.example.com',
  ])('leads nobody back to %s', async (address) => {
    const answer = await create({ return_url: address })
    expect([answer.statusCode, answer.json().errors[0].path]).toEqual([400, 'body.return_url'])
  })

  test('without allowed origins leads back to any https address, and to this machine', async () => {
    await using open = await createStage({ platforms: [signedPlatform] })
    const { headers } = await open.issueKey()
    const statusOf = async (address: string) =>
      (
        await open.app.inject({
          ...{ method: 'POST', url: '/api/v1/connect-links', headers, payload: { return_url: address } },
        })
      ).statusCode
    for (const address of ['https://any.example.org/', 'http://localhost:3000/x', 'http://127.0.0.1/', 'http://[::1]/'])
      expect([address, await statusOf(address)]).toEqual([address, 201])
    for (const address of ['http://127.0.0.1.example.org/', 'http://10.0.0.1/'])
      expect([address, await statusOf(address)]).toEqual([address, 400])
  })

  test('of an uninstalled shop, or of a shop of another account, is not made', async () => {
    const gone = await stage.connectShop(key.accountId)
    await stage.db.shops.uninstall(gone, { reason: 'test', dueAt: new Date(now) })
    expect((await create({ shop: gone })).statusCode).toBe(409)
    const foreign = await stage.connectShop((await stage.issueKey()).accountId)
    expect((await create({ shop: foreign })).statusCode).toBe(404)
    const operator = await stage.issueKey('operator')
    expect((await create({ shop: foreign }, operator)).statusCode).toBe(404)
  })
})

describe('the list', () => {
  test('says what became of each link', async () => {
    const owner = await stage.issueKey()
    const ids: string[] = []
    for (const minutes of [1, 60, 60, 60])
      ids.push((await create({ expires_in_minutes: minutes }, owner)).json().data.id)
    const [, revoked = '', used = ''] = ids
    expect((await revoke(revoked, owner)).json().data).toMatchObject({ status: 'revoked' })
    await stage.db.connectLinks.markUsed(used)
    now += 2 * MINUTE_MS
    const statuses = (await list(owner)).map(({ id, status }: { id: string; status: string }) => [id, status])
    expect(statuses.reverse()).toEqual(ids.map((id, index) => [id, ['expired', 'revoked', 'used', 'open'][index]]))
  })

  test('revoking again changes nothing, and a used link cannot be revoked', async () => {
    const { id } = (await create()).json().data
    const [first, second] = [await revoke(id), await revoke(id)]
    expect([second.statusCode, second.json()]).toEqual([200, first.json()])
    const used = (await create()).json().data.id
    await stage.db.connectLinks.markUsed(used)
    expect((await revoke(used)).statusCode).toBe(409)
  })
})

describe('the retention', () => {
  test('deletes links that expired long ago, with their unused attempts', async () => {
    const { id } = (await create()).json().data
    const attempt = { platform: 'signed', domain: 'minta', accountId: key.accountId, ttlMs: MINUTE_MS }
    await stage.db.oauthStates.create({ ...attempt, connectLinkId: id })
    expect(await stage.db.connectLinks.sweep(new Date(now + 61 * MINUTE_MS), 100)).toBeGreaterThan(0)
    expect(await stage.db.connectLinks.find(id)).toBeNull()
    expect(await stage.sql`select from oauth_states where connect_link_id = ${id}`).toHaveLength(0)
  })
})
