import { ids, shopStoreOf, truthOf } from '@shopmirror/sandbox/shopify/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { RateLimitedError } from '../../contract/errors.ts'
import type { Platform } from '../../contract/platform.ts'
import type { Change, KindWrites, WriteCapability, WriteOutcome } from '../../contract/writes.ts'
import { loadPlatforms } from '../../registry.ts'
import { createAccess } from '../../testing/test-access.ts'
import { openOrderStage, type ShopifyOrderStage } from './order-stage.ts'

type Payload = Change<'order.create'>['payload']

let stage: ShopifyOrderStage
let writes: KindWrites<'order.create'>
let capability: WriteCapability<'order.create'>
let count = 0

beforeAll(async () => {
  stage = await openOrderStage()
  capability = stage.platform.writes?.['order.create'] ?? expect.fail('no capability')
})
beforeEach(async () => {
  stage.mend()
  Object.assign(shopStoreOf(stage.world).rules, { duplicateCustomId: 'drop', ordersPerMinute: null })
  writes = await openWrites()
})
afterAll(() => stage.close())

async function openWrites(platform = stage.platform) {
  const access = createAccess(platform, stage.domain, stage.grantRequest)
  const shop = { id: 'shp_test', domain: stage.domain }
  const profile = await platform.client({ shop, access }).describe()
  return platform.client({ shop, access, profile }).writes?.['order.create'] ?? expect.fail('no writes')
}

function change(more: Partial<Payload> = {}, customerId: string | null = null): Change<'order.create'> {
  count += 1
  return {
    pushId: `psh_${count}`,
    target: { id: null, ownId: `erp-${count}`, variants: [stage.variants[0], null], customerId },
    payload: {
      lines: [
        { variant: {}, quantity: 3, price: '1270', tax_rate: '27' },
        { title: 'Gift wrap', quantity: 1, price: '100', needs_shipping: false },
      ],
      ...more,
    },
  }
}

async function send(wanted: Change<'order.create'>): Promise<WriteOutcome> {
  const [outcome] = await writes.send({ key: wanted.pushId, changes: [wanted] })
  return outcome ?? expect.fail('no outcome')
}

async function place(wanted: Change<'order.create'>) {
  const outcome = await send(wanted)
  const id = outcome.kind === 'done' ? outcome.id : expect.fail(JSON.stringify(outcome))
  const row = truthOf(stage.world).orders?.find(({ externalId }) => externalId === id)
  const order = [...stage.world.orders.ids()]
    .map((each) => stage.world.orders.get(each))
    .find((each) => each && ids.order(each.id) === id)
  return { fields: row?.fields ?? expect.fail('no row'), order: order ?? expect.fail('no order') }
}

const address = {
  first_name: 'Anna',
  last_name: 'Kiss',
  company: 'Kiss Kft.',
  address1: 'Fő utca 1.',
  city: 'Szeged',
  zip: '6720',
  country_code: 'HU',
  phone: '+36301234567',
}

test('everything that a payload says is in the shop', async () => {
  const { fields, order } = await place(
    change({
      email: 'anna@example.com',
      phone: '+36301234567',
      customer: { first_name: 'Anna', last_name: 'Kiss' },
      shipping_address: address,
      billing_address: { ...address, city: 'Pécs' },
      shipping: { title: 'GLS', price: '1270', tax_rate: '27' },
      payment: { status: 'paid', title: 'Bank transfer' },
      discount: { code: 'ERP', amount: '500' },
      note: 'Ring twice',
      tags: ['erp', 'b2b'],
      attributes: [{ name: 'route', value: '7' }],
      placed_at: '2026-01-02T03:04:05+01:00',
    }),
  )
  expect(fields).toMatchObject({
    ...{ email: 'anna@example.com', note: 'Ring twice', financial_status: 'PAID', fulfillment_status: 'UNFULFILLED' },
    ...{ shipping_method: 'GLS', payment_method: 'Bank transfer', placed_at: new Date('2026-01-02T02:04:05Z') },
    ...{ shipping_total: 1270, total: 4680, currency: 'HUF' },
    shipping_address: expect.objectContaining({ city: 'Szeged', company: 'Kiss Kft.' }),
    billing_address: expect.objectContaining({ city: 'Pécs' }),
  })
  expect(Number(fields.discount_total)).toBe(500)
  expect(order.written).toMatchObject({
    ...{ sourceIdentifier: `erp-${count}`, tags: ['erp', 'b2b'], taxesIncluded: true },
    customAttributes: [{ key: 'route', value: '7' }],
    metafields: [expect.objectContaining({ key: 'shopmirror_push', type: 'id', value: `psh_${count}` })],
  })
  expect(order.lines.map(({ name, written }) => [name, written?.requiresShipping])).toEqual([
    [expect.any(String), true],
    ['Gift wrap', false],
  ])
  // 27 % within 3 × 1270, of which the line's part of the discount is taken first.
  expect(order.lines[0]?.written?.taxLines).toMatchObject([{ rate: '0.27', amount: 706.42 }])
})

