import { ids, truthOf } from '@shopmirror/sandbox/shopify/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PushKind } from '../../contract/push-kinds.ts'
import type { ShopClient } from '../../contract/shop-client.ts'
import type { Change, KindWrites, VariantTarget, WriteOutcome } from '../../contract/writes.ts'
import { createAccess } from '../../testing/test-access.ts'
import { openOrderStage, type ShopifyOrderStage } from './order-stage.ts'

let stage: ShopifyOrderStage
let client: ShopClient
let count = 0

beforeAll(async () => {
  stage = await openOrderStage()
  const access = createAccess(stage.platform, stage.domain, stage.grantRequest)
  const shop = { id: 'shp_test', domain: stage.domain }
  const profile = await stage.platform.client({ shop, access }).describe()
  client = stage.platform.client({ shop, access, profile })
})
afterAll(() => stage.close())

async function send<Kind extends PushKind>(kind: Kind, target: object, payload: object): Promise<WriteOutcome> {
  const writes = client.writes?.[kind] as unknown as KindWrites<Kind>
  count += 1
  const change = { pushId: `psh_${count}`, target, payload } as unknown as Change<Kind>
  return (await writes.send({ key: `key-${count}`, changes: [change] }))[0] ?? expect.fail('no outcome')
}

/** An order of 1 and 2 units. */
async function place(): Promise<{ id: string; target: object }> {
  const { variants } = stage
  const lines = [1, 2].map((quantity) => ({ variant: {}, quantity, price: '100' }))
  const outcome = await send('order.create', { id: null, ownId: null, variants, customerId: null }, { lines })
  const id = (outcome.kind === 'done' && outcome.id) || expect.fail(JSON.stringify(outcome))
  return { id, target: { id, ownId: null, variants } }
}

const row = (id: string) => truthOf(stage.world).orders?.find(({ externalId }) => externalId === id)?.fields
const shipments = (id: string) =>
  (truthOf(stage.world).fulfillments ?? []).filter(({ fields }) => fields.order_external_id === id)
const quantities = (id: string) =>
  stage
    .orders()
    .find((order) => order.id === id)
    ?.lines.map(({ variantId, quantity }) => [variantId, quantity])
const refused = (code: string) => ({ kind: 'refused', code, message: expect.any(String) })

describe('lines', () => {
  test('a variant that the order does not have is added, others stay', async () => {
    const { id } = await place()
    const third: VariantTarget = { ...stage.variants[0], variantId: ids.variant(stage.world.products.ids()[5] ?? 0) }
    const payload = { lines: [{ variant: {}, quantity: 7 }], note: 'One more' }
    expect(await send('order.update', { id, ownId: null, variants: [third] }, payload)).toEqual({ kind: 'done' })
    expect(quantities(id)).toEqual([
      [stage.variants[0].variantId, 1],
      [stage.variants[1].variantId, 2],
      [third.variantId, 7],
    ])
    expect(row(id)).toMatchObject({ note: 'One more' })
  })

  test('a quantity of 0 takes a line out, once', async () => {
    const { target } = await place()
    const left = () =>
      stage.world.orders.get(stage.world.placedOrders().at(-1) ?? 0)?.lines.map((line) => line.quantity)
    for (const _time of [1, 2]) {
      expect(await send('order.update', target, { lines: [{ variant: {}, quantity: 0 }] })).toEqual({ kind: 'done' })
      expect(left()).toEqual([0, 2])
    }
  })

  test('lines that are as wanted begin no session', async () => {
    const { target } = await place()
    stage.break('error', 'BeginOrderEdit', 1)
    const lines = [1, 2].map((quantity) => ({ variant: {}, quantity }))
    expect(await send('order.update', target, { lines })).toEqual({ kind: 'done' })
    stage.mend()
  })

  test('a session that the shop lets wait is begun where something was changed before, and thrown where not', async () => {
    const { target } = await place()
    const lines = [{ variant: {}, quantity: 5 }]
    stage.break('throttle', 'BeginOrderEdit', 2)
    expect(await send('order.update', target, { lines, note: 'First' })).toMatchObject({ kind: 'begun' })
    await expect(send('order.update', target, { lines })).rejects.toThrow('rate limit')
    expect(await send('order.update', target, { lines })).toEqual({ kind: 'done' })
  })
})

test('an order is put away and taken out again, as often as wanted', async () => {
  const { id, target } = await place()
  for (const status of ['closed', 'closed', 'open', 'open']) {
    expect(await send('order.set_status', target, { status })).toEqual({ kind: 'done' })
    expect(row(id)?.status).toBe(status.toUpperCase())
  }
})

