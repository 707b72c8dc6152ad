import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { createKeyring, openDatabase } from '../src/index.ts'
import { createStage, createTestKey } from './stage.ts'

const stage = await createStage()
const { db, sql, clock } = stage
afterAll(() => stage[Symbol.asyncDispose]())

const tokens = {
  accessToken: 'access-1',
  expiresAt: new Date('2026-06-01T13:00:00Z'),
  refreshToken: 'refresh-1',
  refreshExpiresAt: new Date('2026-09-01T00:00:00Z'),
  scopes: ['order.read'],
}

let shopId = ''
beforeEach(async () => {
  shopId = (await stage.createShop()).id
})

const later = (ms: number) => new Date(clock.now.getTime() + ms)

test('tokens come back as they were stored, and stand nowhere in the open', async () => {
  await db.credentials.replace({ shopId, tokens, ownApp: { clientId: 'own-id', clientSecret: 'own-secret' } })
  expect(await db.credentials.read(shopId)).toMatchObject({
    ...{ tokens, ownApp: { clientId: 'own-id', clientSecret: 'own-secret' }, version: 1, refusals: 0 },
    expiresAt: tokens.expiresAt,
  })
  const [row] = await sql`select row_to_json(c)::text as whole from shop_credentials c where shop_id = ${shopId}`
  expect(row?.whole).not.toMatch(/access-1|refresh-1|own-id|own-secret/)
})

test('a ciphertext copied to another shop or column does not open', async () => {
  const { id: other } = await stage.createShop()
  const ownApp = { clientId: 'id', clientSecret: 'secret' }
  for (const shop of [shopId, other]) await db.credentials.replace({ shopId: shop, tokens, ownApp })

  await sql`update shop_credentials set tokens = (select tokens from shop_credentials where shop_id = ${other}) where shop_id = ${shopId}`
  await expect(db.credentials.read(shopId)).rejects.toThrow(`The value stored at ${shopId}:tokens cannot be decrypted`)
  await sql`update shop_credentials set tokens = own_app where shop_id = ${other}`
  await expect(db.credentials.read(other)).rejects.toThrow(`The value stored at ${other}:tokens cannot be decrypted`)
})

describe('the lease', () => {
  beforeEach(() => db.credentials.replace({ shopId, tokens }))
  const take = (owner: string, version = 1) =>
    db.credentials.takeLease({ shopId, version, owner, until: later(30_000) })
  const renew = (owner: string) => db.credentials.renewLease({ shopId, version: 1, owner, until: later(30_000) })

  test('has one owner among many concurrent callers', async () => {
    const taken = await Promise.all(Array.from({ length: 30 }, () => take(randomUUID())))
    expect(taken.filter(Boolean)).toHaveLength(1)
  })

  test('cannot be taken until it expires, and its owner can renew it', async () => {
    expect(await take('a')).toBe(true)
    clock.now = later(20_000)
    await renew('a')
    clock.now = later(20_000)
    expect(await take('b')).toBe(false)
    clock.now = later(10_001)
    expect(await take('b')).toBe(true)
  })

  test('that was released, or taken by another, is not taken by a late renewal', async () => {
    await take('a')
    await db.credentials.releaseLease({ shopId, owner: 'a' })
    await renew('a')
    expect(await take('b')).toBe(true)
    await renew('a')
    expect(await db.credentials.read(shopId)).toMatchObject({ leaseOwner: 'b' })
  })

  test('is for the version that was read', async () => {
    expect(await take('a', 0)).toBe(false)
    expect(await take('a', 2)).toBe(false)
  })

  test('is released by its owner alone', async () => {
    await take('a')
    await db.credentials.releaseLease({ shopId, owner: 'b' })
    expect(await take('b')).toBe(false)
    await db.credentials.releaseLease({ shopId, owner: 'a' })
    expect(await take('b')).toBe(true)
  })
})

