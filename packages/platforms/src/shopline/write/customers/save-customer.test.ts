import { ids } from '@shopmirror/sandbox/shopline/testing'
import { expect, test } from 'vitest'
import { RateLimitedError } from '../../../contract/errors.ts'
import type { Payload } from '../../../contract/push-kinds.ts'
import type { Change } from '../../../contract/writes.ts'
import { type OpenWrites, openWrites } from '../../testing/open-writes.ts'

const MINUTE = 60_000
const address = { first_name: 'Ann', last_name: 'Smith', address1: 'Fő utca 1', city: 'Budapest', country_code: 'HU' }
const ann: Payload<'customer.save'> = {
  ...{ email: 'ann@example.com', phone: '+36301234567', first_name: 'Ann', last_name: 'Smith', locale: 'zh-Hant' },
  ...{ note: 'Prefers e-mail', tags: ['wholesale'], addresses: [address] },
}
/** Calls before the customer is created: by own id, and by contact. */
const SEARCHES = 2

let pushes = 0

function save(payload: Payload<'customer.save'>, id: string | null = null): Change<'customer.save'> {
  return { pushId: `psh_${++pushes}`, target: { id, ownId: id === null ? `crm-${pushes}` : null }, payload }
}

/** Customers of the world that were not there at first. */
function created({ world }: OpenWrites) {
  return world.customers.ids().filter((id) => id > 4)
}

const read = (shop: OpenWrites, id: string) => shop.client.reads.object('customers', id)

test('a customer is created as intended, with the own id, and without a mail', async () => {
  await using shop = await openWrites()
  const change = save(ann)
  const outcome = await shop.send('customer.save', change)
  const [number = 0, ...others] = created(shop)
  expect(others).toEqual([])
  const id = ids.customer(number)
  expect(outcome).toEqual({ kind: 'done', id })
  const row = (await read(shop, id))?.rows.customers?.[0]
  expect(row?.fields).toMatchObject({ email: 'ann@example.com', first_name: 'Ann Smith', phone: '0301234567' })
  expect(row?.fields.addresses).toMatchObject([{ address1: 'Fő utca 1', city: 'Budapest', first_name: 'Ann Smith' }])
  expect(row?.raw).toMatchObject({
    ...{ memo: 'Prefers e-mail', tags: ['wholesale'], locale_code: 'zh-hant', ref_user_id: change.target.ownId },
  })
  expect(shop.state.mails).toEqual([])
  expect(await shop.readBack('customer.save', change, shop.now())).toEqual({ isAsWanted: true, actual: id, id })
})

test.each([
  ['an e-mail address', ann],
  ['a phone only', { phone: '+886912345678', first_name: 'Amy' }],
])('a lost answer makes no second customer with %s', async (_name, payload) => {
  await using shop = await openWrites()
  shop.quirks.duplicateCustomers = 'accepted'
  shop.quirks.searchLagMs = 5_000
  const change = save(payload)
  const firstSentAt = shop.now()
  shop.break('answerLost', 'customers', SEARCHES)
  expect(await shop.send('customer.save', change)).toMatchObject({ kind: 'unknown' })
  expect(created(shop)).toHaveLength(1)

  expect(await shop.send('customer.save', change, firstSentAt)).toMatchObject({ kind: 'unknown' })
  shop.sandbox.clock.advance(MINUTE)
  const id = ids.customer(created(shop)[0] ?? 0)
  expect(await shop.send('customer.save', change, firstSentAt)).toEqual({ kind: 'done', id })
  expect(created(shop)).toHaveLength(1)
  expect((await read(shop, id))?.rows.customers?.[0]?.raw).toMatchObject({ ref_user_id: change.target.ownId })
  shop.sandbox.clock.advance(MINUTE)
  expect(await shop.readBack('customer.save', change, firstSentAt)).toMatchObject({ isAsWanted: true, id })
})

test('a customer that the shop never got is created once the search is sure to show it', async () => {
  await using shop = await openWrites()
  const change = save(ann)
  const firstSentAt = shop.now()
  shop.break('error', 'customers', SEARCHES)
  expect(await shop.send('customer.save', change)).toMatchObject({ kind: 'unknown' })
  expect(await shop.readBack('customer.save', change, firstSentAt)).toEqual({ isAsWanted: false, actual: null })
  expect(await shop.send('customer.save', change, firstSentAt)).toMatchObject({ kind: 'unknown' })
  shop.sandbox.clock.advance(MINUTE)
  expect(await shop.send('customer.save', change, firstSentAt)).toMatchObject({ kind: 'done' })
  expect(created(shop)).toHaveLength(1)
})

test('a limit before anything was done is an error, one after it leaves the customer begun', async () => {
  await using shop = await openWrites()
  shop.break('throttle', 'customers', SEARCHES)
  await expect(shop.send('customer.save', save(ann))).rejects.toBeInstanceOf(RateLimitedError)
  expect(created(shop)).toEqual([])

  const change = save(ann)
  const firstSentAt = shop.now()
  shop.break('throttle', '/tags')
  expect(await shop.send('customer.save', change)).toMatchObject({ kind: 'begun' })
  expect(await shop.send('customer.save', change, firstSentAt)).toMatchObject({ kind: 'done' })
  expect(created(shop)).toHaveLength(1)
})

