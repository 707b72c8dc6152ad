import type { Session } from '@shopify/shopify-api'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Sandbox } from '../sandbox.ts'
import { startSandbox } from '../start-sandbox.ts'
import { type OfficialApp, routeShopsTo, startOfficialApp } from './official-app.ts'

const credentials = { clientId: 'official', clientSecret: 'shpss_the-secret-of-an-official-app' }
const scopes = ['read_products', 'read_orders']

let sandbox: Sandbox
let app: OfficialApp
let domain: string
beforeAll(async () => {
  const started: { sandbox?: Sandbox } = {}
  const address = {
    get url() {
      return started.sandbox?.url ?? ''
    },
  }
  app = await startOfficialApp({ ...credentials, scopes }, address)
  sandbox = await startSandbox({
    shopify: { ...credentials, appUrl: `${app.url}/auth`, redirectUrl: `${app.url}/callback` },
  })
  started.sandbox = sandbox
  routeShopsTo(sandbox.url)
  // The way of writing what is signed that this library believes in.
  sandbox.shopify.oauth.form = 'encoded'
  domain = sandbox.shopify.shop().domain
})
afterAll(async () => {
  await Promise.all([app.close(), sandbox.close()])
})

describe("an app made with Shopify's own library", () => {
  test('is installed: the library begins, the merchant agrees, the library believes who comes back', async () => {
    const { body } = await sandbox.shopify.shop().merchant.install()
    expect(body).toBe('installed')
    const session = app.sessions.at(-1)
    expect(session).toMatchObject({ shop: domain, isOnline: false, scope: 'read_products,read_orders' })
    expect(session?.accessToken).toMatch(/^shpat_/)
    expect(session?.refreshToken).toMatch(/^shprt_/)
    expect(session?.expires?.getTime()).toBeGreaterThan(Date.now())
  })

  test('asks the shop who it is', async () => {
    const { data } = await ask('{ shop { myshopifyDomain currencyCode } }')
    expect(data).toEqual({ shop: { myshopifyDomain: domain, currencyCode: 'HUF' } })
  })

  test('has its token refreshed, and the one before is over', async () => {
    const before = installed()
    const { session } = await app.shopify.auth.refreshToken({ shop: domain, refreshToken: before.refreshToken ?? '' })
    expect(session.accessToken).not.toBe(before.accessToken)
    app.sessions.push(session)
    expect((await ask('{ shop { id } }')).data).toHaveProperty('shop.id')
    await expect(ask('{ shop { id } }', before)).rejects.toThrow('401')
  })

  test('turns a token that never ends into one that does', async () => {
    const { tokens, clientId } = sandbox.shopify
    const endless = tokens.issueEndless(domain, { client: clientId, scopes })
    const { session } = await app.shopify.auth.migrateToExpiringToken({
      shop: domain,
      nonExpiringOfflineAccessToken: endless,
    })
    expect(session.expires?.getTime()).toBeGreaterThan(Date.now())
    expect(session.refreshToken).toMatch(/^shprt_/)
    app.sessions.push(session)
  })

  test('subscribes, and believes what the shop then tells; one byte more, and it does not', async () => {
    const { data } = await ask(`mutation {
      webhookSubscriptionCreate(topic: ORDERS_CREATE, webhookSubscription: { uri: "${app.url}/webhooks" }) {
        webhookSubscription { id } userErrors { message }
      }
    }`)
    expect(data).toMatchObject({ webhookSubscriptionCreate: { userErrors: [] } })
    const { id } = sandbox.shopify.shop().world.addOrder()
    await vi.waitUntil(() => app.webhooks.length > 0, { timeout: 10_000 })
    const [received] = app.webhooks
    expect(received?.validation).toMatchObject({ valid: true, topic: 'ORDERS_CREATE', domain })
    expect(JSON.parse(received?.body ?? '')).toMatchObject({ name: `#${id}` })
    expect(received?.forged).toMatchObject({ valid: false, reason: 'invalid_hmac' })
  })
})

function installed(): Session {
  const session = app.sessions.at(-1)
  if (!session) throw new Error('Nobody has installed the app.')
  return session
}

function ask(query: string, session = installed()) {
  return new app.shopify.clients.Graphql({ session }).request(query)
}
