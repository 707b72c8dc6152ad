import { ids } from '@shopmirror/sandbox/shopline/testing'
import { expect, test } from 'vitest'
import { RateLimitedError } from '../../../contract/errors.ts'
import type { Payload, PushKind } from '../../../contract/push-kinds.ts'
import type { Change } from '../../../contract/writes.ts'
import { checkPush } from '../../../write/check-push.ts'
import { type OpenWrites, openWrites } from '../../testing/open-writes.ts'

const MINUTE = 60_000

type OrderKind = Exclude<Extract<PushKind, `order.${string}`>, 'order.create'>
let pushes = 0

/** A shop with a fresh order, and changes of that. */
async function openOrder() {
  const shop = await openWrites()
  const { id: number } = shop.world.addOrder({ email: 'ann@example.com', comment: 'Ring twice' })
  const change = <Kind extends OrderKind>(payload: Payload<Kind>, id = ids.order(number)) =>
    ({
      ...{ pushId: `psh_${++pushes}`, target: { id, ownId: null, variants: [] }, payload },
    }) as unknown as Change<Kind>
  return Object.assign(shop, {
    ...{ number, change },
    order: () => shop.world.orders.get(number) ?? expect.fail('no order'),
    document: async () => {
      const rows = await shop.client.reads.object('orders', ids.order(number))
      return rows?.rows.orders?.[0]?.fields ?? expect.fail('no order')
    },
    delivery: async () => {
      const rows = await shop.client.reads.object('orders', ids.order(number))
      return rows?.rows.fulfillments?.[0]?.fields ?? expect.fail('no delivery')
    },
  })
}

const update: Payload<'order.update'> = {
  ...{ note: 'Customer called', tags: ['urgent', 'phone'] },
  shipping_address: { first_name: 'Bob', last_name: 'Jones', address1: 'Új utca 2', city: 'Pécs', zip: '7621' },
}

test('address, tags and a note for the staff are on the order, and its remarks stay', async () => {
  await using shop = await openOrder()
  const change = shop.change<'order.update'>(update)
  expect(await shop.send('order.update', change)).toEqual({ kind: 'done' })
  expect(shop.order().address).toMatchObject({ street: 'Új utca 2', city: 'Pécs', postcode: '7621' })
  expect(shop.extras(shop.number).pickup).toMatchObject({ recipient_name: 'Bob Jones' })
  expect(shop.state.tags(shop.number)).toEqual(['urgent', 'phone'])
  expect(shop.state.messages(shop.number)).toMatchObject([
    { text: 'Customer called', isPrivate: true, sender: 'merchant' },
  ])
  expect(shop.order().comment).toBe('Ring twice')
  expect(shop.state.mails).toEqual([])
  expect(await shop.readBack('order.update', change, shop.now())).toMatchObject({ isAsWanted: true })
})

test('a note whose answer gets lost is written once, also where reads lag', async () => {
  await using shop = await openOrder()
  shop.quirks.readLagMs = 5_000
  const change = shop.change<'order.update'>({ note: 'Customer called' })
  const firstSentAt = shop.now()
  shop.break('answerLost', '/messages')
  expect(await shop.send('order.update', change)).toMatchObject({ kind: 'unknown' })
  expect(await shop.send('order.update', change, firstSentAt)).toMatchObject({ kind: 'unknown' })
  shop.sandbox.clock.advance(MINUTE)
  expect(await shop.send('order.update', change, firstSentAt)).toEqual({ kind: 'done' })
  expect(shop.state.messages(shop.number)).toHaveLength(1)
})

test('a note that the shop never got is written by the repeat; an older one with the same words does not count', async () => {
  await using shop = await openOrder()
  await shop.send('order.update', shop.change<'order.update'>({ note: 'Customer called' }))
  shop.sandbox.clock.advance(60 * MINUTE)
  const change = shop.change<'order.update'>({ note: 'Customer called' })
  const firstSentAt = shop.now()
  shop.break('error', '/messages')
  expect(await shop.send('order.update', change)).toMatchObject({ kind: 'unknown' })
  shop.sandbox.clock.advance(MINUTE)
  expect(await shop.send('order.update', change, firstSentAt)).toEqual({ kind: 'done' })
  expect(shop.state.messages(shop.number)).toHaveLength(2)
})

