import { findFirstRun, type ShopView, waitForRun } from '@shopmirror/scripts/journey.ts'
import { startSystem } from '@shopmirror/test/system.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, afterEach, describe, expect, test } from 'vitest'

const system = await startSystem({
  sandbox: { shops: ['uj-shop', 'sajat-shop', 'token-shop'], products: 30, customers: 20, orders: 30 },
  expectedErrors: [/"decision":"given_up".*("type":"AuthRevokedError"|there is no such shop|it was uninstalled)/],
})
const { sandbox, sql, api } = system
const { shopify } = sandbox
afterEach(() => sandbox.faults.clear())
afterAll(() => system[Symbol.asyncDispose]())

const PATIENCE = { timeoutMs: 30_000, intervalMs: 200 }
interface Finding {
  part: string
  detail: string
}
const findings = async (id: string) =>
  (await api.post<{ ok: boolean; findings: Finding[] }>(`/api/v1/shops/${id}/test`)).findings.map(({ part }) => part)

async function expectMirrored(domain: string, shopId: string): Promise<void> {
  await waitForRun(system, await findFirstRun(system, shopId))
  await until(async () => (await system.differences(domain, shopId)) === '', PATIENCE)
}

describe('an install that starts at Shopify', () => {
  const domain = 'uj-shop.myshopify.com'
  const { merchant } = shopify.shop(domain)
  let shopId: string
  /** Two calls of one second are signed alike, and the second would be a repetition. */
  const open = () => {
    sandbox.clock.advance(1_000)
    return merchant.open()
  }
  const status = async () => (await sql`select status from shops where id = ${shopId}`)[0]?.status

  test('goes through the consent page to the account that claims it', async () => {
    const { body } = await merchant.install()
    const [installation = ''] = /ins_\w+/.exec(body) ?? []
    await api.post(`/api/v1/installations/${installation}/claim`)
    const shops = () => api.get<ShopView[]>('/api/v1/shops?status=active')
    shopId = (await until(async () => (await shops()).find((shop) => shop.domain === domain), PATIENCE)).id
    await expectMirrored(domain, shopId)
    expect(await findings(shopId)).toEqual([])
  })

  test('a revoked scope is reported as missing, and opening the app restores it', async () => {
    await until(() => shopify.shop(domain).subscriptions.list().length > 20, PATIENCE)
    shopify.tokens.setScopes(domain, ['read_products', 'read_orders', 'read_locations', 'read_inventory'])
    expect(await findings(shopId)).toContain('scope')
    shopify.shop(domain).deliver('app/scopes_update')
    const missing = async () => (await sql`select missing_scopes from shops where id = ${shopId}`)[0]?.missing_scopes
    await until(async () => (await missing()).includes('read_customers'), PATIENCE)
    await open()
    await until(async () => (await missing()).length === 0, PATIENCE)
  })

  test('installed again before the uninstall was received: the old token is refused, and the new consent restores access', async () => {
    shopify.tokens.revoke(domain, true)
    expect(await findings(shopId)).toContain('token')
    await until(async () => (await status()) === 'reauth_required', PATIENCE)
    shopify.tokens.restore(domain)
    await open()
    await until(async () => (await status()) === 'active', PATIENCE)
    await until(async () => (await system.differences(domain, shopId)) === '', PATIENCE)
  })

  test('a closed shop is reported', async () => {
    // A run that is still reading would end with an error of its own.
    const openRuns = () => sql`select from sync_runs where shop_id = ${shopId} and finished_at is null`
    await until(async () => (await openRuns()).length === 0, PATIENCE)
    shopify.tokens.close(domain)
    expect(await findings(shopId)).toContain('domain')
  })
})

describe("a shop's own app", () => {
  const domain = 'sajat-shop.myshopify.com'
  const own = { client_id: 'own-app', client_secret: 'shpss_of-the-shop-itself' }
  const connect = (more: object) =>
    api.post<ShopView>('/api/v1/shops', { platform: 'shopify', domain, ...own, ...more })
  let shopId: string

  test('is refused with the wrong secret, and says what is wrong', async () => {
    shopify.clients.register({ id: own.client_id, secrets: [own.client_secret], domain, scopes: shopify.scopes })
    await expect(connect({ client_secret: 'wrong' })).rejects.toThrow('client id and secret')
    await expect(connect({ domain: 'niemand.example.com' })).rejects.toThrow('400')
    expect(await sql`select from shops where domain = ${domain}`).toHaveLength(0)
  })

  test('is connected with client credentials, and mirrored', async () => {
    shopId = (await connect({})).id
    await expectMirrored(domain, shopId)
  })

  test('its webhooks are signed with its own secret, and accepted', async () => {
    const { world, ofApp } = shopify.shop(domain)
    await until(() => ofApp(own.client_id).subscriptions.list().length > 20, PATIENCE)
    const { accepted, failed } = shopify.webhooks.counts
    world.updateProduct(2, { gross: '4242', net: '3340.1575', stocks: [3, 4, 0, 0] })
    for (const id of world.placedOrders().slice(0, 3)) world.changeOrderStatus(id, 'complete')
    await shopify.webhooks.idle()
    expect(shopify.webhooks.counts.accepted).toBeGreaterThan(accepted)
    expect(shopify.webhooks.counts.failed).toBe(failed)
    await until(async () => (await system.differences(domain, shopId)) === '', PATIENCE)
  })
})

test('a token that the merchant made is used as it is', async () => {
  const domain = 'token-shop.myshopify.com'
  const id = 'admin-made-app'
  shopify.clients.register({ id, secrets: ['shpss_webhooks-of-it'], domain, scopes: shopify.scopes })
  const accessToken = shopify.tokens.issueEndless(domain, { client: id, scopes: shopify.scopes })
  const given = { platform: 'shopify', domain, client_secret: 'shpss_webhooks-of-it' }
  await expect(api.post('/api/v1/shops', { ...given, access_token: 'shpat_wrong' })).rejects.toThrow('422')
  const shop = await api.post<ShopView>('/api/v1/shops', { ...given, access_token: accessToken })
  await expectMirrored(domain, shop.id)
})
