import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RateLimitedError } from '../../../contract/errors.ts'
import type { PushKind } from '../../../contract/push-kinds.ts'
import type { Change } from '../../../contract/writes.ts'
import { openWriteShop, type WriteShop } from '../../testing/write-shop.ts'

let stage: WriteShop
let number: number
beforeEach(async () => {
  stage = await openWriteShop()
  number = stage.world.addOrder({ status: 'processing' }).id
})
afterEach(() => stage.close())

const orderOf = () => stage.world.orders.get(number) ?? expect.fail('no order')
const recordOf = () => stage.shop.api.formats.records.orders.get(number)
const target = () => ({ id: stage.ids.order(number), ownId: null })
const update = (payload: Change<'order.update'>['payload']): Change<'order.update'> => ({
  ...{ pushId: 'psh_1', payload },
  target: { ...target(), variants: [] },
})
const setStatus = (status: string): Change<'order.set_status'> => ({
  ...{ pushId: 'psh_1', target: target(), payload: { status } },
})
const cancel = (): Change<'order.cancel'> => ({ pushId: 'psh_1', target: target(), payload: { restock: false } })
const address = { last_name: 'Minta', address1: 'Fő u. 1.', city: 'Wien', zip: '1010', country_code: 'AT' }

test('contact and shipping address are changed, and nothing else', async () => {
  const before = orderOf()
  const change = update({ email: 'uj@example.com', phone: '+36301112233', shipping_address: address })
  expect(await stage.send('order.update', change)).toEqual({ kind: 'done' })
  expect(orderOf()).toEqual({
    ...before,
    ...{ email: 'uj@example.com', phone: '+36301112233', updatedAt: orderOf().updatedAt },
    address: {
      ...{ ...before.address, firstName: '', lastName: 'Minta', company: '', street: 'Fő u. 1.' },
      ...{ city: 'Wien', postcode: '1010' },
    },
  })
  expect(recordOf()?.fields.shippingCountryName).toBe('Ausztria')
  expect(recordOf()?.refs.shippingCountry).toBe(14)
})

test.each([() => stage.ids.status(3), () => 'Kiszállítás alatt', () => 'in delivery'])(
  'a status is set by its id or its name in any language',
  async (status) => {
    expect(await stage.send('order.set_status', setStatus(status()))).toEqual({ kind: 'done' })
    expect(orderOf().status).toBe('shipped')
  },
)

test('a status that the shop does not have is refused, and the known ones are named', async () => {
  expect(await stage.send('order.set_status', setStatus('Elveszett'))).toMatchObject({
    ...{ kind: 'refused', code: 'unknown_status' },
    message: expect.stringContaining('Kiszállítás alatt'),
  })
  expect(orderOf().status).toBe('processing')
})

test('a cancelled order has the status that the settings name', async () => {
  expect(await stage.send('order.cancel', cancel())).toEqual({ kind: 'done' })
  expect(orderOf().status).toBe('cancelled')
})

const kinds = {
  'order.update': () => update({ email: 'uj@example.com' }),
  'order.set_status': () => setStatus('Fizetve'),
  'order.cancel': cancel,
} as const satisfies { [Kind in PushKind]?: () => Change<Kind> }
type ChangeKind = keyof typeof kinds
const isDone = { 'order.update': /uj@/, 'order.set_status': /"paid"/, 'order.cancel': /"cancelled"/ }

describe.each(Object.keys(kinds) as ChangeKind[])('%s', (kind) => {
  const change = () => kinds[kind]() as Change<ChangeKind>
  const send = () => stage.send(kind, change() as never)
  const repeat = () => stage.repeat(kind, change() as never)
  const shown = () => JSON.stringify(orderOf())

  test('an answer that gets lost is found by a repeat, which sets nothing again', async () => {
    stage.break({ kind: 'answerLost', path: 'orders/', count: 1 })
    expect(await send()).toMatchObject({ kind: 'unknown' })
    const after = orderOf()
    expect(await repeat()).toEqual({ kind: 'done' })
    expect(orderOf()).toEqual(after)
    expect(shown()).toMatch(isDone[kind])
    expect(await stage.writesOf(kind).readBack([change() as never])).toMatchObject([{ isAsWanted: true }])
  })

  test('after a 5xx the repeat carries it out', async () => {
    stage.break({ kind: 'error', path: 'orders/', count: 1 })
    expect(await send()).toMatchObject({ kind: 'unknown' })
    expect(await stage.writesOf(kind).readBack([change() as never])).toMatchObject([{ isAsWanted: false }])
    expect(await repeat()).toEqual({ kind: 'done' })
    expect(shown()).toMatch(isDone[kind])
  })

  test('a shop that has to be waited for has changed nothing', async () => {
    const before = orderOf()
    stage.break({ kind: 'throttle', path: 'orders/', count: 1 })
    await expect(send()).rejects.toBeInstanceOf(RateLimitedError)
    expect(orderOf()).toEqual(before)
  })

  test('an order that is gone is refused', async () => {
    stage.world.deleteOrder(number)
    expect(await send()).toMatchObject({ kind: 'refused', code: '40401' })
  })

  test('a missing scope is named', async () => {
    await stage.withoutScope('order.order:write')
    await expect(send()).rejects.toMatchObject({ missingScope: 'order.order:write' })
  })

  test('the mirror reads the order again', async () => {
    expect(stage.writesOf(kind).objectOf(change() as never)).toEqual({ resource: 'orders', externalId: target().id })
  })
})