test('a limit in the middle leaves the change begun, and one before it is an error', async () => {
  await using shop = await openOrder()
  const change = shop.change<'order.update'>(update)
  const firstSentAt = shop.now()
  shop.break('throttle', '/tags')
  expect(await shop.send('order.update', change)).toMatchObject({ kind: 'begun' })
  shop.sandbox.clock.advance(MINUTE)
  expect(await shop.send('order.update', change, firstSentAt)).toEqual({ kind: 'done' })
  expect(shop.state.tags(shop.number)).toEqual(['urgent', 'phone'])

  shop.break('throttle', '/tags')
  const error = shop.send('order.update', shop.change<'order.update'>({ tags: ['third'] }))
  await expect(error).rejects.toBeInstanceOf(RateLimitedError)
})

test('tags beyond what a shop takes are refused with the limits, although the answer is a success', async () => {
  await using shop = await openOrder()
  const [first = 0, second = 0] = shop.world.placedOrders()
  const filling = (from: number) => Array.from({ length: 50 }, (_, index) => `tag ${from + index}`)
  shop.state.tag(first, filling(0))
  shop.state.tag(second, filling(50))
  const outcome = await shop.send('order.update', shop.change<'order.update'>({ tags: ['another'] }))
  expect(outcome).toMatchObject({ kind: 'refused', code: 'tags_unchanged', message: expect.stringContaining('100') })
  const eleven = Array.from({ length: 11 }, (_, index) => `tag ${index}`)
  expect(shop.faults('order.update', shop.change<'order.update'>({ tags: eleven }))).toEqual(['payload.tags'])
})

test.each(['confirmed', 'completed'])('a status is set to %s without a mail', async (status) => {
  await using shop = await openOrder()
  expect(await shop.send('order.set_status', shop.change<'order.set_status'>({ status }))).toEqual({ kind: 'done' })
  expect(await shop.document()).toMatchObject({ status })
  expect(shop.state.mails).toEqual([])
})

test('an order is paid without a mail', async () => {
  await using shop = await openOrder()
  expect(await shop.send('order.mark_paid', shop.change<'order.mark_paid'>({}))).toEqual({ kind: 'done' })
  expect(await shop.document()).toMatchObject({ financial_status: 'completed' })
  expect(shop.state.mails).toEqual([])
})

test('a status that the order has already is done, whatever the shop says to that', async () => {
  await using shop = await openOrder()
  shop.quirks.sameStatus = 'refused'
  const change = shop.change<'order.set_status'>({ status: 'confirmed' })
  expect(await shop.send('order.set_status', change)).toEqual({ kind: 'done' })
  expect(await shop.send('order.set_status', change)).toEqual({ kind: 'done' })
  expect(await shop.send('order.set_status', change, shop.now())).toEqual({ kind: 'done' })
})

test('a status that the order cannot have is refused with the words of the shop', async () => {
  await using shop = await openOrder()
  await shop.send('order.set_status', shop.change<'order.set_status'>({ status: 'completed' }))
  const outcome = await shop.send('order.set_status', shop.change<'order.set_status'>({ status: 'pending' }))
  expect(outcome).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('completed order cannot be changed'),
  })
})

const tracking = { number: 'RR123', company: 'Magyar Posta', url: 'https://posta.example/RR123' }

test('a fulfilled order is shipped with its tracking, and its customer hears of it only where the push says so', async () => {
  await using shop = await openOrder()
  const change = shop.change<'order.fulfill'>({ tracking })
  expect(await shop.send('order.fulfill', change)).toEqual({ kind: 'done' })
  expect(await shop.delivery()).toMatchObject({
    ...{ status: 'shipped', carrier: 'Magyar Posta', tracking_numbers: ['RR123'] },
    tracking_urls: ['https://posta.example/RR123'],
  })
  expect(shop.state.mails).toEqual([])
  expect(await shop.readBack('order.fulfill', change)).toMatchObject({ isAsWanted: true })

  const other = await openOrder()
  await other.send('order.fulfill', other.change<'order.fulfill'>({ notify_customer: true }))
  expect(other.state.mails).toMatchObject([{ kind: 'order_delivery_status' }])
  await other[Symbol.asyncDispose]()
})

