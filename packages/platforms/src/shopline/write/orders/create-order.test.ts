import { ids } from '@shopmirror/sandbox/shopline/testing'
import { expect, test } from 'vitest'
import { PermanentError, RateLimitedError } from '../../../contract/errors.ts'
import type { Payload } from '../../../contract/push-kinds.ts'
import type { Change, VariantTarget } from '../../../contract/writes.ts'
import { checkPush } from '../../../write/check-push.ts'
import { type OpenWrites, openWrites } from '../../testing/open-writes.ts'

const MINUTE = 60_000
const address = {
  ...{ first_name: 'Ann', last_name: 'Smith', address1: 'Fő utca 1', city: 'Budapest', zip: '1011' },
  ...{ country_code: 'HU', phone: '+36301234567' },
}
const methods = {
  shipping: { title: 'Home delivery', price: '0', method: ids.deliveryOption(1) },
  payment: { method: ids.paymentMethod(1) },
}

let pushes = 0

function newOrder(
  variants: readonly VariantTarget[],
  payload: Partial<Payload<'order.create'>> = {},
): Change<'order.create'> {
  const lines = variants.map(({ price, variantId }, index) => ({
    ...{ variant: { id: variantId }, quantity: index + 1, price: price ?? '0' },
  }))
  return {
    pushId: `psh_${++pushes}`,
    target: { id: null, ownId: `erp-${pushes}`, customerId: null, variants },
    payload: { ...methods, lines, email: 'ann@example.com', shipping_address: address, ...payload },
  }
}

const everything = {
  ...{ status: 'confirmed', note: 'Call before delivery', tags: ['wholesale', 'phone'], takes_stock: true },
  payment: { ...methods.payment, status: 'paid' as const },
  phone: '+36301234567',
}

/** Orders of the world that came over the API. */
function created({ world, extras }: OpenWrites) {
  return world.orders.ids().flatMap((id) => {
    const order = world.orders.get(id)
    return order && extras(id).createdBy === 'openapi' ? [order] : []
  })
}

test('an order is in the shop as intended: lines, buyer, address, payment, status, note, tags, own id', async () => {
  await using shop = await openWrites()
  const { alone, variation, world, state } = shop
  const before = world.products.get(alone.number)?.stocks[0] ?? 0
  const change = newOrder([alone, variation], everything)

  const outcome = await shop.send('order.create', change)

  const [order, ...others] = created(shop)
  expect(others).toEqual([])
  const number = order?.id ?? 0
  expect(outcome).toEqual({ kind: 'done', id: ids.order(number) })
  expect(order?.lines).toMatchObject([
    { productId: alone.number, quantity: 1, gross: alone.price },
    { productId: variation.number, quantity: 2, gross: variation.price },
  ])
  expect(order).toMatchObject({ email: 'ann@example.com', phone: '+36301234567', comment: change.pushId })
  expect(order?.address).toMatchObject({ street: 'Fő utca 1', city: 'Budapest', postcode: '1011' })
  expect(order?.address).toMatchObject({ firstName: 'Ann', lastName: 'Smith' })
  expect(shop.extras(number)).toMatchObject({ refOrderId: change.target.ownId, skipsFulfillment: false })
  expect(state.tags(number)).toEqual(['wholesale', 'phone'])
  expect(state.messages(number)).toMatchObject([{ text: 'Call before delivery', isPrivate: true, sender: 'merchant' }])
  expect(state.mails).toEqual([])
  expect(world.products.get(alone.number)?.stocks[0]).toBe(before - 1)
  const rows = await shop.client.reads.object('orders', ids.order(number))
  expect(rows?.rows.orders?.[0]?.fields).toMatchObject({ status: 'confirmed', financial_status: 'completed' })
  expect(await shop.readBack('order.create', change, shop.now())).toMatchObject({
    isAsWanted: true,
    id: ids.order(number),
  })
})

test('an order of a known customer is theirs', async () => {
  await using shop = await openWrites()
  const [customer = 0] = shop.world.customers.ids()
  const change = newOrder([shop.alone], { email: undefined })
  await shop.send('order.create', { ...change, target: { ...change.target, customerId: ids.customer(customer) } })
  expect(created(shop)).toMatchObject([{ customerId: customer }])
})

