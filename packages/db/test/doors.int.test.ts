import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import { createStage } from './stage.ts'

const stage = await createStage()
const { db, sql, clock } = stage
afterAll(() => stage[Symbol.asyncDispose]())

const later = (ms: number) => new Date(clock.now.getTime() + ms)
const many = <T>(count: number, work: () => Promise<T>) => Promise.all(Array.from({ length: count }, work))

describe('API keys', () => {
  test('are shown once and stored only as a hash', async () => {
    const accountId = await stage.createAccount()
    const { id, key } = await db.apiKeys.issue({ accountId, role: 'operator', name: 'ci' })
    expect(key).toMatch(/^smk_[\w-]{43}$/)
    expect(await db.apiKeys.authenticate(key)).toEqual({ id, accountId, role: 'operator' })
    const [row] = await sql`select row_to_json(k)::text as whole from api_keys k where id = ${id}`
    expect(row?.whole).not.toContain(key.slice(4, 40))
    expect(await db.apiKeys.list({ accountId, roles: ['operator'] })).toMatchObject([
      { id, hint: key.slice(-4), name: 'ci' },
    ])
  })

  test('open nothing when they are wrong or revoked, or revoked by a stranger', async () => {
    const accountId = await stage.createAccount()
    const { id, key } = await db.apiKeys.issue({ accountId, role: 'member', name: '' })
    for (const wrong of ['', 'smk_', `${key}a`, key.slice(0, -1), key.toUpperCase()]) {
      expect(await db.apiKeys.authenticate(wrong)).toBeNull()
    }
    expect(await db.apiKeys.revoke(id, { accountId: await stage.createAccount(), roles: ['member'] })).toBe(false)
    expect(await db.apiKeys.authenticate(key)).toMatchObject({ id })
    expect(await db.apiKeys.revoke(id, { accountId, roles: ['operator'] })).toBe(false)
    expect(await db.apiKeys.revoke(id, { accountId, roles: ['member'] })).toBe(true)
    expect(await db.apiKeys.authenticate(key)).toBeNull()
  })

  test('note their use to the minute, without a write at every request', async () => {
    const accountId = await stage.createAccount()
    const { id, key } = await db.apiKeys.issue({ accountId, role: 'member', name: '' })
    const state = async () => (await sql`select xmin::text, last_used_at from api_keys where id = ${id}`)[0]
    await db.apiKeys.authenticate(key)
    const first = await state()
    clock.now = later(30_000)
    await many(5, () => db.apiKeys.authenticate(key))
    expect(await state()).toEqual(first)
    clock.now = later(31_000)
    await db.apiKeys.authenticate(key)
    expect((await state())?.last_used_at).not.toEqual(first?.last_used_at)
  })
})

describe('an OAuth state', () => {
  const create = async () =>
    db.oauthStates.create({
      platform: 'shopify',
      domain: 'x.myshopify.com',
      accountId: await stage.createAccount(),
      ttlMs: 600_000,
    })

  test('is consumed once, however many come with it', async () => {
    const state = await create()
    const found = await many(10, () => db.oauthStates.consume(state))
    expect(found.filter(Boolean)).toMatchObject([{ platform: 'shopify', domain: 'x.myshopify.com' }])
  })

  test('is refused when it is late or forged', async () => {
    const state = await create()
    clock.now = later(600_000)
    expect(await db.oauthStates.consume(state)).toBeNull()
    expect(await db.oauthStates.consume(randomUUID())).toBeNull()
  })

  test('is stored only as a hash, and deleted when it is old', async () => {
    const state = await create()
    const rows = () => sql`select row_to_json(s)::text as whole from oauth_states s`
    expect(JSON.stringify(await rows())).not.toContain(state)
    clock.now = later(600_001)
    await db.oauthStates.sweep(clock.now, 100)
    expect(await rows()).toEqual([])
  })
})

describe('an installation', () => {
  const create = (domain = randomUUID()) =>
    db.installations.create({ platform: 'shoprenter', domain, code: 'code', expiresAt: later(900_000) })

  test('is claimed by one account, which may repeat the claim', async () => {
    const id = await create()
    const accounts = await many(6, () => stage.createAccount())
    const claims = await Promise.all(accounts.map((accountId) => db.installations.claim({ id, accountId })))
    expect(claims.toSorted()).toEqual(['claimed', 'taken', 'taken', 'taken', 'taken', 'taken'])
    const owner = accounts[claims.indexOf('claimed')] ?? ''
    expect(await db.installations.claim({ id, accountId: owner })).toBe('already_yours')
  })

  test("expires unclaimed, and stays its owner's when claimed in time", async () => {
    const [accountId, late, inTime] = [await stage.createAccount(), await create(), await create()]
    await db.installations.claim({ id: inTime, accountId })
    clock.now = later(900_000)
    expect(await db.installations.claim({ id: late, accountId })).toBe('expired')
    expect(await db.installations.claim({ id: inTime, accountId })).toBe('already_yours')
    expect(await db.installations.claim({ id: 'ins_unknown', accountId })).toBe('not_found')
  })

  test('the latest unclaimed one is found by shop', async () => {
    const domain = randomUUID()
    await create(domain)
    clock.now = later(1)
    const newer = await create(domain)
    const pending = async () => (await db.installations.latestPending('shoprenter', domain))?.id ?? null
    const ids = [await pending()]
    await db.installations.claim({ id: newer, accountId: await stage.createAccount() })
    ids.push(await pending())
    clock.now = later(900_000)
    ids.push(await pending())
    expect(new Set(ids).size).toBe(3)
    expect(ids.at(-1)).toBeNull()
  })

  test('keeps its code encrypted until it is used', async () => {
    const id = await create()
    expect(await sql`select 1 from installations where id = ${id} and code like '%code%'`).toEqual([])
    expect(await db.installations.readCode(id)).toBe('code')
    await db.installations.dropCode(id)
    expect(await db.installations.readCode(id)).toBeNull()
  })

  test('is swept when it expired long ago and became no shop', async () => {
    const [old, connected] = [await create(), await create()]
    await db.installations.attachShop(connected, (await stage.createShop()).id)
    clock.now = later(10_000_000)
    const young = await create()
    expect(await db.installations.sweep(later(-1_000_000), 100)).toBeGreaterThanOrEqual(1)
    expect(await db.installations.find(old)).toBeNull()
    expect(await db.installations.find(connected)).not.toBeNull()
    expect(await db.installations.find(young)).not.toBeNull()
  })
})

describe('a transaction', () => {
  test('is all or nothing, over every repository', async () => {
    const name = randomUUID()
    const failing = db.transaction(async (tx) => {
      const { id: accountId } = await tx.accounts.create({ name })
      await tx.shops.connect({ accountId, platform: 'shoprenter', domain: name })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await db.accounts.findByName(name)).toBeNull()
    expect(await db.shops.findConnected('shoprenter', name)).toBeNull()
  })

  test('inside another one is undone alone', async () => {
    const [outer, inner] = [randomUUID(), randomUUID()]
    await db.transaction(async (tx) => {
      await tx.accounts.create({ name: outer })
      await tx
        .transaction(async (nested) => {
          await nested.accounts.create({ name: inner })
          throw new Error('no')
        })
        .catch(() => undefined)
    })
    expect(await db.accounts.findByName(outer)).not.toBeNull()
    expect(await db.accounts.findByName(inner)).toBeNull()
  })

  test('releases its connection in a clean state', async () => {
    await Promise.allSettled(Array.from({ length: 30 }, () => db.transaction(() => Promise.reject(new Error('no')))))
    const states =
      await sql`select 1 from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`
    expect(states).toEqual([])
  })
})