test('a delivery that arrived stays there, and its tracking is replaced', async () => {
  await using shop = await openOrder()
  await shop.send('order.fulfill', shop.change<'order.fulfill'>({ tracking }))
  shop.state.changeDelivery(shop.number, 'arrived')
  const corrected = shop.change<'order.fulfill'>({ tracking: { number: 'RR124' }, notify_customer: true })
  expect(await shop.send('order.fulfill', corrected)).toEqual({ kind: 'done' })
  expect(await shop.delivery()).toMatchObject({ status: 'arrived', tracking_numbers: ['RR124'] })
  expect(shop.state.mails).toEqual([])
})

test('a shipment whose answer gets lost mails the customer once', async () => {
  await using shop = await openOrder()
  const change = shop.change<'order.fulfill'>({ tracking, notify_customer: true })
  const firstSentAt = shop.now()
  shop.break('answerLost', '/order_delivery_status')
  expect(await shop.send('order.fulfill', change)).toMatchObject({ kind: 'unknown' })
  shop.sandbox.clock.advance(MINUTE)
  expect(await shop.send('order.fulfill', change, firstSentAt)).toEqual({ kind: 'done' })
  expect(shop.state.mails).toHaveLength(1)
})

test('a limit between tracking and shipment leaves the change begun', async () => {
  await using shop = await openOrder()
  const change = shop.change<'order.fulfill'>({ tracking })
  const firstSentAt = shop.now()
  shop.break('throttle', '/order_delivery_status')
  expect(await shop.send('order.fulfill', change)).toMatchObject({ kind: 'begun' })
  expect(await shop.send('order.fulfill', change, firstSentAt)).toEqual({ kind: 'done' })
  expect(await shop.delivery()).toMatchObject({ status: 'shipped', tracking_numbers: ['RR123'] })
})

test('a cancelled order is neither refunded nor its customer mailed, with every flag said', async () => {
  await using shop = await openOrder()
  shop.state.changePayment(shop.number, { status: 'completed', paidAt: shop.now().getTime() })
  const change = shop.change<'order.cancel'>({ reason: 'customer', note: 'Changed her mind' })
  expect(await shop.send('order.cancel', change)).toEqual({ kind: 'done' })
  expect(await shop.document()).toMatchObject({ status: 'cancelled', financial_status: 'completed' })
  expect(shop.extras(shop.number).cancellation).toEqual({
    reason: { key: 'change_mind', message: 'Changed her mind' },
    ...{ operatedBy: 'merchant', refundsOrder: false, notifiesByMail: false },
    ...{ revertsCredits: 'none', revertsMemberPoints: 'none' },
  })
  expect([shop.state.mails, shop.state.refunds]).toEqual([[], []])
})

test('a cancelled order is refunded and mailed where the push says so, and once', async () => {
  await using shop = await openOrder()
  shop.state.changePayment(shop.number, { status: 'completed', paidAt: shop.now().getTime() })
  shop.quirks.sameStatus = 'refused'
  const change = shop.change<'order.cancel'>({ refund: true, notify_customer: true })
  const firstSentAt = shop.now()
  shop.break('answerLost', '/cancel')
  expect(await shop.send('order.cancel', change)).toMatchObject({ kind: 'unknown' })
  shop.sandbox.clock.advance(MINUTE)
  expect(await shop.send('order.cancel', change, firstSentAt)).toEqual({ kind: 'done' })
  expect(shop.state.refunds).toHaveLength(1)
  expect(shop.state.mails).toHaveLength(1)
  expect(await shop.send('order.cancel', shop.change<'order.cancel'>({}))).toEqual({ kind: 'done' })
})