test('a customer is associated by id, or found or created by the e-mail address', async () => {
  const [known = 0] = stage.world.customers.ids()
  const associated = await place(change({}, ids.customer(known)))
  expect(associated.order.customerId).toBe(known)
  const before = stage.world.customers.ids().length
  const { order } = await place(change({ email: 'new@example.com', customer: { last_name: 'Nagy' } }))
  expect(stage.world.customers.get(order.customerId ?? 0)).toMatchObject({ email: 'new@example.com', lastName: 'Nagy' })
  expect((await place(change({ email: 'new@example.com' }))).order.customerId).toBe(order.customerId)
  expect(stage.world.customers.ids()).toHaveLength(before + 1)
})

test('the stock is lowered when the payload says so, and only then', async () => {
  const units = () =>
    stage.world.products.get(stage.world.products.ids()[0] ?? 0)?.stocks.reduce((a, b) => a + b, 0) ?? 0
  const before = units()
  await place(change())
  expect(units()).toBe(before)
  await place(change({ takes_stock: true }))
  expect(units()).toBe(before - 3)
})

test('prices without taxes and another currency arrive as they are', async () => {
  const { fields } = await place(change({ currency: 'EUR', prices_include_tax: false, payment: { status: 'paid' } }))
  expect(fields).toMatchObject({ currency: 'EUR', total: 4938.7, tax_total: 1028.7, financial_status: 'PAID' })
})

describe.each(['refuse', 'drop'] as const)('where a second custom id leads to: %s', (duplicateCustomId) => {
  test('an order whose first call is still running is not created twice', async () => {
    shopStoreOf(stage.world).rules.duplicateCustomId = duplicateCustomId
    const wanted = change({ note: `once ${duplicateCustomId}` })
    stage.break('answerLost', 'CreateOrder', 1)
    const firstSentAt = stage.now()
    expect(await send(wanted)).toMatchObject({ kind: 'unknown' })
    const [outcome] = await writes.send({ key: 'again', changes: [wanted], repeat: { firstSentAt } })
    expect(outcome).toMatchObject({ kind: 'done', id: expect.any(String) })
    expect(stage.orders().filter(({ note }) => note === `once ${duplicateCustomId}`)).toHaveLength(1)
  })
})

test('a refused custom id leads to the order that has it', async () => {
  shopStoreOf(stage.world).rules.duplicateCustomId = 'refuse'
  const wanted = change()
  const first = await send(wanted)
  expect(await send(wanted)).toEqual(first)
})

test('a repeat at once, of which nothing is found, creates nothing yet', async () => {
  const wanted = change({ note: 'later' })
  const repeat = { firstSentAt: stage.now() }
  expect(await writes.send({ key: 'a', changes: [wanted], repeat })).toMatchObject([{ kind: 'unknown' }])
  expect(stage.orders().filter(({ note }) => note === 'later')).toHaveLength(0)
  stage.advance(10_000)
  expect(await writes.send({ key: 'a', changes: [wanted], repeat })).toMatchObject([{ kind: 'done' }])
})

test('the custom id is defined once for all clients of a process', async () => {
  const platform = loadPlatforms(stage.sandbox.env, { now: stage.now }).get('shopify') as Platform
  writes = await openWrites(platform)
  stage.break('error', 'DefineCustomId', 1)
  expect(await send(change())).toMatchObject({ kind: 'not_done' })
  expect(await send(change())).toMatchObject({ kind: 'done' })
  writes = await openWrites(platform)
  stage.break('error', 'DefineCustomId', 1)
  expect(await send(change())).toMatchObject({ kind: 'done' })
})

test('a definition that another process made is fine, and one that went away is made again', async () => {
  await send(change())
  writes = await openWrites(loadPlatforms(stage.sandbox.env, { now: stage.now }).get('shopify') as Platform)
  expect(await send(change())).toMatchObject({ kind: 'done' })
  shopStoreOf(stage.world).definitions.splice(0)
  const wanted = change()
  await send(wanted)
  expect(await send(wanted)).toMatchObject({ kind: 'done' })
})

test('a shop that takes five orders a minute is waited for', async () => {
  shopStoreOf(stage.world).rules.ordersPerMinute = 5
  for (let order = 0; order < 5; order += 1) await place(change())
  await expect(send(change())).rejects.toBeInstanceOf(RateLimitedError)
  stage.advance(60_000)
  expect(await send(change())).toMatchObject({ kind: 'done' })
})

test('what the shop would not keep is refused before it is accepted', () => {
  const check = (payload: Partial<Payload>, customerId: string | null = null) =>
    capability.check?.(change(payload, customerId)).map(({ path }) => path)
  expect(check({ tags: ['a', 'b,c'], customer: { first_name: 'A' } })).toEqual([
    'payload.tags.1',
    'payload.customer.first_name',
  ])
  expect(check({ email: 'a@example.com', customer: { id: '1', last_name: 'B' } }, '1')).toEqual([
    'payload.customer.last_name',
  ])
  expect(check({ email: 'a@example.com', customer: { last_name: 'B' } })).toEqual([])
})
