import { type RunView, type ShopView, startSync, waitForRun } from '@shopmirror/scripts/journey.ts'
import { until } from '@shopmirror/test/until.ts'
import { describe, expect, test } from 'vitest'
import type { InstallCases, Target } from './install-cases.ts'
import { PATIENCE } from './steps.ts'

const HALF_A_YEAR_MS = 15_778_476_000

export const shoplineInstalls: InstallCases = {
  platform: 'shopline',
  sandbox: { products: 12, customers: 10, orders: 12, stockCount: 1 },

  otherInstalls(target) {
    describe('an install from the marketplace', () => declareMarketplace(target))
    describe('an install without tokens by webhook', () => declareConsent(target))
    testStaffToken(target)
  },
}

function declareMarketplace({ system, activeShop, expectMirrored, statusOf, untilEqual }: Target): void {
  const { sql, api, operator } = system
  const { shopline } = system.sandbox
  const waiting = async (domain: string) =>
    sql`select id from installations where domain = ${domain} and account_id is null and expires_at is null`
  const tokenIds = (domain: string) => sql`select id from app_tokens where domain = ${domain} and tokens is not null`
  const { domain, merchant } = shopline.shop('uj-bolt')
  let shopId: string
  const runs = () => api.get<RunView[]>(`/api/v1/runs?shop=${shopId}`)

  test('is an unclaimed installation, in any order and any repetition of its events', async () => {
    shopline.webhooks.policy.late = 1
    merchant.install({ order: 'token-first', repeats: 2, generation: 'app_installation_token' })
    await shopline.webhooks.idle()
    shopline.webhooks.policy.late = 0
    await until(async () => (await waiting(domain)).length === 1 && (await tokenIds(domain)).length === 1, PATIENCE)
    const installations = await operator.get<{ platform: string; domain: string }[]>('/api/v1/installations')
    expect(installations).toContainEqual(expect.objectContaining({ platform: 'shopline', domain }))
    expect(await sql`select 1 from shops where domain = ${domain}`).toHaveLength(0)
  })

  test('belongs to the account that claims it, with the token that was sent by webhook', async () => {
    const { body, status } = await merchant.open()
    expect(status).toBe(200)
    const [installation = ''] = /ins_\w+/.exec(body) ?? []
    await api.post(`/api/v1/installations/${installation}/claim`)
    shopId = (await activeShop(domain)).id
    await expectMirrored(domain, shopId)
    expect(await waiting(domain)).toHaveLength(0)
    const [credentials] =
      await sql`select expires_at, refresh_expires_at from shop_credentials where shop_id = ${shopId}`
    expect(credentials?.expires_at.getFullYear()).toBeGreaterThan(2300)
    expect(credentials?.refresh_expires_at).toBeNull()
  })

  test('authorised again its token is replaced, and nothing is set up twice', async () => {
    const before = (await runs()).length
    const version = async () => (await sql`select version from shop_credentials where shop_id = ${shopId}`)[0]?.version
    const old = await version()
    merchant.reauthorise({ repeats: 1 })
    await until(async () => (await version()) === old + 1, PATIENCE)
    await waitForRun(system, await startSync(system, shopId, { type: 'incremental' }))
    expect(await statusOf(shopId)).toBe('active')
    expect(await runs()).toHaveLength(before + 1)
  })

  test('revoking a token affects only that one; without any the shop waits, and the next one restores access', async () => {
    for (const token of shopline.tokens.installationsOf(domain)) merchant.revoke(token.id)
    await until(async () => (await statusOf(shopId)) === 'reauth_required', PATIENCE)
    merchant.install()
    await until(async () => (await statusOf(shopId)) === 'active', PATIENCE)
    await untilEqual(domain, shopId)
  })

  test('the removal ends it, whatever events arrive late', async () => {
    shopline.webhooks.policy.late = 1
    merchant.uninstall({ revokesFirst: false })
    await shopline.webhooks.idle()
    // As by Resend in the log: every webhook about tokens is delivered once more.
    shopline.webhooks.resend('access_token/create')
    shopline.webhooks.resend('application/install')
    await shopline.webhooks.idle()
    shopline.webhooks.policy.late = 0
    await until(async () => (await statusOf(shopId)) === 'uninstalled', PATIENCE)
    await until(async () => (await tokenIds(domain)).length === 0, PATIENCE)
    expect(await waiting(domain)).toHaveLength(0)
    expect(await sql`select 1 from shop_credentials where shop_id = ${shopId}`).toHaveLength(0)
  })
}

function declareConsent({ system, activeShop, expectMirrored, statusOf }: Target): void {
  const { sql, api, sandbox } = system
  const { shopline } = sandbox
  const { domain, merchant } = shopline.shop('sima-bolt')
  let shopId: string
  const authorize = async () =>
    (await api.get<{ authorize_url: string }>('/api/v1/shopline/oauth/authorize')).authorize_url

  test('that the merchant declines connects nothing', async () => {
    const { hops } = await merchant.visit(await authorize(), { declines: true })
    expect(hops.at(-1)?.url).toContain('reason=declined')
    expect(await sql`select 1 from shops where domain = ${domain}`).toHaveLength(0)
  })

  test('goes through the consent page, whether or not the state is returned', async () => {
    shopline.rules.echoesState = false
    await merchant.visit(await authorize())
    shopline.rules.echoesState = true
    shopId = (await activeShop(domain)).id
    await expectMirrored(domain, shopId)
  })

  test('its token is renewed with a new refresh token each time', async () => {
    const before = shopline.tokens.issued().length
    sandbox.clock.advance(HALF_A_YEAR_MS + 3_600_000)
    await waitForRun(system, await startSync(system, shopId, { type: 'incremental' }))
    expect(shopline.tokens.issued().length).toBeGreaterThan(before)
    expect(await statusOf(shopId)).toBe('active')
  })

  test('revoked at SHOPLINE it waits for its merchant, and the consent restores access', async () => {
    shopline.tokens.revokeAll(domain)
    await startSync(system, shopId, { type: 'incremental' })
    await until(async () => (await statusOf(shopId)) === 'reauth_required', { timeoutMs: 60_000, intervalMs: 200 })
    await merchant.visit(await authorize())
    await until(async () => (await statusOf(shopId)) === 'active', PATIENCE)
  })
}

function testStaffToken({ system: { api, sandbox }, expectMirrored }: Target): void {
  const { shopline } = sandbox

  test('a staff token is tested, and connects its shop', async () => {
    const { domain } = shopline.shop('egy-bolt')
    const other = shopline.shop('mas-bolt')
    const give = (accessToken: string) =>
      api.post<ShopView>('/api/v1/shops', {
        ...{ platform: 'shopline', domain, access_token: accessToken },
      })
    await expect(give('wrong')).rejects.toThrow('422')
    await expect(give(shopline.tokens.issueStaff(other.domain))).rejects.toThrow('422')
    const shop = await give(shopline.tokens.issueStaff(domain))
    await expectMirrored(domain, shop.id)
  })
}
