import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import { PlanLimitError, ShopGoneError, ShopTakenError } from '../src/index.ts'
import { second } from './rows.ts'
import { createStage } from './stage.ts'

const stage = await createStage()
const { db, sql } = stage
afterAll(() => stage[Symbol.asyncDispose]())

const times = <T>(count: number, work: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)))

const uninstall = (id: string) => db.shops.uninstall(id, { reason: 'merchant', dueAt: second(60) })

async function createLimitedAccount(maxShops: number): Promise<string> {
  const planId = randomUUID()
  await sql`insert into plans (id, max_shops) values (${planId}, ${maxShops})`
  return (await db.accounts.create({ name: randomUUID(), planId })).id
}

describe('connecting', () => {
  test('one shop many times at once is one shop', async () => {
    const shop = { accountId: await stage.createAccount(), platform: 'shoprenter', domain: randomUUID() }
    const answers = await times(12, () => db.shops.connect(shop))
    expect(new Set(answers.map((answer) => answer.shop.id)).size).toBe(1)
    expect(answers.filter(({ created }) => created)).toHaveLength(1)
  })

  test("one shop to many accounts at once is one account's", async () => {
    const domain = randomUUID()
    const answers = await times(8, async () => {
      const accountId = await stage.createAccount()
      return db.shops.connect({ accountId, platform: 'shoprenter', domain }).catch((error) => error)
    })
    expect(answers.filter((answer) => answer instanceof ShopTakenError)).toHaveLength(7)
  })

  test("a plan's limit holds when many shops are connected concurrently", async () => {
    const accountId = await createLimitedAccount(3)
    const answers = await times(10, () =>
      db.shops.connect({ accountId, platform: 'shoprenter', domain: randomUUID() }).catch((error) => error),
    )
    expect(answers.filter((answer) => answer instanceof PlanLimitError)).toHaveLength(7)
    expect(await db.shops.list({ accountId, limit: 10 })).toHaveLength(3)
  })

  test('an uninstalled shop no longer counts, and is a new row when installed again', async () => {
    const accountId = await createLimitedAccount(1)
    const key = { accountId, platform: 'shoprenter', domain: randomUUID() }
    const first = await db.shops.connect(key)
    await uninstall(first.shop.id)
    const second = await db.shops.connect(key)
    expect(second.created).toBe(true)
    expect(second.shop.id).not.toBe(first.shop.id)
    expect(await db.shops.findConnected(key.platform, key.domain)).toMatchObject({ id: second.shop.id })
  })
})

describe('an uninstall', () => {
  test('leaves neither token nor code nor schedule nor subscription nor open run, and books the erasure', async () => {
    const { id, accountId, domain } = await stage.createShop()
    await db.credentials.replace({ shopId: id, tokens: { accessToken: 'secret', expiresAt: null } })
    const expiresAt = new Date(stage.clock.now.getTime() + 60_000)
    const installation = await db.installations.create({
      platform: 'shoprenter',
      domain,
      code: 'code',
      expiresAt,
      accountId,
    })
    await db.installations.attachShop(installation, id)
    await db.subscriptions.setWanted(id, ['order'])
    const { run } = await db.runs.create({ shopId: id, type: 'full', trigger: 'manual', resources: ['orders'] })

    expect(await uninstall(id)).toMatchObject({ shopId: id, accountId, domain, finishedAt: null })
    expect(await db.credentials.read(id)).toBeNull()
    expect(await db.installations.readCode(installation)).toBeNull()
    expect(await db.subscriptions.list({ accountId: null, shopId: id })).toEqual([])
    expect(await db.shopSettings.get(id)).toMatchObject({ scheduleEnabled: false, nextSyncAt: null })
    expect(await db.runs.find(run.id)).toMatchObject({ status: 'cancelled' })
    expect(await db.shops.find(id)).toMatchObject({ status: 'uninstalled', statusReason: 'merchant' })
  })

  test('happens once, however many calls say so', async () => {
    const { id } = await stage.createShop()
    const answers = await times(8, () => uninstall(id))
    expect(answers.filter((answer) => answer !== null)).toHaveLength(1)
    expect(await sql`select count(*)::int as booked from erasures where shop_id = ${id}`).toEqual([{ booked: 1 }])
  })

  test('is final: no status, token, subscription or run is stored after it', async () => {
    const { id } = await stage.createShop()
    await uninstall(id)
    const tokens = { accessToken: 'secret', expiresAt: null }
    const ownApp = { clientId: 'id', clientSecret: 'secret' }

    expect(await db.shops.setAccess({ shopId: id, version: null, access: 'active' })).toBe(false)
    expect(await db.shops.resume(id)).toBe(false)
    await expect(db.credentials.replace({ shopId: id, tokens })).rejects.toThrow(ShopGoneError)
    await expect(db.credentials.replace({ shopId: id, version: 1, ownApp })).rejects.toThrow(ShopGoneError)
    await expect(db.subscriptions.setWanted(id, ['order'])).rejects.toThrow(ShopGoneError)
    const wish = { shopId: id, type: 'full', trigger: 'manual', resources: ['orders'] } as const
    await expect(db.runs.create(wish)).rejects.toThrow(ShopGoneError)
  })

  test('leaves nothing of concurrent writes', async () => {
    const tokens = { accessToken: 'secret', expiresAt: null }
    await times(20, async () => {
      const { id } = await stage.createShop()
      await Promise.allSettled([
        db.credentials.replace({ shopId: id, tokens }),
        db.subscriptions.setWanted(id, ['order', 'product']),
        db.runs.create({ shopId: id, type: 'full', trigger: 'manual', resources: ['orders'] }),
        uninstall(id),
      ])
      expect(await db.credentials.read(id)).toBeNull()
      expect(await db.subscriptions.list({ accountId: null, shopId: id })).toEqual([])
      expect(await sql`select 1 from sync_runs where shop_id = ${id} and status <> 'cancelled'`).toEqual([])
    })
  })
})