test('a refund that the shop does not make is no success', async () => {
  await using shop = await openOrder()
  shop.quirks.refundsPayments = 'integrated'
  shop.state.changePayment(shop.number, { status: 'completed', paidAt: shop.now().getTime() })
  const change = shop.change<'order.cancel'>({ refund: true })
  const firstSentAt = shop.now()
  expect(await shop.send('order.cancel', change)).toMatchObject({ kind: 'unknown' })
  shop.sandbox.clock.advance(MINUTE)
  expect(await shop.send('order.cancel', change, firstSentAt)).toMatchObject({ kind: 'refused', code: 'not_refunded' })
  expect(await shop.document()).toMatchObject({ status: 'cancelled' })
})

test('an order that was sent cannot be cancelled', async () => {
  await using shop = await openOrder()
  shop.state.changeDelivery(shop.number, 'shipped')
  const outcome = await shop.send('order.cancel', shop.change<'order.cancel'>({}))
  expect(outcome).toMatchObject({ kind: 'refused', message: expect.stringContaining('cannot be cancelled') })
})

const payloads: { [Kind in OrderKind]: Payload<Kind> } = {
  'order.update': { tags: ['urgent'] },
  'order.set_status': { status: 'confirmed' },
  'order.mark_paid': {},
  'order.fulfill': {},
  'order.cancel': {},
}
const kinds = Object.keys(payloads) as OrderKind[]

function sendTo(shop: OpenWrites & { change: Awaited<ReturnType<typeof openOrder>>['change'] }, kind: OrderKind) {
  return (id?: string, firstSentAt?: Date) =>
    shop.send(kind, shop.change(payloads[kind], id) as Change<OrderKind>, firstSentAt)
}

test.each(kinds)('%s of an order that is not there, or is archived, is refused', async (kind) => {
  await using shop = await openOrder()
  const send = sendTo(shop, kind)
  for (const firstSentAt of [undefined, new Date(shop.now().getTime() - MINUTE)])
    expect(await send(ids.order(999_999), firstSentAt)).toMatchObject({ kind: 'refused', code: expect.any(String) })
  expect(await shop.readBack(kind, shop.change(payloads[kind], ids.order(999_999)))).toMatchObject({
    isAsWanted: false,
  })
  shop.state.archive(shop.number)
  expect(await send(undefined, shop.now())).toMatchObject({ kind: 'refused' })
})

test.each(kinds)('%s whose call ends in a 5xx is unknown, and not as wanted; the repeat does it', async (kind) => {
  await using shop = await openOrder()
  const change = shop.change(payloads[kind]) as Change<OrderKind>
  const firstSentAt = shop.now()
  const part = { 'order.update': '/tags', 'order.fulfill': '/order_delivery_status' }[kind as string]
  shop.break('error', part ?? `orders/${ids.order(shop.number)}`)
  expect(await shop.send(kind, change)).toMatchObject({ kind: 'unknown' })
  expect(await shop.readBack(kind, change, firstSentAt)).toMatchObject({ isAsWanted: false })
  expect(await shop.send(kind, change, firstSentAt)).toEqual({ kind: 'done' })
  expect(await shop.readBack(kind, change, firstSentAt)).toMatchObject({ isAsWanted: true })
})

test('what orders have no place for is named with what to do instead', async () => {
  await using shop = await openOrder()
  const faultsOf = (kind: OrderKind, payload: object) => {
    const checked = checkPush({ kind, object: { id: ids.order(shop.number) }, payload: { ...payload } }, shop.platform)
    return 'faults' in checked ? checked.faults.map(({ message }) => message).join() : ''
  }
  expect(faultsOf('order.cancel', { restock: true })).toContain('inventory.set')
  expect(faultsOf('order.update', { attributes: [{ name: 'a', value: 'b' }] })).toContain('note')
  expect(faultsOf('order.set_status', { status: 'cancelled' })).toContain('pending, confirmed, completed')
  expect(faultsOf('order.fulfill', { location: '1' })).toContain('one delivery')
  expect(faultsOf('order.cancel', {})).toBe('')
})
