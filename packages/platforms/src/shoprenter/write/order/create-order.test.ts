import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RateLimitedError } from '../../../contract/errors.ts'
import type { Payload } from '../../../contract/push-kinds.ts'
import type { Change } from '../../../contract/writes.ts'
import { openWriteShop, type WriteShop } from '../../testing/write-shop.ts'

type CreateChange = Change<'order.create'>

const address = {
  ...{ first_name: 'Anna', last_name: 'Minta', company: 'Minta Kft.', address1: 'Fő u. 1.', address2: '2. emelet' },
  ...{ city: 'Budapest', zip: '1011', country_code: 'HU' },
}
const billing = { ...address, company: 'Anyacég', city: 'Wien', country_code: 'AT' }

let stage: WriteShop
let pushes = 0
beforeEach(async () => {
  stage = await openWriteShop()
})
afterEach(() => stage.close())

function change(payload: Partial<Payload<'order.create'>> = {}): CreateChange {
  const [first = 0, second = 0] = stage.world.products.ids()
  const customer = stage.world.customers.ids()[0] ?? 0
  return {
    pushId: `psh_${pushes++}`,
    target: {
      ...{ id: null, ownId: 'erp-1', customerId: stage.ids.customer(customer) },
      variants: [first, second].map((id) => ({
        ...{ variantId: stage.ids.product(id), productId: stage.ids.product(id), inventoryItemId: null },
        ...{ sku: stage.world.products.get(id)?.sku ?? null, price: null },
      })),
    },
    payload: {
      lines: [
        { variant: { sku: 'a' }, quantity: 2, price: '3000', tax_rate: '27' },
        { variant: { sku: 'b' }, quantity: 1, price: '1050', tax_rate: '5' },
      ],
      shipping: { title: 'Házhozszállítás', price: '1490', tax_rate: '27', method: stage.ids.shippingMode(18) },
      payment: { title: 'Utánvét', method: 'COD' },
      discount: { code: 'TIZ', amount: '500' },
      ...{ email: 'anna@example.com', phone: '+36301234567', note: 'Kérem délután', status: 'Fizetve' },
      ...{ shipping_address: address, billing_address: billing },
      ...payload,
    },
  }
}

/** Orders that the push created, by number, finished or not. */
const made = ({ pushId }: CreateChange) =>
  [...stage.shop.api.formats.records.orders].flatMap(([number, { externalInfo }]) =>
    externalInfo?.partner_order_id === pushId ? [number] : [],
  )

/** All that the shop and its admin know of an order. */
function inShop(number: number) {
  const order = stage.world.orders.get(number) ?? expect.fail(`no order ${number}`)
  const record = stage.shop.api.formats.records.orders.get(number) ?? expect.fail(`no record ${number}`)
  return { order, record, admin: stage.shop.adminOrders().find(({ innerId }) => innerId === String(number)) }
}

function expectWhole(number: number | undefined, { target }: CreateChange) {
  const { order, record } = inShop(number ?? 0)
  expect(order.status).toBe('paid')
  expect(order.lines).toMatchObject([
    { sku: target.variants[0]?.sku, quantity: 2, net: '2362.2047' },
    { sku: target.variants[1]?.sku, quantity: 1, net: '1000.0000' },
  ])
  expect(record.total).toBe('8040.0000')
  expect(record.totals?.map(({ type, value }) => [type, value])).toEqual([
    ['SUB_TOTAL', '5724.4094'],
    ['TAX', '1325.5906'],
    ['SUB_TOTAL_WITH_TAX', '7050.0000'],
    ['SHIPPING', '1490.0000'],
    ['COUPON', '-500.0000'],
    ['TOTAL', '8040.0000'],
  ])
}