test('an order that is paid already is done', async () => {
  const { target } = await place()
  expect(await send('order.mark_paid', target, {})).toEqual({ kind: 'done' })
  expect(await send('order.mark_paid', target, {})).toEqual({ kind: 'done' })
})

describe('fulfillment', () => {
  test('lines go out in parts, each with its tracking; more than is left is refused', async () => {
    const { id, target } = await place()
    const line = (quantity: number) => ({ variant: {}, quantity })
    const second = { ...target, variants: [stage.variants[1]] }
    expect(await send('order.fulfill', second, { lines: [line(1)], tracking: { number: 'A' } })).toEqual({
      kind: 'done',
    })
    expect(await send('order.fulfill', second, { lines: [line(2)] })).toMatchObject(refused('NOT_ENOUGH_LEFT'))
    expect(await send('order.fulfill', target, { tracking: { number: 'B', company: 'GLS' } })).toEqual({ kind: 'done' })
    expect(shipments(id).map(({ fields }) => [fields.tracking_numbers, fields.carrier])).toEqual([
      [['A'], null],
      [['B'], 'GLS'],
    ])
    expect(row(id)?.fulfillment_status).toBe('FULFILLED')
  })

  test('the tracking of a fulfilled order is replaced', async () => {
    const { id, target } = await place()
    await send('order.fulfill', target, {})
    const tracking = { number: 'C', url: 'https://example.com/C' }
    expect(await send('order.fulfill', target, { tracking })).toEqual({ kind: 'done' })
    expect(shipments(id).map(({ fields }) => [fields.tracking_numbers, fields.tracking_urls])).toEqual([
      [['C'], ['https://example.com/C']],
    ])
    expect(await send('order.fulfill', target, {})).toEqual({ kind: 'done' })
  })

  test('another location, a cancelled order and an order that is not there are refused', async () => {
    const { target } = await place()
    expect(await send('order.fulfill', target, { location: '999' })).toMatchObject(refused('NOTHING_TO_FULFILL'))
    const nobody = { id: '99999999', ownId: null, variants: [] }
    expect(await send('order.fulfill', nobody, {})).toMatchObject(refused('ORDER_CANCELLED'))
  })
})

test('a cancellation names its push to the staff, and one of a cancelled order is done', async () => {
  const { id, target } = await place()
  const payload = { restock: false, note: 'Out of stock', reason: 'inventory' }
  expect(['begun', 'done']).toContain((await send('order.cancel', target, payload)).kind)
  await expect.poll(() => row(id)?.status).toBe('CANCELLED')
  const staffNote = stage.world
    .placedOrders()
    .map((each) => stage.world.orders.get(each)?.progress?.cancellation?.staffNote)
  expect(staffNote).toContain(`Out of stock (psh_${count})`)
  expect(await send('order.cancel', target, payload)).toEqual({ kind: 'done' })
})

test('an order that does not exist is refused in the words of the shop', async () => {
  const target = { id: '99999999', ownId: null, variants: [] }
  for (const [kind, payload] of [
    ['order.update', { note: 'A' }],
    ['order.set_status', { status: 'closed' }],
    ['order.mark_paid', {}],
    ['order.cancel', { restock: true }],
  ] as const)
    expect(await send(kind, target, payload)).toMatchObject(refused('NOT_FOUND'))
})

describe('tags', () => {
  test('are added and removed, whatever the case of their letters', async () => {
    const { id } = await place()
    const target = { id, ownId: null, type: 'order' }
    const tags = () => stage.world.orders.get(stage.world.placedOrders().at(-1) ?? 0)?.written?.tags
    expect(await send('tags.add', target, { tags: ['Erp', 'b2b'] })).toEqual({ kind: 'done' })
    expect(await send('tags.add', target, { tags: ['ERP', 'new'] })).toEqual({ kind: 'done' })
    expect(tags()).toEqual(['Erp', 'b2b', 'new'])
    expect(await send('tags.remove', target, { tags: ['B2B', 'never there'] })).toEqual({ kind: 'done' })
    expect(tags()).toEqual(['Erp', 'new'])
  })

  test('of an object that does not exist are refused', async () => {
    const target = { id: '99999999', ownId: null, type: 'customer' }
    expect(await send('tags.add', target, { tags: ['a'] })).toMatchObject(refused('NOT_FOUND'))
  })
})

test('what a status cannot be is refused with the way to get there', () => {
  const { values, alternatives } = stage.platform.writes?.['order.set_status'] ?? {}
  expect(values).toEqual({ status: ['open', 'closed'] })
  expect(alternatives?.status).toContain('order.mark_paid')
})