test('a customer that was there before is not taken over, and its id is named', async () => {
  await using shop = await openWrites()
  shop.quirks.duplicateCustomers = 'accepted'
  const id = ids.customer(2)
  const email = shop.world.customers.get(2)?.email
  for (const firstSentAt of [undefined, new Date(shop.now().getTime() - MINUTE)]) {
    const outcome = await shop.send('customer.save', save({ email }), firstSentAt)
    expect(outcome).toMatchObject({ kind: 'refused', code: 'customer_exists', message: expect.stringContaining(id) })
  }
  expect(created(shop)).toEqual([])
})

test('what is given changes, and everything else stays', async () => {
  await using shop = await openWrites()
  const id = ids.customer(3)
  const before = (await read(shop, id))?.rows.customers?.[0]?.fields
  const change = save(
    { first_name: 'Eve', last_name: 'Adams', note: 'Called', tags: ['press'], phone: '+36207654321' },
    id,
  )
  expect(await shop.send('customer.save', change)).toEqual({ kind: 'done' })
  const row = (await read(shop, id))?.rows.customers?.[0]
  expect(row?.fields).toMatchObject({ first_name: 'Eve Adams', email: before?.email, addresses: before?.addresses })
  expect(row?.fields.phone).toBe('0207654321')
  expect(row?.raw).toMatchObject({ memo: 'Called', tags: ['press'] })
  expect(shop.state.mails).toEqual([])
  expect(await shop.readBack('customer.save', change)).toEqual({ isAsWanted: true, actual: id })
  expect(await shop.send('customer.save', change, shop.now())).toEqual({ kind: 'done' })
})

test('a change of a customer who is not there is refused with the code of the shop', async () => {
  await using shop = await openWrites()
  const outcome = await shop.send('customer.save', save({ note: 'Called' }, ids.customer(999_999)))
  expect(outcome).toMatchObject({ kind: 'refused', code: expect.any(String) })
})

test('what cannot be carried out is a fault at the door', async () => {
  await using shop = await openWrites()
  const faultsOf = (payload: Payload<'customer.save'>, id: string | null = null) =>
    shop.faults('customer.save', save(payload, id))
  expect(faultsOf({ first_name: 'Ann' })).toEqual(['payload.email'])
  expect(faultsOf({ phone: '0301234567' })).toEqual(['payload.email'])
  expect(faultsOf({ phone: '+36301234567' })).toEqual([])
  expect(faultsOf({ email: 'a@example.com', addresses: Array.from({ length: 6 }, () => address) })).toEqual([
    'payload.addresses',
  ])
  expect(faultsOf({ addresses: [address] }, ids.customer(1))).toEqual(['payload.addresses'])
  expect(faultsOf({ first_name: 'Ann' }, ids.customer(1))).toEqual([])
  const tags = Array.from({ length: 61 }, (_, index) => `tag ${index}`)
  expect(faultsOf({ tags: ['ab'] }, ids.customer(1))).toEqual(['payload.tags.0'])
  expect(faultsOf({ tags }, ids.customer(1))).toEqual(['payload.tags'])
})

function consent(channel: 'email' | 'sms', subscribed: boolean): Change<'customer.consent'> {
  return { pushId: `psh_${++pushes}`, target: { id: ids.customer(1), ownId: null }, payload: { channel, subscribed } }
}

test.each([true, false])('marketing consent by e-mail becomes %s, and that by SMS stays', async (subscribed) => {
  await using shop = await openWrites()
  shop.world.updateCustomer(1, { newsletter: !subscribed })
  const sms = consent('sms', !subscribed)
  expect(await shop.send('customer.consent', sms)).toEqual({ kind: 'done' })
  const change = consent('email', subscribed)
  expect(await shop.readBack('customer.consent', change)).toMatchObject({ isAsWanted: false })
  shop.break('answerLost', '/subscriptions')
  expect(await shop.send('customer.consent', change)).toMatchObject({ kind: 'unknown' })
  expect(await shop.send('customer.consent', change, shop.now())).toEqual({ kind: 'done' })
  expect(shop.world.customers.get(1)?.newsletter).toBe(subscribed)
  expect(await shop.readBack('customer.consent', change)).toEqual({ isAsWanted: true, actual: subscribed })
  expect(await shop.readBack('customer.consent', sms)).toMatchObject({ isAsWanted: true })
})

test('consent of a customer who is not there is refused, and a shop in trouble is an error', async () => {
  await using shop = await openWrites()
  const gone = { ...consent('email', true), target: { id: ids.customer(999_999), ownId: null } }
  expect(await shop.send('customer.consent', gone)).toMatchObject({ kind: 'refused' })
  shop.world.updateCustomer(1, { newsletter: false })
  shop.break('throttle', '/subscriptions')
  await expect(shop.send('customer.consent', consent('email', true))).rejects.toBeInstanceOf(RateLimitedError)
})