test('a lost answer makes no second order: the repeat finds the first by its remarks, and goes on with it', async () => {
  await using shop = await openWrites()
  const change = newOrder([shop.alone], everything)
  const firstSentAt = shop.now()
  shop.break('answerLost', 'orders')
  expect(await shop.send('order.create', change)).toMatchObject({ kind: 'unknown' })
  expect(created(shop)).toHaveLength(1)

  shop.sandbox.clock.advance(MINUTE)
  const [order] = created(shop)
  expect(await shop.send('order.create', change, firstSentAt)).toEqual({ kind: 'done', id: ids.order(order?.id ?? 0) })
  expect(created(shop)).toHaveLength(1)
  expect(shop.state.tags(order?.id ?? 0)).toEqual(['wholesale', 'phone'])
  expect(shop.state.messages(order?.id ?? 0)).toHaveLength(1)
})

test('while the search may lag, a repeat neither finds nor creates the order', async () => {
  await using shop = await openWrites()
  shop.quirks.searchLagMs = 10_000
  const change = newOrder([shop.alone])
  const firstSentAt = shop.now()
  shop.break('answerLost', 'orders')
  await shop.send('order.create', change)

  expect(await shop.send('order.create', change, firstSentAt)).toMatchObject({ kind: 'unknown' })
  shop.sandbox.clock.advance(MINUTE)
  expect(await shop.send('order.create', change, firstSentAt)).toMatchObject({ kind: 'done' })
  expect(created(shop)).toHaveLength(1)
})

test('an order that the shop never got is created once the search is sure to show it', async () => {
  await using shop = await openWrites()
  const change = newOrder([shop.alone])
  const firstSentAt = shop.now()
  shop.break('error', 'orders')
  expect(await shop.send('order.create', change)).toMatchObject({ kind: 'unknown' })
  expect(await shop.readBack('order.create', change, firstSentAt)).toEqual({ isAsWanted: false, actual: null })

  expect(await shop.send('order.create', change, firstSentAt)).toMatchObject({ kind: 'unknown' })
  expect(created(shop)).toEqual([])
  shop.sandbox.clock.advance(MINUTE)
  expect(await shop.send('order.create', change, firstSentAt)).toMatchObject({ kind: 'done' })
  expect(created(shop)).toHaveLength(1)
})

test('an order is found among many of the same buyer, and where the shop names another address than the push', async () => {
  await using shop = await openWrites()
  const change = newOrder([shop.alone])
  const firstSentAt = shop.now()
  shop.break('answerLost', 'orders')
  await shop.send('order.create', change)
  const [order] = created(shop)
  for (let count = 0; count < 120; count++) await shop.send('order.create', newOrder([shop.alone]))
  shop.world.updateOrder(order?.id ?? 0, { email: 'Ann@Example.com' })

  shop.sandbox.clock.advance(MINUTE)
  expect(await shop.send('order.create', change, firstSentAt)).toEqual({ kind: 'done', id: ids.order(order?.id ?? 0) })
  expect(created(shop)).toHaveLength(121)
})

test('before anything is created, a shop that has to be waited for is an error', async () => {
  await using shop = await openWrites()
  shop.break('throttle', 'orders')
  await expect(shop.send('order.create', newOrder([shop.alone]))).rejects.toBeInstanceOf(RateLimitedError)
  expect(created(shop)).toEqual([])
})

test.each(['', '/tags', '/messages', '/order_payment_status', '/status'])(
  'a limit before the call to orders/{id}%s leaves the order begun, and the repeat completes it',
  async (part) => {
    await using shop = await openWrites()
    const change = newOrder([shop.alone], everything)
    const firstSentAt = shop.now()
    const [last = 0] = shop.world.orders.ids().slice(-1)
    shop.break('throttle', `orders/${ids.order(last + 1)}${part}`)
    expect(await shop.send('order.create', change)).toMatchObject({ kind: 'begun' })

    shop.sandbox.clock.advance(MINUTE)
    expect(await shop.send('order.create', change, firstSentAt)).toEqual({ kind: 'done', id: ids.order(last + 1) })
    expect(created(shop)).toHaveLength(1)
    expect(shop.state.messages(last + 1)).toHaveLength(1)
    expect(await shop.readBack('order.create', change, firstSentAt)).toMatchObject({ isAsWanted: true })
  },
)

test.each(['/tags', '/messages', '/order_payment_status', '/status'])(
  'an answer of orders/{id}%s that gets lost is no reason for a second order or message',
  async (part) => {
    await using shop = await openWrites()
    shop.quirks.sameStatus = 'refused'
    const change = newOrder([shop.alone], everything)
    const firstSentAt = shop.now()
    shop.break('answerLost', part)
    expect(await shop.send('order.create', change)).toMatchObject({ kind: 'unknown' })

    shop.sandbox.clock.advance(MINUTE)
    expect(await shop.send('order.create', change, firstSentAt)).toMatchObject({ kind: 'done' })
    const [order, ...others] = created(shop)
    expect(others).toEqual([])
    expect(shop.state.messages(order?.id ?? 0)).toHaveLength(1)
  },
)

