import { afterEach, expect, test } from 'vitest'
import { idOf } from '../ids.ts'
import { shoprenterTruth } from '../truth.ts'
import { openWriteStage, ref } from '../write-stage.ts'

type Stage = Awaited<ReturnType<typeof openWriteStage>>

const open: Stage[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((stage) => stage.close()))
})

async function start(...options: Parameters<typeof openWriteStage>): Promise<Stage> {
  const stage = await openWriteStage(...options)
  open.push(stage)
  return stage
}

const password = `$2y$10$${'a'.repeat(53)}`
const person = { firstname: 'Anna', lastname: 'Minta', email: 'anna@example.com', telephone: '+36301234567', password }
const place = {
  ...{ firstname: 'Anna', lastname: 'Minta', address1: 'Fő u. 1.', postcode: '1011', city: 'Budapest' },
  country: ref('country', 97),
}

const rowOf = (stage: Stage, id: unknown) =>
  shoprenterTruth(stage.shop.api).customers?.find(({ externalId }) => externalId === id)?.fields

test('a customer is created with the default group, and every read shows it', async () => {
  const stage = await start()
  const { status, body } = await stage.call('POST', 'customers', { data: { ...person, newsletter: '1' } })
  expect([status, body.innerId, body.newsletter, body.status]).toEqual([201, '11', '1', '1'])
  expect(body.customerGroup).toEqual({ href: expect.stringContaining(idOf.group(8)) })
  expect(await stage.items('customers?full=1&email=anna@example.com')).toEqual([body])
  expect(stage.world.customers.get(11)).toMatchObject({
    firstName: 'Anna',
    phone: '+36301234567',
    newsletter: true,
    addresses: [],
  })
  expect(rowOf(stage, body.id)).toMatchObject({ email: 'anna@example.com', default_address: null, addresses: [] })
})

test.each(['firstname', 'lastname', 'email', 'telephone', 'password'])('%s is required', async (name) => {
  const { call, world } = await start()
  const { status, body } = await call('POST', 'customers', { ...person, [name]: undefined })
  expect([status, body.error, world.customers.ids().length]).toEqual([400, 40_003, 10])
})

test.each([
  [{ password: 'secret' }, 40_005],
  [{ telephone: 'none' }, 40_005],
  [{ email: 'anna' }, 40_005],
  [{ newsletter: 'yes' }, 40_005],
  [{ customerGroup: ref('group', 99) }, 40_006],
  [{ dateCreated: '2026-01-01T00:00:00' }, 40_002],
  [{ note: 'VIP' }, 40_010],
  [{ addresses: [] }, 40_010],
])('%j is refused', async (fields, code) => {
  const { call, world } = await start()
  const { status, body } = await call('POST', 'customers', { ...person, ...fields })
  expect([status, body.error, world.customers.ids().length]).toEqual([400, code, 10])
})

test('an e-mail that another customer has is refused, or makes a second record', async () => {
  const stage = await start()
  await stage.call('POST', 'customers', person)
  const { status, body } = await stage.call('POST', 'customers', { ...person, email: 'Anna@example.com' })
  expect([status, body.error]).toEqual([409, 40_901])
  expect((await stage.call('PUT', `customers/${idOf.customer(1)}`, { email: person.email })).status).toBe(409)

  stage.shop.api.rules.duplicateEmail = 'accept'
  expect((await stage.call('POST', 'customers', person)).status).toBe(201)
  expect(await stage.items('customers?email=anna@example.com')).toHaveLength(2)
})

test('a change leaves out what was not sent', async () => {
  const stage = await start()
  const id = idOf.customer(2)
  const { dateUpdated: _before, ...before } = await stage.get(`customers/${id}`)
  const { status, body } = await stage.call('PUT', `customers/${id}`, { firstname: 'Új', status: '0' })
  expect(status).toBe(200)
  expect(body).toMatchObject({ ...before, firstname: 'Új', status: '0' })
  expect(rowOf(stage, id)).toMatchObject({ first_name: 'Új', status: 'disabled' })
})

test('addresses are created, changed, chosen as the default and deleted', async () => {
  const stage = await start()
  const customer = { id: String((await stage.call('POST', 'customers', person)).body.id) }
  const made = await stage.call('POST', 'addresses', {
    ...place,
    customer,
    company: 'Minta Kft.',
    taxNumber: '12345678-1-11',
    type: 'business',
  })
  expect([made.status, made.body.taxNumber, made.body.type]).toEqual([201, '12345678-1-11', 'business'])
  await stage.call('PUT', `customers/${customer.id}`, { defaultAddress: { id: made.body.id } })
  await stage.call('PUT', `addresses/${made.body.id}`, {
    city: 'Eger',
    address2: 'II. em.',
    country: ref('country', 14),
  })
  expect(await stage.get(`customerExtend/${customer.id}`)).toMatchObject({
    defaultAddress: { href: expect.stringContaining(String(made.body.id)) },
    addresses: [{ city: 'Eger', address1: 'Fő u. 1.', address2: 'II. em.' }],
  })
  expect(rowOf(stage, customer.id)).toMatchObject({
    default_address: {
      city: 'Eger',
      address2: 'II. em.',
      country: 'AT',
      tax_number: '12345678-1-11',
      type: 'business',
    },
  })
  expect(await stage.items(`addresses?full=1&customerId=${customer.id}`)).toMatchObject([{ city: 'Eger' }])
  const remove = () => stage.call('DELETE', `addresses/${made.body.id}`)
  expect([(await remove()).status, (await remove()).status]).toEqual([204, 404])
  expect(rowOf(stage, customer.id)).toMatchObject({ default_address: null, addresses: [] })
})

