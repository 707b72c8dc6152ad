import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RateLimitedError } from '../../../contract/errors.ts'
import type { Payload } from '../../../contract/push-kinds.ts'
import type { Change } from '../../../contract/writes.ts'
import { openWriteShop, type WriteShop } from '../../testing/write-shop.ts'
import { checkCustomer } from './check-customer.ts'

type Save = Payload<'customer.save'>

let stage: WriteShop
beforeEach(async () => {
  stage = await openWriteShop()
})
afterEach(() => stage.close())

const home = {
  ...{
    first_name: 'Anna',
    last_name: 'Minta',
    address1: 'Fő u. 1.',
    city: 'Budapest',
    zip: '1011',
    country_code: 'HU',
  },
}
const work = { ...home, company: 'Minta Kft.', address2: '2. emelet', city: 'Wien', zip: '1010', country_code: 'AT' }
const anna: Save = {
  ...{ email: 'anna.uj@example.com', first_name: 'Anna', last_name: 'Minta', phone: '+36301234567' },
  addresses: [work, home],
}

const save = (payload: Save, id: string | null = null): Change<'customer.save'> => ({
  ...{ pushId: 'psh_1', target: { id, ownId: 'C-1' }, payload },
})
const consent = (payload: Payload<'customer.consent'>, number: number): Change<'customer.consent'> => ({
  ...{ pushId: 'psh_1', target: { id: stage.ids.customer(number), ownId: null }, payload },
})
const withEmail = (email: string | undefined) => {
  const { customers } = stage.world
  return customers.ids().flatMap((id) => {
    const customer = customers.get(id)
    return customer?.email === email ? [customer] : []
  })
}
const customerOf = (id: number) => stage.world.customers.get(id) ?? expect.fail('no customer')
const cities = (id: number) => customerOf(id).addresses.map(({ city }) => city)
const recordOf = (id: number) => stage.shop.api.formats.records.customers.get(id) ?? expect.fail('no record')
/** The city of the address that the shop takes by default. */
const defaultCity = (id: number) =>
  customerOf(id).addresses.find((address) => address.id === recordOf(id).defaultAddress)?.city

describe('customer.save', () => {
  test('a new customer arrives with addresses, the first as default, and with a password that is never sent again', async () => {
    const change = save(anna)
    const outcome = await stage.send('customer.save', change)
    const [customer, ...more] = withEmail(anna.email)
    const id = customer?.id ?? 0
    expect(more).toEqual([])
    expect(outcome).toEqual({ kind: 'done', id: stage.ids.customer(id) })
    expect(customer).toMatchObject({ firstName: 'Anna', lastName: 'Minta', phone: '+36301234567', newsletter: false })
    expect(customer?.addresses).toMatchObject([
      { company: 'Minta Kft.', street: 'Fő u. 1.', city: 'Wien', postcode: '1010' },
      { company: '', street: 'Fő u. 1.', city: 'Budapest', postcode: '1011' },
    ])
    expect(defaultCity(id)).toBe('Wien')
    const { password } = recordOf(id).fields
    expect(password).toMatch(/^\$2y\$10\$/)

    expect(await stage.send('customer.save', save({ first_name: 'Zsuzsa' }, stage.ids.customer(id)))).toMatchObject({
      kind: 'done',
    })
    expect(customerOf(id).firstName).toBe('Zsuzsa')
    expect(recordOf(id).fields.password).toBe(password)
    expect(stage.writesOf('customer.save').objectOf(change, stage.ids.customer(id))).toEqual({
      ...{ resource: 'customers', externalId: stage.ids.customer(id) },
    })
  })

  test('a customer who is there by e-mail address is changed, not created', async () => {
    const [number = 0] = stage.world.customers.ids()
    const { email } = customerOf(number)
    expect(await stage.send('customer.save', save({ ...anna, email: email.toUpperCase() }))).toEqual({
      ...{ kind: 'done', id: stage.ids.customer(number) },
    })
    expect(customerOf(number)).toMatchObject({ firstName: 'Anna', phone: '+36301234567' })
  })

  test('addresses become those that are given; the same ones keep their ids', async () => {
    await stage.send('customer.save', save(anna))
    const { id, addresses } = withEmail(anna.email)[0] ?? expect.fail()
    const kept = addresses.find(({ city }) => city === 'Budapest')?.id
    expect(
      await stage.send('customer.save', save({ addresses: [home, { ...work, city: 'Graz' }] }, stage.ids.customer(id))),
    ).toMatchObject({ kind: 'done' })
    expect(cities(id).sort()).toEqual(['Budapest', 'Graz'])
    expect(customerOf(id).addresses.find(({ city }) => city === 'Budapest')?.id).toBe(kept)
    expect(defaultCity(id)).toBe('Budapest')

    expect(await stage.send('customer.save', save({ addresses: [] }, stage.ids.customer(id)))).toMatchObject({
      kind: 'done',
    })
    expect(cities(id)).toEqual([])
  })

  test.each([
    { kind: 'answerLost', path: 'customers', count: 1 },
    { kind: 'error', path: 'customers', count: 1 },
    { kind: 'error', path: 'customerExtend', after: 1, count: 1 },
    { kind: 'throttle', path: 'batch', count: 1 },
    { kind: 'answerLost', path: 'batch', count: 1 },
    { kind: 'batchTimeout', path: 'addresses', after: 1, count: 1 },
    { kind: 'batchThrottle', path: 'addresses', count: 1 },
    { kind: 'answerLost', path: 'customers/', count: 1 },
  ] as const)('$kind $# at $path: a repeat ends it, with one customer', async (fault) => {
    stage.sandbox.shoprenter.rules.duplicateEmail = 'accept'
    stage.break(fault)
    const first = await stage.send('customer.save', save(anna))
    expect(['unknown', 'begun', 'done']).toContain(first?.kind)
    stage.mend()
    expect(await stage.repeat('customer.save', save(anna))).toMatchObject({ kind: 'done' })
    const [customer, ...more] = withEmail(anna.email)
    expect(more).toEqual([])
    expect(cities(customer?.id ?? 0).sort()).toEqual(['Budapest', 'Wien'])
    expect(defaultCity(customer?.id ?? 0)).toBe('Wien')
    expect(await stage.writesOf('customer.save').readBack([save(anna)])).toMatchObject([
      { isAsWanted: true, id: stage.ids.customer(customer?.id ?? 0) },
    ])
  })

  test('a customer is created again only when the shop has had the time to show the first one', async () => {
    stage.break({ kind: 'error', path: 'customers', count: 1 })
    await stage.send('customer.save', save(anna))
    const soon = { firstSentAt: new Date() }
    expect(await stage.send('customer.save', save(anna), soon)).toMatchObject({ kind: 'unknown' })
    expect(withEmail(anna.email)).toEqual([])
    expect(await stage.writesOf('customer.save').readBack([save(anna)])).toEqual([{ isAsWanted: false, actual: null }])
  })

  test('a shop that has to be waited for has nothing of it', async () => {
    stage.break({ kind: 'throttle', path: 'customers', count: 1 })
    await expect(stage.send('customer.save', save(anna))).rejects.toBeInstanceOf(RateLimitedError)
    expect(withEmail(anna.email)).toEqual([])
  })

  test.each([
    [{ ...anna, phone: 'none' }, '40005'],
    [{ ...anna, addresses: [{ ...home, country_code: 'JP' }] }, 'unknown_country'],
  ])('what the shop refuses is refused with its words: %#', async (payload, code) => {
    expect(await stage.send('customer.save', save(payload))).toMatchObject({ kind: 'refused', code })
    expect(withEmail(anna.email)).toEqual([])
  })

  test('an e-mail address that another customer has is refused', async () => {
    const [first = 0, second = 0] = stage.world.customers.ids()
    const { email } = customerOf(second)
    expect(await stage.send('customer.save', save({ email }, stage.ids.customer(first)))).toMatchObject({
      ...{ kind: 'refused', code: '40901' },
    })
  })

  test('a missing scope is named', async () => {
    await stage.withoutScope('customer.customer:write')
    await expect(stage.send('customer.save', save(anna))).rejects.toMatchObject({
      missingScope: 'customer.customer:write',
    })
  })

  test('what the platform requires is said before it is sent', () => {
    const { phone: _phone, ...without } = anna
    const { zip: _zip, ...place } = home
    const paths = checkCustomer(save({ ...without, addresses: [home, place] })).map(({ path }) => path)
    expect(paths).toEqual(['payload.phone', 'payload.addresses.1.zip'])
    expect(checkCustomer(save({ first_name: 'A' }, 'b'))).toEqual([])
  })
})