test('an order arrives with everything that was intended', async () => {
  const wanted = change()
  const outcome = await stage.send('order.create', wanted)
  const [number = 0] = made(wanted)
  expect(outcome).toEqual({ kind: 'done', id: stage.ids.order(number) })
  expectWhole(number, wanted)
  const { order, record, admin } = inShop(number)
  expect(admin).toMatchObject({ isShownProperly: true, missingTotals: [], total: '8040.0000' })
  expect(order).toMatchObject({
    ...{ firstName: 'Anna', lastName: 'Minta', email: 'anna@example.com', phone: '+36301234567' },
    ...{ comment: 'Kérem délután', customerId: stage.world.customers.ids()[0], currency: 'HUF' },
    address: { company: 'Minta Kft.', street: 'Fő u. 1.', city: 'Budapest', postcode: '1011' },
  })
  expect(record.fields).toMatchObject({
    ...{ shippingAddress2: '2. emelet', shippingCountryName: 'Magyarország', shippingMethodName: 'Házhozszállítás' },
    ...{ paymentCompany: 'Anyacég', paymentCity: 'Wien', paymentCountryName: 'Ausztria' },
    ...{ paymentMethodName: 'Utánvét', paymentMethodCode: 'COD', shippingMethodTaxRate: '27.0000' },
  })
  expect(record.refs).toMatchObject({ shippingCountry: 97, paymentCountry: 14, shippingMode: 18, language: 1 })
})

test('what the mirror reads shows it', async () => {
  const wanted = change()
  const outcome = await stage.send('order.create', wanted)
  const id = outcome?.kind === 'done' ? outcome.id : undefined
  const object = stage.writesOf('order.create').objectOf(wanted, id)
  const rows = await stage.client().reads.object(object.resource, object.externalId)
  expect(rows?.rows.orders?.[0]?.fields).toMatchObject({ total: '8040.0000', status_name: 'Fizetve' })
  expect(rows?.rows.order_lines).toHaveLength(2)
})

test('a call repeated after it was carried out creates nothing', async () => {
  const wanted = change()
  const first = await stage.send('order.create', wanted)
  expect(await stage.repeat('order.create', wanted)).toEqual(first)
  expect(made(wanted)).toHaveLength(1)
  expect(await stage.writesOf('order.create').readBack([wanted])).toMatchObject([
    { isAsWanted: true, id: stage.ids.order(made(wanted)[0] ?? 0) },
  ])
})

describe.each(['order_id', 'prefix_order_id', 'json', 'contains', 'ignored'] as const)(
  'the filter for own numbers compares %s',
  (externalInfoFilter) => {
    test('an order is found by another answer than the lost one', async () => {
      stage.sandbox.shoprenter.rules.externalInfoFilter = externalInfoFilter
      const wanted = change()
      stage.break({ kind: 'answerLost', path: 'orders', count: 1 })
      expect(await stage.send('order.create', wanted)).toMatchObject({ kind: 'unknown' })
      expect(await stage.repeat('order.create', wanted)).toMatchObject({ kind: 'done' })
      expect(made(wanted)).toHaveLength(1)
      expectWhole(made(wanted)[0], wanted)
    })

    test('without an e-mail address, too', async () => {
      stage.sandbox.shoprenter.rules.externalInfoFilter = externalInfoFilter
      const { email: _email, ...payload } = change().payload
      const wanted = { ...change(), payload }
      stage.break({ kind: 'answerLost', path: 'orders', count: 1 })
      await stage.send('order.create', wanted)
      expect(await stage.repeat('order.create', wanted)).toMatchObject({ kind: 'done' })
      expect(made(wanted)).toHaveLength(1)
    })
  },
)

test('an order is created again only when the shop has had the time to show the first one', async () => {
  const wanted = change()
  stage.break({ kind: 'error', path: 'orders', count: 1 })
  expect(await stage.send('order.create', wanted)).toMatchObject({ kind: 'unknown' })
  const soon = { firstSentAt: new Date(Date.now() - 1_000) }
  expect(await stage.send('order.create', wanted, soon)).toMatchObject({ kind: 'unknown' })
  expect(made(wanted)).toHaveLength(0)
  expect(await stage.writesOf('order.create').readBack([wanted])).toEqual([{ isAsWanted: false, actual: null }])
  expect(await stage.repeat('order.create', wanted)).toMatchObject({ kind: 'done' })
  expect(made(wanted)).toHaveLength(1)
})

