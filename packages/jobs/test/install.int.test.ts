import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { installShop } from '../src/installs/install-shop.ts'
import { uninstallShop } from '../src/installs/uninstall-shop.ts'
import { syncRun } from '../src/sync/sync-run.ts'
import { registerWebhooks } from '../src/webhooks/register-webhooks.ts'
import { sweepWebhooks } from '../src/webhooks/sweep-webhooks.ts'
import { createShoprenterStage } from './shoprenter.ts'

const DAY_MS = 24 * 3_600_000
const TOPICS = ['order_confirm', 'order_status_change']
const small = { products: 5, customers: 5, orders: 5, categories: 2 }
const stage = await createShoprenterStage(small)
const { sandbox, context } = stage
afterAll(() => stage[Symbol.asyncDispose]())
afterEach(() => sandbox.faults.clear())

const newDomain = () => `bolt-${randomUUID().slice(0, 8)}`
const register = (shopId: string) => registerWebhooks.run({ shopId }, context, stage.attempt())
const hooksOf = (domain: string) => sandbox.shoprenter.shop(domain).hooks
const shopOf = (domain: string) => context.db.shops.findConnected('shoprenter', domain)
const subscriptionsOf = (shopId: string) => context.db.subscriptions.list({ accountId: null, shopId })
const runsOf = (shopId: string) => context.db.runs.list({ accountId: null, shopId, limit: 10 })

describe('shop.install', () => {
  test('ends in an active shop with its profile, a full sync and a webhook job', async () => {
    const domain = newDomain()
    const shopId = await stage.installShop(domain)
    expect(await shopOf(domain)).toMatchObject({ status: 'active', currency: 'HUF', timezone: 'Europe/Budapest' })
    expect(await runsOf(shopId)).toMatchObject([{ type: 'full', trigger: 'install', status: 'queued' }])
    expect(await stage.waiting(syncRun)).toContainEqual(expect.objectContaining({ shopId }))
    expect(await stage.waiting(registerWebhooks)).toContainEqual({ shopId })
  })

  test('stores grant and tokens encrypted', async () => {
    const domain = newDomain()
    const id = await stage.claim(domain)
    await stage.install(id)
    expect(await context.db.installations.find(id)).toMatchObject({ code: null })
    const rows = JSON.stringify(await stage.sql`select * from shop_credentials, installations`)
    for (const secret of [...sandbox.shoprenter.tokens.issued(), sandbox.shoprenter.clientSecret, 'a-grant'])
      expect(rows).not.toContain(secret)
  })

  test('run twice is one shop, one run and one token call', async () => {
    const domain = newDomain()
    const id = await stage.claim(domain)
    await stage.install(id)
    const calls = sandbox.stats.tokenCalls
    await stage.install(id)
    expect(sandbox.stats.tokenCalls).toBe(calls)
    expect(await runsOf((await shopOf(domain))?.id ?? '')).toHaveLength(1)
  })

  test('of an active shop stores new credentials and starts no second run while one is open', async () => {
    const domain = newDomain()
    const shopId = await stage.installShop(domain)
    const before = await context.db.credentials.read(shopId)
    expect(await stage.installShop(domain)).toBe(shopId)
    expect((await context.db.credentials.read(shopId))?.version).toBe((before?.version ?? 0) + 1)
    expect(await runsOf(shopId)).toHaveLength(1)
  })

  test('that the platform refuses leaves the shop waiting for its merchant, with the reason', async () => {
    const domain = newDomain()
    sandbox.shoprenter.tokens.revoke(domain, true)
    const id = await stage.claim(domain)
    await expect(stage.install(id)).rejects.toMatchObject({ name: 'AuthRevokedError' })
    expect(await shopOf(domain)).toMatchObject({ status: 'reauth_required', statusReason: expect.any(String) })

    sandbox.shoprenter.tokens.restore(domain)
    await stage.installShop(domain)
    expect(await shopOf(domain)).toMatchObject({ status: 'active', statusReason: null })
  })

  test('refused for a shop that works leaves it at work', async () => {
    const domain = newDomain()
    const shopId = await stage.installShop(domain)
    sandbox.faults.set({ kind: 'tokenRefused', shop: domain })
    await expect(stage.install(await stage.claim(domain))).rejects.toMatchObject({ name: 'AuthRevokedError' })
    sandbox.faults.clear()
    expect(await shopOf(domain)).toMatchObject({ id: shopId, status: 'active' })
    await stage.sync(shopId)
  })

  test('of a shop that another account has is refused for good', async () => {
    const domain = newDomain()
    await stage.installShop(domain)
    const other = await context.db.accounts.create({ name: randomUUID() })
    const id = await context.db.installations.create({
      ...{ platform: 'shoprenter', domain, code: 'a-grant', accountId: other.id },
      expiresAt: new Date(sandbox.clock.now() + DAY_MS),
    })
    await expect(stage.install(id)).rejects.toMatchObject({
      kind: 'permanent',
      message: expect.stringContaining('another account'),
    })
  })

  test('that is unclaimed is refused', async () => {
    const id = await context.db.installations.create({
      ...{ platform: 'shoprenter', domain: newDomain(), code: 'a-grant' },
      expiresAt: new Date(sandbox.clock.now() + DAY_MS),
    })
    await expect(stage.install(id)).rejects.toThrow('Claim it first')
  })

  test('does not revive a shop that was uninstalled since', async () => {
    const domain = newDomain()
    const id = await stage.claim(domain)
    await stage.install(id)
    const shopId = (await shopOf(domain))?.id ?? ''
    await uninstallShop.run({ shopId, reason: 'merchant' }, context, stage.attempt())
    await expect(stage.install(id)).rejects.toThrow('install the app again')
    expect(await shopOf(domain)).toBeNull()
    expect(await context.db.credentials.read(shopId)).toBeNull()
  })

  test('uses the API client a merchant gave, without any grant', async () => {
    const domain = newDomain()
    sandbox.shoprenter.tokens.register({ id: 'own-client', secret: 'own-secret', domain })
    const { shop } = await context.db.shops.connect({ accountId: stage.account.id, platform: 'shoprenter', domain })
    const ownApp = { clientId: 'own-client', clientSecret: 'own-secret' }
    await context.db.credentials.replace({ shopId: shop.id, ownApp })
    const id = await context.db.installations.create({
      ...{ platform: 'shoprenter', domain, accountId: stage.account.id },
      expiresAt: new Date(sandbox.clock.now() + DAY_MS),
    })
    await stage.install(id)
    expect(await shopOf(domain)).toMatchObject({ id: shop.id, status: 'active' })
  })

  test('that fails stores the reason on the shop', async () => {
    const domain = newDomain()
    sandbox.shoprenter.tokens.setScopes(domain, [])
    const installationId = await stage.claim(domain)
    const error: unknown = await stage.install(installationId).catch((caught: unknown) => caught)
    await installShop.failed?.({ installationId }, context, error)
    expect(await shopOf(domain)).toMatchObject({ status: 'connecting', statusReason: expect.stringContaining('scope') })
  })
})