test('a price that the shop does not have is a fault at the door, with the price it has', async () => {
  await using shop = await openWrites()
  const [capability] = [shop.platform.writes?.['order.create']]
  const change = newOrder([{ ...shop.alone, price: '12.50' }])
  expect(shop.faults('order.create', change)).toEqual([])
  const [line] = change.payload.lines
  const payload = { ...change.payload, lines: line ? [{ ...line, price: '12.5' }] : [] }
  expect(shop.faults('order.create', { ...change, payload })).toEqual([])
  const cheaper = { ...change.payload, lines: line ? [{ ...line, price: '12.49' }] : [] }
  expect(capability?.check?.({ ...change, payload: cheaper })).toEqual([
    { path: 'payload.lines.0.price', message: expect.stringContaining('12.50') },
  ])
  expect(shop.faults('order.create', newOrder([{ ...shop.alone, price: null }]))).toEqual(['payload.lines.0.price'])
})

test('shipping fees, buyers without a name, and tags beyond the limits are faults at the door', async () => {
  await using shop = await openWrites()
  const fee = { shipping: { ...methods.shipping, price: '990' } }
  expect(shop.faults('order.create', newOrder([shop.alone], fee))).toEqual(['payload.shipping.price'])
  expect(shop.faults('order.create', newOrder([shop.alone], { email: undefined }))).toEqual(['payload.email'])
  const tags = Array.from({ length: 11 }, (_, index) => `tag ${index}`)
  expect(shop.faults('order.create', newOrder([shop.alone], { tags }))).toEqual(['payload.tags'])
  expect(shop.faults('order.create', newOrder([shop.alone], { tags: ['ab'] }))).toEqual(['payload.tags.0'])
})

test('what SHOPLINE does not carry out is named with what to do instead', async () => {
  await using shop = await openWrites()
  const { payload } = newOrder([shop.alone])
  const given = {
    ...payload,
    ...{
      currency: 'HUF',
      discount: { code: 'X', amount: '1' },
      billing_address: address,
      placed_at: shop.now().toISOString(),
    },
    ...{
      attributes: [{ name: 'a', value: 'b' }],
      payment: { status: 'paid', title: 'Bank' },
      prices_include_tax: false,
    },
  }
  const checked = checkPush({ kind: 'order.create', object: { own_id: 'erp' }, payload: given }, shop.platform)
  const paths = 'faults' in checked ? checked.faults.map(({ path }) => path) : []
  expect([...new Set(paths.map((path) => path.split('.').slice(0, 3).join('.')))].sort()).toEqual(
    [
      ...['payload.attributes.0', 'payload.currency', 'payload.discount.amount', 'payload.discount.code'],
      ...['payload.payment.method', 'payload.payment.title', 'payload.placed_at', 'payload.prices_include_tax'],
      ...Object.keys(address).map((name) => `payload.billing_address.${name}`),
    ].sort(),
  )
})

test('what the shop refuses is refused with its words, and nothing is created', async () => {
  await using shop = await openWrites()
  const outcome = await shop.send('order.create', newOrder([{ ...shop.alone, price: '1' }]))
  expect(outcome).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining("item_price is not the item's price"),
  })
  expect(created(shop)).toEqual([])
})

test('tags for which the shop has no room are refused, and the message names the order', async () => {
  await using shop = await openWrites()
  const [first = 0, second = 0] = shop.world.placedOrders()
  const filling = (from: number) => Array.from({ length: 50 }, (_, index) => `tag ${from + index}`)
  shop.state.tag(first, filling(0))
  shop.state.tag(second, filling(50))
  const outcome = await shop.send('order.create', newOrder([shop.alone], { tags: ['another'] }))
  const [order] = created(shop)
  const createdId = ids.order(order?.id ?? 0)
  expect(outcome).toMatchObject({ kind: 'refused', code: 'tags_unchanged', createdId })
  expect(outcome).toMatchObject({ message: expect.stringContaining(createdId) })
})

test('a scope that is missing is named', async () => {
  await using shop = await openWrites()
  const poor = shop.writes('order.create', shop.without('orders'))
  const error: unknown = await poor.send({ key: 'a', changes: [newOrder([shop.alone])] }).catch((reason) => reason)
  expect(error).toBeInstanceOf(PermanentError)
  expect(error).toMatchObject({ missingScope: 'orders' })
})