test('an order that has begun goes on only when the shop has had the time to end what it was asked before', async () => {
  const wanted = change()
  stage.break({ kind: 'batchTimeout', path: 'orderTotals', after: 2, count: 1 })
  expect(await stage.send('order.create', wanted)).toMatchObject({ kind: 'unknown' })
  const soon = { firstSentAt: new Date(Date.now() - 1_000) }
  expect(await stage.send('order.create', wanted, soon)).toMatchObject({ kind: 'unknown' })
  expect(inShop(made(wanted)[0] ?? 0).record.totals).toHaveLength(2)
  expect(await stage.writesOf('order.create').readBack([wanted])).toMatchObject([
    { isAsWanted: false, actual: 'unfinished', id: expect.any(String) },
  ])
  expect(await stage.repeat('order.create', wanted)).toMatchObject({ kind: 'done' })
  expectWhole(made(wanted)[0], wanted)
})

test('sums and lines that came twice are removed before anybody sees the order', async () => {
  const wanted = change()
  stage.break({ kind: 'error', path: 'orders/', count: 1 })
  await stage.send('order.create', wanted)
  const number = made(wanted)[0] ?? 0
  const { record, order } = inShop(number)
  const { records } = stage.shop.api.formats
  const total = { ...(record.totals?.[1] ?? expect.fail()), id: records.nextNumber() }
  records.orderOfTotal.set(total.id, number)
  records.orders.set(number, { ...record, totals: [...(record.totals ?? []), total] })
  const line = { ...(order.lines[0] ?? expect.fail()), id: records.nextNumber() }
  records.orderOfLine.set(line.id, number)
  records.lines.set(line.id, { fields: {}, stocks: [line.quantity, 0, 0, 0], taxRate: '27.0000' })
  stage.world.updateOrder(number, { lines: [...order.lines, line] })

  expect(await stage.repeat('order.create', wanted)).toMatchObject({ kind: 'done' })
  expectSameParts(number, wanted)
})

describe('whatever happens between two steps', () => {
  const faults = [
    { kind: 'answerLost', path: 'batch', after: 1, count: 1 },
    { kind: 'error', path: 'batch', after: 1, count: 1 },
    { kind: 'throttle', path: 'batch', after: 1, count: 1 },
    { kind: 'answerLost', path: 'orders/', count: 1 },
    { kind: 'error', path: 'orders/', count: 1 },
    { kind: 'throttle', path: 'orders/', count: 1 },
    { kind: 'garbage', path: 'orders', count: 1 },
    ...[0, 1, 4].flatMap((after) =>
      (['batchTimeout', 'batchThrottle', 'batchError'] as const).map((kind) => ({
        ...{ kind, path: 'order', count: 1, after },
      })),
    ),
    { kind: 'batchTimeout', path: 'orderProducts', count: 1, after: 1 },
  ] as const

  test.each(faults)('$kind $# at $path: nobody sees it half, and a repeat ends it', async (fault) => {
    const wanted = change()
    stage.break(fault)
    const first = await stage.send('order.create', wanted)
    expect(['unknown', 'begun']).toContain(first?.kind)
    const isVisible = made(wanted).some((number) => stage.world.isPlaced(number))
    if (isVisible) expectWhole(made(wanted)[0], wanted)

    expect(await stage.repeat('order.create', wanted)).toMatchObject({ kind: 'done' })
    expect(made(wanted)).toHaveLength(1)
    expectSameParts(made(wanted)[0], wanted)
  })

  test('a shop that has to be waited for before the first step has nothing of it', async () => {
    const wanted = change()
    stage.break({ kind: 'throttle', count: 1 })
    await expect(stage.send('order.create', wanted)).rejects.toBeInstanceOf(RateLimitedError)
    expect(made(wanted)).toEqual([])
  })
})

