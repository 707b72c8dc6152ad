import { type PushKind, pushKinds, RateLimitedError, type WriteOutcome } from '@shopmirror/platforms'
import { expect, onTestFinished, test } from 'vitest'
import { sendPushes } from '../src/push/send-pushes.ts'
import { createStage } from './context.ts'
import { createOrderPlatform, createOrderShop } from './order-shop.ts'

const unknown: WriteOutcome = { kind: 'unknown', message: 'time-out' }
const begun: WriteOutcome = { kind: 'begun', message: 'rate limited' }

async function setUp() {
  const shop = createOrderShop()
  const clock = { now: new Date() }
  const stage = await createStage({ platforms: [createOrderPlatform(shop, () => clock.now)], now: () => clock.now })
  onTestFinished(() => stage[Symbol.asyncDispose]())
  const { context, sql } = stage
  const { id: shopId } = await stage.connectShop('paper')
  const on = { enabled: true, intervalMinutes: 0, onConflict: 'hold' as const }
  await context.db.shopSettings.update(shopId, { pushSettings: { orders: on, customers: on, inventory: on } })
  await sql`insert into product_variants (shop_id, external_id, raw, content_hash, product_external_id, sku, price)
    values (${shopId}, 'v1', '{}', '', 'p', 'SKU-1', 12.50)`
  let keys = 0

  return {
    ...{ shop, context, sql, shopId },
    async push(kind: PushKind, object: Record<string, string>, payload: object = {}) {
      const entity = pushKinds[kind].entity ?? `${object.type}s`
      const given = { key: `k${keys++}`, kind, entity, object, payload: { ...payload } }
      const [accepted] = await context.db.pushes.accept(shopId, [given])
      return accepted?.id ?? ''
    },
    async send(afterMs = 60_000) {
      await sendPushes.run({ shopId }, context, stage.attempt())
      clock.now = new Date(clock.now.getTime() + afterMs)
    },
    find: async (id: string) => (await context.db.pushes.find(id, null)) ?? expect.fail(`no push ${id}`),
  }
}

const order = (own: string) =>
  ['order.create', { own_id: own }, { lines: [{ title: 'Pen', quantity: 1, price: '3' }] }] as const

test('what a push creates is linked, and pushes of the own id follow it', async () => {
  const { shop, push, send, find, context, shopId } = await setUp()
  const update = { first: '', second: '' }
  const created = await push(...order('ERP-1'))
  update.first = await push('order.update', { own_id: 'ERP-1' }, { note: 'gift' })
  await send()
  const [link] = await context.db.objectLinks.find(shopId, 'orders', { ownIds: ['ERP-1'], externalIds: [] })
  expect(link).toMatchObject({ ownId: 'ERP-1', externalId: 'order-1' })
  expect(await find(created)).toMatchObject({ status: 'completed', result: { id: 'order-1' } })
  update.second = await push('order.set_status', { own_id: 'ERP-1' }, { status: 'packed' })
  await send()
  for (const id of Object.values(update)) expect(await find(id)).toMatchObject({ status: 'completed' })
  expect(shop.objects.get('order-1')?.fields).toMatchObject({ note: 'gift', status: 'packed' })
})

test('a push of an own id that nothing creates is refused, and says what to do', async () => {
  const { push, send, find } = await setUp()
  const id = await push('order.update', { own_id: 'nobody' }, { note: 'x' })
  await send()
  const { status, errorCode, error } = await find(id)
  expect([status, errorCode, error]).toEqual(['failed', 'not_linked', expect.stringContaining('Create it first')])
})

test('what waits for a create that fails is refused too', async () => {
  const { shop, push, send, find } = await setUp()
  shop.at = (place) => (place === 'before' ? { kind: 'refused', code: 'no', message: 'no' } : undefined)
  const created = await push(...order('ERP-1'))
  const update = await push('order.update', { own_id: 'ERP-1' }, { note: 'gift' })
  await send()
  expect([(await find(created)).status, (await find(update)).errorCode]).toEqual(['failed', 'not_linked'])
})

test('an own id creates one order, whatever its pushes are called', async () => {
  const { shop, push, send, find } = await setUp()
  await push(...order('ERP-1'))
  const again = await push(...order('ERP-1'))
  await send()
  expect(await find(again)).toMatchObject({ status: 'failed', errorCode: 'already_exists' })
  expect(shop.objects.size).toBe(1)
})

