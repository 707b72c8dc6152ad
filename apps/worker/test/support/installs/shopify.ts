import type { ShopView } from '@shopmirror/scripts/journey.ts'
import { until } from '@shopmirror/test/until.ts'
import { describe, expect, test } from 'vitest'
import type { InstallCases, Target } from './install-cases.ts'
import { PATIENCE } from './steps.ts'

export const shopifyInstalls: InstallCases = {
  platform: 'shopify',
  sandbox: { shops: ['sajat-shop', 'token-shop'], products: 30, customers: 20, orders: 30 },

  whileConnected(target) {
    testScopes(target)
    testClosedShop(target)
  },

  otherInstalls(target) {
    describe("a shop's own app", () => declareOwnApp(target))
    testTokenOfMerchant(target)
  },
}

function testScopes(target: Target): void {
  const { sql, sandbox } = target.system
  const { merchant, subscriptions, deliver } = sandbox.shopify.shop(target.domain)
  /** Two calls of one second are signed alike, and the second would be a repetition. */
  const openApp = () => {
    sandbox.clock.advance(1_000)
    return merchant.open()
  }
  const missing = async () =>
    (await sql`select missing_scopes from shops where id = ${target.shopId}`)[0]?.missing_scopes

  test('a revoked scope is reported as missing, and opening the app restores it', async () => {
    await until(() => subscriptions.list().length > 20, PATIENCE)
    await untilNoRuns(target)
    const granted = ['read_products', 'read_orders', 'read_locations', 'read_inventory']
    sandbox.shopify.tokens.setScopes(target.domain, granted)
    expect(await target.findings(target.shopId)).toContain('scope')
    deliver('app/scopes_update')
    await until(async () => (await missing()).includes('read_customers'), PATIENCE)
    await openApp()
    await until(async () => (await missing()).length === 0, PATIENCE)
  })
}

/** A run that is still reading would end with an error of its own. */
async function untilNoRuns({ system: { sql }, shopId }: Target): Promise<void> {
  const openRuns = () => sql`select from sync_runs where shop_id = ${shopId} and finished_at is null`
  await until(async () => (await openRuns()).length === 0, PATIENCE)
}

function testClosedShop(target: Target): void {
  const { sandbox } = target.system

  test('a closed shop is reported', async () => {
    await untilNoRuns(target)
    sandbox.shopify.tokens.close(target.domain)
    expect(await target.findings(target.shopId)).toContain('domain')
  })
}

function declareOwnApp({ system, expectMirrored, untilEqual }: Target): void {
  const { sql, api } = system
  const { shopify } = system.sandbox
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
    await untilEqual(domain, shopId)
  })
}

function testTokenOfMerchant({ system: { api, sandbox }, expectMirrored }: Target): void {
  const { shopify } = sandbox

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
}