/** Lines and sums may be in another order than they were given. */
function expectSameParts(number: number | undefined, { target }: CreateChange) {
  const { order, record } = inShop(number ?? 0)
  const skus = order.lines.map(({ sku, quantity }) => `${sku} ${quantity}`)
  expect(skus.sort()).toEqual([`${target.variants[0]?.sku} 2`, `${target.variants[1]?.sku} 1`].sort())
  expect(record.totals?.map(({ type }) => type).sort()).toEqual([
    'COUPON',
    'SHIPPING',
    'SUB_TOTAL',
    'SUB_TOTAL_WITH_TAX',
    'TAX',
    'TOTAL',
  ])
  expect(order.status).toBe('paid')
  expect(record.total).toBe('8040.0000')
}

test('an order of more lines than a batch takes is whole after a batch that ends in the middle', async () => {
  await stage.close()
  stage = await openWriteShop({ products: 250 })
  const ids = stage.world.products.ids()
  const variants = ids.map((id) => ({
    ...{
      variantId: stage.ids.product(id),
      productId: stage.ids.product(id),
      inventoryItemId: null,
      sku: null,
      price: null,
    },
  }))
  const lines = ids.map(() => ({ variant: { sku: 'a' }, quantity: 1, price: '127', tax_rate: '27' }))
  const base = change({ lines })
  const wanted = { ...base, target: { ...base.target, variants } }
  stage.break({ kind: 'batchTimeout', path: 'orderProducts', after: 220, count: 1 })
  expect(await stage.send('order.create', wanted)).toMatchObject({ kind: 'unknown' })
  expect(made(wanted).some((number) => stage.world.isPlaced(number))).toBe(false)
  expect(await stage.repeat('order.create', wanted)).toMatchObject({ kind: 'done' })
  const { order } = inShop(made(wanted)[0] ?? 0)
  expect(order.lines.map(({ productId }) => productId)).toEqual(ids)
})

test('an order that is refused once it has begun names what there is of it', async () => {
  const wanted = change()
  stage.break({ kind: 'batchTimeout', path: 'orderTotals', after: 2, count: 1 })
  expect(await stage.send('order.create', wanted)).toMatchObject({ kind: 'unknown' })
  const [read] = await stage.writesOf('order.create').readBack([wanted])
  stage.world.deleteProduct(stage.world.products.ids()[1] ?? 0)
  expect(await stage.repeat('order.create', wanted)).toMatchObject({
    ...{ kind: 'refused', code: '40006', createdId: read?.id },
  })
})

describe('refused before anything of it exists', () => {
  test.each([
    [{ status: 'Elveszett' }, 'unknown_status'],
    [{ currency: 'EUR' }, 'currency'],
    [{ shipping_address: { ...address, country_code: 'JP' } }, 'unknown_country'],
    [{ shipping: { title: 'x', price: '1', tax_rate: '27', method: 'nothing' } }, '40006'],
  ])('%j: %s', async (payload, code) => {
    const wanted = change(payload)
    expect(await stage.send('order.create', wanted)).toMatchObject({ kind: 'refused', code })
    expect(made(wanted)).toEqual([])
  })

  test('a product that is gone', async () => {
    const wanted = change()
    stage.world.deleteProduct(stage.world.products.ids()[1] ?? 0)
    expect(await stage.send('order.create', wanted)).toMatchObject({ kind: 'refused', code: 'product_not_found' })
    expect(made(wanted)).toEqual([])
  })

  test('a missing scope is named', async () => {
    await stage.withoutScope('order.order:write')
    await expect(stage.send('order.create', change())).rejects.toMatchObject({ missingScope: 'order.order:write' })
  })
})