test('an object has one order of pushes under both of its names', async () => {
  const { shop, push, send } = await setUp()
  await push(...order('ERP-1'))
  await send()
  await push('order.set_status', { own_id: 'ERP-1' }, { status: 'packed' })
  await push('order.update', { id: 'order-1' }, { note: 'second' })
  await push('order.set_status', { id: 'order-1' }, { status: 'sent' })
  await send()
  expect(shop.calls.map(({ kind }) => kind).slice(1)).toEqual(['order.set_status', 'order.update', 'order.set_status'])
  expect(shop.objects.get('order-1')?.fields.status).toBe('sent')
})

test('a lost answer to a create makes no second order', async () => {
  const { shop, push, send, find } = await setUp()
  shop.at = (place) => (place === 'after' ? unknown : undefined)
  const id = await push(...order('ERP-1'))
  await send()
  shop.at = () => undefined
  await send()
  expect(await find(id)).toMatchObject({ status: 'completed', attempts: 2, result: { id: 'order-1' } })
  expect(shop.objects.size).toBe(1)
})

test('after the last attempt the shop says whether it was created', async () => {
  const { shop, push, send, find } = await setUp()
  const id = await push(...order('ERP-1'))
  shop.at = (place) => (place === 'after' ? unknown : undefined)
  for (let attempt = 0; attempt < 6; attempt++) await send()
  expect(await find(id)).toMatchObject({ status: 'completed', attempts: 5, result: { id: 'order-1' } })
  expect(shop.objects.size).toBe(1)
})

test.each([
  ['is refused in the middle', 1, { kind: 'refused', code: 'no', message: 'no' } as const],
  ['stays half made until its attempts are used up', 6, unknown],
])('a create that %s makes no second order when it is retried', async (_name, runs, ending) => {
  const { shop, push, send, find, context } = await setUp()
  shop.at = (place) => (place === 'middle' ? ending : undefined)
  const id = await push(...order('ERP-1'))
  for (let run = 0; run < runs; run++) await send()
  expect(await find(id)).toMatchObject({ status: 'failed' })
  shop.at = () => undefined
  await context.db.pushes.retry({ accountId: null, ids: [id] })
  await send()
  expect(await find(id)).toMatchObject({ status: 'completed', result: { id: 'order-1' } })
  expect(shop.objects.size).toBe(1)
})

test.each([
  ['was refused in the middle', 1, { kind: 'refused', code: 'no', message: 'no', createdId: 'order-1' } as const],
  ['stayed half made until its attempts were used up', 6, unknown],
])('nobody creates or changes an order whose create %s, until that is retried', async (_name, runs, ending) => {
  const { shop, push, send, find, context } = await setUp()
  shop.at = (place) => (place === 'middle' ? ending : undefined)
  const id = await push(...order('ERP-1'))
  for (let run = 0; run < runs; run++) await send()
  shop.at = () => undefined
  const others = [
    await push(...order('ERP-1')),
    await push('order.set_status', { own_id: 'ERP-1' }, { status: 'packed' }),
    await push('order.update', { id: 'order-1' }, { note: 'second' }),
  ]
  await send()
  for (const other of others)
    expect(await find(other)).toMatchObject({
      ...{ status: 'failed', errorCode: 'incomplete' },
      error: expect.stringMatching(`order-1: push ${id},.* Retry that push`),
    })
  await context.db.pushes.retry({ accountId: null, ids: [id] })
  await send()
  expect(await find(id)).toMatchObject({ status: 'completed', result: { id: 'order-1' } })
  await context.db.pushes.retry({ accountId: null, ids: others })
  await send()
  expect(await Promise.all(others.map(find))).toMatchObject([
    { status: 'failed', errorCode: 'already_exists' },
    { status: 'completed' },
    { status: 'completed' },
  ])
  expect([...shop.objects.values()]).toMatchObject([{ isComplete: true, fields: { note: 'second' } }])
})

test('an incomplete order that its user links is taken as it is', async () => {
  const { shop, shopId, push, send, find, context } = await setUp()
  shop.at = (place) =>
    place === 'middle' ? { kind: 'refused', code: 'no', message: 'no', createdId: 'order-1' } : undefined
  await push(...order('ERP-1'))
  await send()
  await context.db.objectLinks.link(shopId, { entity: 'orders', ownId: 'ERP-1', externalId: 'order-1' })
  const change = await push('order.update', { own_id: 'ERP-1' }, { note: 'second' })
  await send()
  expect(await find(change)).toMatchObject({ status: 'completed' })
})

