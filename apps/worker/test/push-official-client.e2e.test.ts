import '@shopify/shopify-api/adapters/node'
import { ApiVersion, LogSeverity, Session, shopifyApi } from '@shopify/shopify-api'
import { setAbstractFetchFunc } from '@shopify/shopify-api/runtime'
import { expectations } from '@shopmirror/sandbox'
import { findFirstRun, waitForRun } from '@shopmirror/scripts/journey.ts'
import { startSystem } from '@shopmirror/test/system.ts'
import { afterAll, expect, test } from 'vitest'
import { createPusher } from './support/pusher.ts'

const READ_ORDER = `query ($id: ID!) {
  order(id: $id) {
    email note tags sourceIdentifier displayFinancialStatus
    lineItems(first: 10) { nodes { sku quantity originalUnitPriceSet { shopMoney { amount } } } }
    shippingAddress { firstName lastName city zip countryCodeV2 }
  }
}`

const system = await startSystem({ sandbox: { products: 20, customers: 1, orders: 1, appWrites: true } })
afterAll(() => system[Symbol.asyncDispose]())
const { sandbox, sql } = system
const { shopify } = sandbox
const { domain, world } = shopify.shop()

/** Shopify's own client, with a token of the app's and the shop's host led to the sandbox. */
function createOfficialClient() {
  setAbstractFetchFunc((input, init) => {
    const address = input instanceof Request ? input.url : String(input)
    return fetch(address.replace(/^https:\/\/([a-z0-9-]+\.myshopify\.com)/, `${sandbox.url}/shopify/$1`), init)
  })
  const official = shopifyApi({
    ...{ apiKey: shopify.clientId, apiSecretKey: shopify.clientSecret, hostName: '127.0.0.1', isEmbeddedApp: false },
    ...{ apiVersion: ApiVersion.October26, logger: { level: LogSeverity.Error } },
  })
  const accessToken = shopify.tokens.issueEndless(domain, { client: shopify.clientId, scopes: shopify.scopes })
  const session = new Session({ id: domain, shop: domain, state: '', isOnline: false, accessToken })
  return new official.clients.Graphql({ session })
}

test("Shopify's own client reads back the order that was pushed", { timeout: 120_000 }, async () => {
  const expectation = expectations.find(({ isDomain }) => isDomain(domain)) ?? expect.fail(domain)
  const shopId = await system.connect(domain)
  await waitForRun(system, await findFirstRun(system, shopId))
  const [first = 0, second = 0] = world.products.ids()
  const payload = expectation.orderToPush(sandbox, domain, { email: 'anna@example.com', productIds: [first, second] })
  const pusher = await createPusher(system, shopId)
  await pusher.push([
    ['order.create', { own_id: 'SO-1' }, payload],
    ['order.update', { own_id: 'SO-1' }, { note: 'Ring once', tags: ['erp', 'express'] }],
    ['order.mark_paid', { own_id: 'SO-1' }, {}],
  ])
  await pusher.untilCompleted()
  const [link] = await sql<{ id: string }[]>`select external_id as id from object_links where shop_id = ${shopId}`

  const { data } = await createOfficialClient().request(READ_ORDER, {
    variables: { id: `gid://shopify/Order/${link?.id}` },
  })
  const line = (id: number) => {
    const product = world.products.get(id) ?? expect.fail(`no product ${id}`)
    const amount = expect.toSatisfy((value) => Number(value) === Number(product.gross))
    return { sku: product.sku, quantity: 1, originalUnitPriceSet: { shopMoney: { amount } } }
  }
  expect(data?.order).toMatchObject({
    ...{ email: 'anna@example.com', note: 'Ring once', tags: ['erp', 'express'], sourceIdentifier: 'SO-1' },
    displayFinancialStatus: 'PAID',
    lineItems: { nodes: [line(first), line(second)] },
    shippingAddress: { firstName: 'Anna', lastName: 'Kiss', city: 'Szeged', zip: '6720', countryCodeV2: 'HU' },
  })
})