describe('storing', () => {
  beforeEach(() => db.credentials.replace({ shopId, tokens }))

  test('of many concurrent replacements of one version, one succeeds and clears lease and refusals', async () => {
    await db.credentials.takeLease({ shopId, version: 1, owner: 'a', until: later(30_000) })
    expect(await db.credentials.countRefusal({ shopId, version: 1 })).toBe(1)
    expect(await db.credentials.countRefusal({ shopId, version: 1 })).toBe(2)
    expect(await db.credentials.countRefusal({ shopId, version: 0 })).toBeNull()
    const stored = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        db.credentials.replace({ shopId, version: 1, tokens: { ...tokens, accessToken: `next-${index}` } }),
      ),
    )
    expect(stored.filter(Boolean)).toHaveLength(1)
    const winner = `next-${stored.indexOf(2)}`
    expect(await db.credentials.read(shopId)).toMatchObject({
      ...{ tokens: { accessToken: winner }, version: 2, leaseOwner: null, leaseUntil: null, refusals: 0 },
    })
  })

  test('the refresh token before is dropped only from the version it was kept in', async () => {
    await db.credentials.replace({ shopId, version: 1, tokens: { ...tokens, previousRefreshToken: 'old' } })
    await db.credentials.dropPreviousRefreshToken({ shopId, version: 1 })
    expect(await db.credentials.read(shopId)).toMatchObject({ tokens: { previousRefreshToken: 'old' } })
    await db.credentials.dropPreviousRefreshToken({ shopId, version: 2 })
    expect((await db.credentials.read(shopId))?.tokens).toEqual(tokens)
  })

  test('where there should be none yet keeps what is there', async () => {
    expect(await db.credentials.replace({ shopId, tokens: { ...tokens, accessToken: 'other' } })).toBeNull()
    expect(await db.credentials.read(shopId)).toMatchObject({ tokens: { accessToken: 'access-1' }, version: 1 })
  })
})

test('refresh tokens near their expiry are listed, whatever their life, unless the shop lost access', async () => {
  const inDays = (days: number) => new Date(stage.clock.now.getTime() + days * 86_400_000)
  const create = async (lived: number, left: number) => {
    const shop = await stage.createShop()
    await db.credentials.replace({ shopId: shop.id, tokens: { ...tokens, refreshExpiresAt: inDays(left) } })
    await stage.sql`update shop_credentials set updated_at = ${inDays(-lived).toISOString()} where shop_id = ${shop.id}`
    return shop
  }
  const [dying, brief] = [await create(150, 33), await create(9, 1)]
  const [lost, lasting] = [await create(9, 1), await create(120, 63)]
  await db.shops.setAccess({ shopId: lost.id, version: 1, access: 'reauth_required' })

  const listed = await db.credentials.listAged(0.8, { limit: 100 })
  expect(listed).toContain(dying.id)
  expect(listed).toContain(brief.id)
  expect(listed).not.toContain(lost.id)
  expect(listed).not.toContain(lasting.id)
})

describe('rotating keys', () => {
  const [before, after] = [createTestKey('before'), createTestKey('after')]
  const old = openDatabase({ url: stage.url, keyring: createKeyring(before), max: 2 })
  const both = openDatabase({ url: stage.url, keyring: createKeyring(`${after},${before}`), max: 4 })
  const only = openDatabase({ url: stage.url, keyring: createKeyring(after), max: 2 })
  afterAll(() => Promise.all([old, both, only].map((database) => database.close())))

  beforeEach(async () => {
    await sql`truncate shop_credentials, installations, inbox_spill`
  })

  test('re-encrypts every secret, harmless at once and again, while tokens are stored', async () => {
    const shops = await Promise.all(Array.from({ length: 30 }, () => stage.createShop()))
    const ownApp = { clientId: 'id', clientSecret: 'secret' }
    for (const shop of shops) await old.repositories.credentials.replace({ shopId: shop.id, tokens, ownApp })
    const expiresAt = later(60_000)
    const installation = await old.repositories.installations.create({
      platform: 'x',
      domain: 'x',
      code: 'code',
      expiresAt,
    })
    await old.repositories.spill.add({ payload: 1 })

    const busy = shops.slice(0, 10).map((shop) =>
      both.repositories.credentials.replace({
        shopId: shop.id,
        version: 1,
        tokens: { ...tokens, accessToken: 'newer' },
      }),
    )
    const [first, second] = await Promise.all([
      both.repositories.credentials.rotateAll(),
      both.repositories.credentials.rotateAll(),
      ...busy,
    ])
    expect(first + second).toBeGreaterThanOrEqual(52)
    expect(first + second).toBeLessThanOrEqual(62)
    expect(await both.repositories.credentials.rotateAll()).toBe(0)

    for (const [index, shop] of shops.entries()) {
      const read = await only.repositories.credentials.read(shop.id)
      expect(read).toMatchObject({ ownApp, tokens: { accessToken: index < 10 ? 'newer' : 'access-1' } })
    }
    expect(await only.repositories.installations.readCode(installation)).toBe('code')
    const spilled: unknown[] = []
    await only.repositories.spill.take({ limit: 10 }, async (groups) => {
      spilled.push(...groups.map(({ payload }) => payload))
      return []
    })
    expect(spilled).toEqual([{ payload: 1 }])
  })

  test('goes past a batch', async () => {
    const shop = await stage.createShop()
    await old.repositories.credentials.replace({ shopId: shop.id, tokens })
    for (let index = 0; index < 230; index++) await old.repositories.spill.add(index)
    expect(await both.repositories.credentials.rotateAll()).toBe(231)
    expect(await sql`select 1 from inbox_spill where payload not like 'v1.after.%'`).toEqual([])
  })
})