describe('customer.consent', () => {
  const subscribers = () => [...stage.shop.api.formats.records.subscribers.values()]

  test('consent is written to the customer and to the list of subscribers, and taken back from both', async () => {
    const { id, email } = stage.world.addCustomer({ newsletter: false })
    const at = '2026-06-01T10:00:00Z'
    const given = consent({ channel: 'email', subscribed: true, at }, id)
    expect(await stage.send('customer.consent', given)).toEqual({ kind: 'done' })
    expect(customerOf(id).newsletter).toBe(true)
    expect(JSON.stringify(subscribers())).toMatch(email)
    expect(JSON.stringify(subscribers())).toMatch('2026-06-01T12:00:00')
    expect(await stage.writesOf('customer.consent').readBack([given])).toMatchObject([{ isAsWanted: true }])

    const taken = consent({ channel: 'email', subscribed: false }, id)
    expect(await stage.writesOf('customer.consent').readBack([taken])).toMatchObject([{ isAsWanted: false }])
    expect(await stage.send('customer.consent', taken)).toEqual({ kind: 'done' })
    expect(customerOf(id).newsletter).toBe(false)
    expect(await stage.writesOf('customer.consent').readBack([taken])).toMatchObject([{ isAsWanted: true }])
    expect(subscribers()).toHaveLength(1)
  })

  test.each([
    { kind: 'answerLost', path: 'customers/', count: 1 },
    { kind: 'error', path: 'newsletterSubscribers', count: 4 },
    { kind: 'answerLost', path: 'newsletterSubscribers', after: 1, count: 1 },
  ] as const)('$kind at $path: a repeat ends it, with one subscriber', async (fault) => {
    const { id } = stage.world.addCustomer({ newsletter: false })
    const change = consent({ channel: 'email', subscribed: true }, id)
    stage.break(fault)
    expect(['unknown', 'begun']).toContain((await stage.send('customer.consent', change))?.kind)
    stage.mend()
    expect(await stage.repeat('customer.consent', change)).toEqual({ kind: 'done' })
    expect(customerOf(id).newsletter).toBe(true)
    expect(subscribers()).toHaveLength(1)
  })

  test('a customer who is gone is refused', async () => {
    const { id } = stage.world.addCustomer({})
    stage.world.deleteCustomer(id)
    expect(await stage.send('customer.consent', consent({ channel: 'email', subscribed: true }, id))).toMatchObject({
      ...{ kind: 'refused', code: 'customer_not_found' },
    })
  })
})
