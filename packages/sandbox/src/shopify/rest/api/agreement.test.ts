import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Sandbox } from '../../../sandbox.ts'
import { startSandbox } from '../../../start-sandbox.ts'
import { createCaller } from '../../caller.ts'
import { defaultScopes } from '../../scopes.ts'
import type { Body } from '../bodies/body.ts'
import { createPageReader } from './read-pages.ts'

let sandbox: Sandbox
let caller: ReturnType<typeof createCaller>

beforeAll(async () => {
  sandbox = await startSandbox()
  caller = createCaller(sandbox)
  await caller.install([...defaultScopes, 'read_all_orders'])
})
afterAll(() => sandbox.close())

/** GraphQL's names for the main values of REST. */
const compared: [list: string, query: string, pick: (body: Body) => unknown][] = [
  [
    'products.json?limit=250&order=id asc',
    'products(first: 250) { nodes { id title handle status vendor updatedAt } }',
    ({ admin_graphql_api_id: id, title, handle, status, vendor, updated_at: at }) => ({
      ...{ id, title, handle, status: String(status).toUpperCase(), vendor, updatedAt: utc(at) },
    }),
  ],
  [
    'customers.json?limit=250&order=id asc',
    'customers(first: 250) { nodes { id firstName email: email updatedAt numberOfOrders } }',
    ({ admin_graphql_api_id: id, first_name: firstName, email, updated_at: at, orders_count: count }) => ({
      ...{ id, firstName, email, updatedAt: utc(at), numberOfOrders: String(count) },
    }),
  ],
  [
    'orders.json?status=any&limit=250&order=id asc',
    `orders(first: 250, sortKey: ID) { nodes { id name updatedAt cancelledAt displayFinancialStatus
      transactions { id kind status } currentTotalPriceSet { shopMoney { amount } presentmentMoney { amount currencyCode } } } }`,
    ({
      admin_graphql_api_id: id,
      name,
      updated_at: updatedAt,
      cancelled_at: cancelledAt,
      financial_status: status,
      current_total_price_set: set,
    }) => ({
      ...{
        id,
        name,
        updatedAt: utc(updatedAt),
        cancelledAt: utc(cancelledAt),
        displayFinancialStatus: String(status).toUpperCase(),
      },
      currentTotalPriceSet: camel(set),
    }),
  ],
]

test.each(compared)('%s says what GraphQL says', async (list, query, pick) => {
  const { data } = (await caller.graphql(`{ ${query} }`)).json() as { data: Record<string, { nodes: Body[] }> }
  const nodes = Object.values(data)[0]?.nodes
  const bodies = await createPageReader(caller).readAll(list)
  expect(bodies.length).toBeGreaterThan(10)
  expect(nodes).toHaveLength(bodies.length)
  for (const [index, body] of bodies.entries()) expect(nodes?.[index]).toMatchObject(pick(body) as Body)
})

test('the shop is the same in REST and in GraphQL', async () => {
  const { shop } = (await caller.rest('shop.json')).json() as { shop: Body }
  const { data } = (
    await caller.graphql(`{ shop { id name email myshopifyDomain currencyCode ianaTimezone shopOwnerName createdAt
      shopAddress { address1 city zip countryCodeV2 } } }`)
  ).json() as { data: { shop: Body } }
  expect(data.shop).toEqual({
    ...{ id: `gid://shopify/Shop/${shop.id}`, name: shop.name, email: shop.email, currencyCode: shop.currency },
    ...{ myshopifyDomain: shop.myshopify_domain, ianaTimezone: shop.iana_timezone, shopOwnerName: shop.shop_owner },
    createdAt: utc(shop.created_at),
    shopAddress: { address1: shop.address1, city: shop.city, zip: shop.zip, countryCodeV2: shop.country_code },
  })
})

function utc(time: unknown): string | null {
  return time === null ? null : `${new Date(String(time)).toISOString().slice(0, 19)}Z`
}

/** The names of a money set as GraphQL writes them. */
function camel(set: unknown): unknown {
  const { shop_money: shop, presentment_money: presentment } = set as Record<string, Body>
  const money = (side?: Body) => ({ amount: expect.toSatisfy((text) => Number(text) === Number(side?.amount)) })
  return {
    shopMoney: money(shop),
    presentmentMoney: { ...money(presentment), currencyCode: presentment?.currency_code },
  }
}