test('a create that the shop had no time for was never sent', async () => {
  const { shop, push, send } = await setUp()
  shop.at = (place) => {
    if (place === 'before') throw new RateLimitedError('Rate limited.', { retryAfterMs: 1_000 })
    return undefined
  }
  await push(...order('ERP-1'))
  await expect(send()).rejects.toThrow('Rate limited.')
  shop.at = () => undefined
  await send()
  expect(shop.calls.map(({ call }) => call.repeat)).toEqual([undefined, undefined])
})

test('a create that was begun goes on where it was, and uses no attempt while the shop has to be waited for', async () => {
  const { shop, push, send, find } = await setUp()
  shop.at = (place) => (place === 'middle' ? begun : undefined)
  const id = await push(...order('ERP-1'))
  for (let attempt = 0; attempt < 8; attempt++) await send()
  expect(await find(id)).toMatchObject({ status: 'processing', attempts: 0 })
  shop.at = () => undefined
  await send()
  expect(await find(id)).toMatchObject({ status: 'completed' })
  expect([...shop.objects.values()]).toMatchObject([{ isComplete: true }])
})

test('an order waits for its customer, and one whose customer nobody creates is refused', async () => {
  const { shop, push, send, find } = await setUp()
  const [kind, object, payload] = order('ERP-1')
  const early = await push(kind, object, { ...payload, customer: { own_id: 'C-1' } })
  await push('customer.save', { own_id: 'C-1' }, { email: 'a@example.com' })
  const alone = await push(kind, { own_id: 'ERP-2' }, { ...payload, customer: { own_id: 'C-2' } })
  await send()
  await send()
  expect(await find(early)).toMatchObject({ status: 'completed', target: { customerId: 'customer-1' } })
  expect(await find(alone)).toMatchObject({ status: 'failed', errorCode: 'not_linked' })
  expect(shop.calls.map((call) => call.kind)).toEqual(['customer.save', 'order.create'])
})

test('a save of an own id creates what is not there, and changes what is', async () => {
  const { shop, push, send } = await setUp()
  await push('customer.save', { own_id: 'C-1' }, { email: 'a@example.com' })
  await push('customer.save', { own_id: 'C-1' }, { first_name: 'Anna' })
  await send()
  expect([...shop.objects.values()]).toMatchObject([{ fields: { email: 'a@example.com', first_name: 'Anna' } }])
})

test('saves of one object merge field by field, and tags add up', async () => {
  const { shop, push, send, find } = await setUp()
  await push(...order('ERP-1'))
  await send()
  const first = await push('order.update', { id: 'order-1' }, { note: 'old', email: 'a@example.com' })
  const second = await push('order.update', { id: 'order-1' }, { email: 'b@example.com' })
  await push('tags.add', { type: 'order', own_id: 'ERP-1' }, { tags: ['a', 'b'] })
  await push('tags.add', { type: 'order', own_id: 'ERP-1' }, { tags: ['b', 'c'] })
  await send()
  expect(await find(first)).toMatchObject({ status: 'superseded', supersededBy: second })
  expect(shop.calls.slice(1).map(({ call }) => call.changes[0]?.payload)).toEqual([
    { note: 'old', email: 'b@example.com' },
    { tags: ['a', 'b', 'c'] },
  ])
})

test('notes are not merged: each is sent', async () => {
  const { shop, push, send } = await setUp()
  await push(...order('ERP-1'))
  await send()
  for (const note of ['first call', 'second call']) await push('order.update', { id: 'order-1' }, { note })
  await send()
  expect(shop.calls.slice(1).map(({ call }) => call.changes[0]?.payload)).toEqual([
    { note: 'first call' },
    { note: 'second call' },
  ])
})

test('lines are sent with the variants that they name, and checked against the mirror', async () => {
  const { shop, push, send, find } = await setUp()
  const line = (sku: string, price: string) => ({ lines: [{ variant: { sku }, quantity: 1, price }] })
  const good = await push('order.create', { own_id: 'a' }, line('SKU-1', '12.50'))
  const dear = await push('order.create', { own_id: 'b' }, line('SKU-1', '13'))
  const lost = await push('order.create', { own_id: 'c' }, line('SKU-9', '1'))
  await send()
  expect(await find(good)).toMatchObject({ status: 'completed' })
  expect(shop.calls[0]?.call.changes[0]?.target).toMatchObject({ variants: [{ variantId: 'v1', sku: 'SKU-1' }] })
  expect(await find(dear)).toMatchObject({
    errorCode: 'invalid',
    error: expect.stringContaining('payload.lines.0.price'),
  })
  expect(await find(lost)).toMatchObject({ errorCode: 'variant_not_found' })
})