test('an address needs a customer, a country and its parts', async () => {
  const { call } = await start()
  expect((await call('POST', 'addresses', place)).body.error).toBe(40_003)
  const customer = ref('customer', 1)
  expect((await call('POST', 'addresses', { ...place, customer, country: undefined })).body.error).toBe(40_003)
  expect((await call('POST', 'addresses', { ...place, customer: ref('customer', 99) })).body.error).toBe(40_006)
})

test('addresses of customerExtend are added by POST and replaced by PUT', async () => {
  const stage = await start()
  const { body } = await stage.call('POST', 'customerExtend', {
    ...person,
    addresses: [place, { ...place, city: 'Pécs' }],
  })
  expect(body.addresses).toMatchObject([{ city: 'Budapest' }, { city: 'Pécs' }])
  const cities = async () => (await stage.items(`addresses?full=1&customerId=${body.id}`)).map(({ city }) => city)
  await stage.call('POST', `customerExtend/${body.id}`, { addresses: [{ ...place, city: 'Győr' }] })
  expect(await cities()).toEqual(['Budapest', 'Pécs', 'Győr'])
  await stage.call('PUT', `customerExtend/${body.id}`, { addresses: [{ ...place, city: 'Eger' }] })
  expect(await cities()).toEqual(['Eger'])
  await stage.call('PUT', `customerExtend/${body.id}`, { firstname: 'Új' })
  expect(await cities()).toEqual(['Eger'])
  const refused = await stage.call('PUT', `customerExtend/${body.id}`, { addresses: [{ city: 'Ózd' }] })
  expect([refused.body.error, await cities()]).toEqual([40_003, ['Eger']])
})

test('a customer with an OuterID has it in orders, too', async () => {
  const stage = await start()
  const { body } = await stage.call('POST', 'customers/own-7', person)
  expect(body.id).toBe('own-7')
  const order = await stage.call('POST', 'orders', { customer: { id: 'own-7' }, orderStatus: ref('status', 1) })
  expect(order.body.customer).toEqual({ href: expect.stringMatching(/\/customers\/own-7$/) })
  expect(shoprenterTruth(stage.shop.api).orders?.at(-1)?.fields.customer_external_id).toBe('own-7')
  expect((await stage.call('DELETE', 'customers/own-7')).status).toBe(204)
  expect((await stage.call('GET', 'customers/own-7')).status).toBe(404)
})

test('an OuterID given later replaces the id in all answers', async () => {
  const { call, get, items } = await start()
  await call('PUT', `customers/${idOf.customer(4)}`, { id: 'own-4', firstname: 'Új' })
  expect(await get('customers/own-4')).toMatchObject({ id: 'own-4', innerId: '4', firstname: 'Új' })
  expect((await items('customers?innerId=4'))[0]?.href).toMatch(/\/own-4$/)
  expect((await call('PUT', `customers/${idOf.customer(5)}`, { id: 'own-4' })).body.error).toBe(40_005)
})

test('newsletter subscribers are a record of their own, with webhooks', async () => {
  const stage = await start()
  for (const event of ['subscribe', 'unsubscribe', 'update_subscriber']) stage.subscribe(`newsletter_${event}`)
  const { status, body } = await stage.call('POST', 'newsletterSubscribers', {
    email: 'anna@example.com',
    firstname: 'Anna',
  })
  expect([status, body.status, body.blacklisted]).toEqual([201, '1', '0'])
  expect((await stage.call('POST', 'newsletterSubscribers', { firstname: 'B' })).body.error).toBe(40_003)
  expect((await stage.call('POST', 'newsletterSubscribers', { email: 'anna@example.com' })).status).toBe(409)
  await stage.webhooks()
  await stage.call('PUT', `newsletterSubscribers/${body.id}`, { lastname: 'Minta' })
  await stage.webhooks()
  await stage.call('PUT', `newsletterSubscribers/${body.id}`, { status: '0' })
  expect(await stage.items('newsletterSubscribers?full=1&email=anna@example.com')).toMatchObject([
    { status: '0', lastname: 'Minta' },
  ])
  expect(await stage.webhooks()).toMatchObject(
    [{ status: '1' }, { lastname: 'Minta' }, { status: '0' }].map((subscriber) => ({
      newsletter: { subscriber: [{ email: 'anna@example.com', ...subscriber }] },
    })),
  )
  expect((await stage.call('DELETE', `newsletterSubscribers/${body.id}`)).status).toBe(204)
  expect(await stage.items('newsletterSubscribers')).toEqual([])
})

test('an app that only reads may not write customers or subscribers', async () => {
  const { call } = await start({ appWrites: false })
  const statuses = [
    await call('POST', 'customers', person),
    await call('DELETE', `addresses/${idOf.address(10)}`),
    await call('POST', 'newsletterSubscribers', { email: 'anna@example.com' }),
  ].map(({ status }) => status)
  expect(statuses).toEqual([403, 403, 403])
})