describe('what is learnt of the access', () => {
  const tokens = { accessToken: 'secret', expiresAt: null }
  const refused = (shopId: string, version: number | null) =>
    db.shops.setAccess({ shopId, version, access: 'reauth_required', reason: 'Refused.' })

  test('counts for the credentials it was learnt with, and no others', async () => {
    const { id } = await stage.createShop()
    await db.credentials.replace({ shopId: id, tokens })
    await db.credentials.replace({ shopId: id, version: 1, tokens })
    for (const version of [null, 0, 1, 3]) expect(await refused(id, version)).toBe(false)
    expect(await db.shops.find(id)).toMatchObject({ status: 'active', statusReason: null })
    expect(await refused(id, 2)).toBe(true)
    expect(await db.shops.find(id)).toMatchObject({ status: 'reauth_required', statusReason: 'Refused.' })
  })

  test('in the same moment as a new grant never shuts out the shop that was just authorised', async () => {
    await times(20, async () => {
      const { id } = await stage.createShop()
      await db.credentials.replace({ shopId: id, tokens })
      const reauthorize = async () => {
        await db.credentials.replace({ shopId: id, version: 1, tokens })
        await db.shops.setAccess({ shopId: id, version: 2, access: 'active' })
      }
      await Promise.all([refused(id, 1), reauthorize(), refused(id, 1)])
      expect(await db.shops.find(id)).toMatchObject({ status: 'active', statusReason: null })
    })
  })

  test('is independent of the pause', async () => {
    const { id } = await stage.createShop()
    await db.shops.pause(id)
    await refused(id, null)
    expect(await db.shops.find(id)).toMatchObject({ status: 'reauth_required', pausedAt: stage.clock.now })
    await db.shops.setAccess({ shopId: id, version: null, access: 'active' })
    expect(await db.shops.find(id)).toMatchObject({ status: 'paused' })
    await refused(id, null)
    expect(await db.shops.resume(id)).toBe(true)
    expect(await db.shops.find(id)).toMatchObject({ status: 'reauth_required', statusReason: 'Refused.' })
  })
})

test('pausing and resuming change only what they say', async () => {
  const { id } = await stage.createShop()
  expect(await db.shops.resume(id)).toBe(false)
  expect(await db.shops.pause(id)).toBe(true)
  expect(await db.shops.pause(id)).toBe(false)
  expect(await db.shops.resume(id)).toBe(true)
})

test('a missing scope is noted once, and cleared', async () => {
  const { id } = await stage.createShop()
  await times(5, (index) => db.shops.markMissingScope(id, index % 2 === 0 ? 'order.read' : 'product.read'))
  expect((await db.shops.find(id))?.missingScopes.toSorted()).toEqual(['order.read', 'product.read'])
  await db.shops.clearMissingScopes(id)
  expect((await db.shops.find(id))?.missingScopes).toEqual([])
})

describe('scopes: an account sees its own', () => {
  test('shops, runs, deliveries, subscriptions, alerts, erasures and installations', async () => {
    const [mine, theirs] = await Promise.all([stage.createShop(), stage.createShop()])
    for (const shop of [mine, theirs]) await fill(shop)

    const lists = (accountId: string | null) =>
      Promise.all([
        db.shops.list({ accountId, limit: 100 }).then((rows) => rows.map((row) => row.id)),
        db.runs.list({ accountId, limit: 100 }).then((rows) => rows.map((row) => row.shopId)),
        db.deliveries.list({ accountId, limit: 100 }).then((rows) => rows.map((row) => row.shopId)),
        db.subscriptions.list({ accountId }).then((rows) => rows.map((row) => row.shopId)),
        db.alerts.list({ accountId, limit: 100 }).then((rows) => rows.map((row) => row.shopId)),
        db.installations.list({ accountId, limit: 100 }).then((rows) => rows.map((row) => row.shopId)),
      ])
    for (const ids of await lists(mine.accountId)) expect(ids).toEqual([mine.id])
    for (const ids of await lists(null)) expect(ids).toEqual(expect.arrayContaining([mine.id, theirs.id]))
    for (const ids of await lists('acc_nobody')) expect(ids).toEqual([])

    const [delivery] = await db.deliveries.list({ accountId: theirs.accountId, limit: 1 })
    expect(await db.deliveries.find(delivery?.id ?? '', mine.accountId)).toBeNull()
    expect(await db.deliveries.find(delivery?.id ?? '', null)).toMatchObject({ shopId: theirs.id })

    await uninstall(theirs.id)
    expect(await db.erasures.list({ accountId: mine.accountId, limit: 100 })).toEqual([])
    expect(await db.erasures.list({ accountId: theirs.accountId, limit: 100 })).toMatchObject([{ shopId: theirs.id }])
  })

  async function fill({ id, accountId, domain }: { id: string; accountId: string; domain: string }): Promise<void> {
    await db.runs.create({ shopId: id, type: 'full', trigger: 'manual', resources: ['orders'] })
    await db.subscriptions.setWanted(id, ['order'])
    await db.alerts.countFailure({ shopId: id, kind: 'sync', detail: 'down', threshold: 1 })
    const installation = await db.installations.create({
      platform: 'shoprenter',
      domain,
      expiresAt: second(1),
      accountId,
    })
    await db.installations.attachShop(installation, id)
    const delivery = { platform: 'shoprenter', deliveryId: randomUUID(), shopId: id, topic: 'order' }
    await db.deliveries.record([
      { ...delivery, contentType: 'application/json', body: '', triggeredAt: null, receivedAt: second(1) },
    ])
  }
})