describe('webhooks.register', () => {
  async function installed() {
    const domain = newDomain()
    const shopId = await stage.installShop(domain)
    await register(shopId)
    return { domain, shopId }
  }
  const topicsAt = (domain: string) =>
    hooksOf(domain)
      .list()
      .map(({ event }) => event)
      .sort()

  test('registers every topic once, however often it runs', async () => {
    const { domain, shopId } = await installed()
    await register(shopId)
    expect(topicsAt(domain)).toEqual(TOPICS)
    expect((await subscriptionsOf(shopId)).map(({ status }) => status)).toEqual(['active', 'active'])
  })

  test('restores one that was removed at the platform', async () => {
    const { domain, shopId } = await installed()
    hooksOf(domain).remove(hooksOf(domain).list()[0]?.id ?? 0)
    await register(shopId)
    expect(topicsAt(domain)).toEqual(TOPICS)
  })

  test('after a new installation removes those of the old one and leaves those of others', async () => {
    const { domain, shopId } = await installed()
    const { client } = await context.openShop(shopId, 'refetch')
    await client.webhooks.subscribe(
      'order_confirm',
      new URL('https://other.example/webhooks/shoprenter/x.y/order_confirm'),
    )
    await uninstallShop.run({ shopId, reason: 'merchant' }, context, stage.attempt())
    const again = await stage.installShop(domain)
    await register(again)
    const urls = hooksOf(domain)
      .list()
      .map(({ url }) => url)
    expect(urls).toHaveLength(3)
    expect(urls.filter((url) => url.includes(shopId))).toEqual([])
    expect(urls.filter((url) => url.includes(again))).toHaveLength(2)
  })

  test('refused because of a missing scope marks the topics and the shop, and nothing else fails', async () => {
    const domain = newDomain()
    const shopId = await stage.installShop(domain)
    sandbox.shoprenter.tokens.setScopes(
      domain,
      sandbox.shoprenter.tokens.wantedScopes().filter((scope) => scope !== 'store.webhook:write'),
    )
    await stage.installShop(domain)
    await register(shopId)
    expect((await subscriptionsOf(shopId)).map(({ status }) => status)).toEqual(['refused', 'refused'])
    expect((await shopOf(domain))?.missingScopes).toEqual(['store.webhook:write'])
    expect(await shopOf(domain)).toMatchObject({ status: 'active' })
  })

  test('is enqueued for each shop about once a day by the sweep', async () => {
    const { shopId } = await installed()
    await stage.forgetJobs()
    const sweep = () => sweepWebhooks.run({}, context, stage.attempt())
    await sweep()
    expect(await stage.waiting(registerWebhooks)).not.toContainEqual({ shopId })
    sandbox.clock.advance(DAY_MS + 1_000)
    await sweep()
    expect(await stage.waiting(registerWebhooks)).toContainEqual({ shopId })
  })
})
