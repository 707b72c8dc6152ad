import { expect, test } from 'vitest'
import { ids } from '../../world-ids.ts'
import { startOpenApi } from '../test-open-api.ts'

type TestOpenApi = Awaited<ReturnType<typeof startOpenApi>>
type Json = Record<string, unknown>

const amy = {
  ...{ name: 'Amy Lee', email: 'amy@example.com', gender: 'female', birth_year: 1990, birth_month: 2, birth_day: 3 },
  ...{ mobile_phone: '0912345678', mobile_phone_country_calling_code: '886', memo: 'prefers LINE', tags: ['vip'] },
  ...{ is_member: true, is_subscribed_marketing_email: true, is_subscribed_marketing_sms: false },
  delivery_addresses: [{ country_code: 'TW', city: 'Taipei', address_1: 'Road 1', recipient_name: 'Amy Lee' }],
}
const shown = {
  ...amy,
  ...{ mobile_phone: '912345678', mobile_phone_verified: false, phone: null, ref_user_id: null, created_by: 'openapi' },
  is_subscribed_marketing_sms: undefined,
}

const send = async (openApi: TestOpenApi, method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object) => {
  const { status, text } = await openApi.call(`customers${path}`, { method, ...(body && { body }) })
  return { status, body: JSON.parse(text) }
}
const read = async (openApi: TestOpenApi, id: string) => (await openApi.call(`customers/${id}`)).json()
const find = async (openApi: TestOpenApi, query: string): Promise<string[]> =>
  (await openApi.call(`customers/search?${query}`)).json().items.map(({ id }: Json) => id)

test('a customer is created with the fields of the call, without a reference, and notified', async () => {
  await using openApi = await startOpenApi()
  const { status, body } = await send(openApi, 'POST', '', { ...amy, ref_user_id: 'erp-1' })
  expect(status).toBe(200)
  const { is_subscribed_marketing_sms: _sms, ...expected } = shown
  expect(body).toMatchObject(expected)
  expect(await read(openApi, body.id)).toMatchObject(expected)
  expect(openApi.shop.state.mails).toMatchObject([
    { kind: 'customer_welcome', to: 'amy@example.com', by: 'email' },
    { kind: 'customer_welcome', to: '+886912345678', by: 'sms' },
  ])
})

test('no notification is sent when the call forbids it, and only the named kinds otherwise', async () => {
  await using openApi = await startOpenApi()
  await send(openApi, 'POST', '', { ...amy, send_notification: false })
  expect(openApi.shop.state.mails).toEqual([])
  await send(openApi, 'POST', '', { email: 'bob@example.com', notification_types: ['sms'] })
  expect(openApi.shop.state.mails).toEqual([])
  await send(openApi, 'POST', '', { email: 'eve@example.com', notification_types: ['email'] })
  expect(openApi.shop.state.mails).toMatchObject([{ to: 'eve@example.com', by: 'email' }])
})

test.each<[string, Json]>([
  ['nothing', {}],
  ['an e-mail address that is none', { email: 'amy' }],
  ['a mobile number without its calling code', { mobile_phone: '0912345678' }],
  ['two birthdays', { name: 'Amy', birthday: '1990-02-03', birth_year: 1990 }],
  ['six addresses', { name: 'Amy', delivery_addresses: Array.from({ length: 6 }, () => ({})) }],
  ['a tag that is too short', { name: 'Amy', tags: ['ab'] }],
  ['an unknown tier', { name: 'Amy', membership_tier_id: ids.membershipTier(2) }],
  ['the e-mail address of another', { email: 'Customer5@example.com' }],
])('a customer with %s is refused', async (_, body) => {
  await using openApi = await startOpenApi()
  const before = openApi.world.customers.ids().length
  expect((await send(openApi, 'POST', '', body)).status).toBe(422)
  expect(openApi.world.customers.ids()).toHaveLength(before)
  expect(openApi.shop.state.mails).toEqual([])
})

test('e-mail addresses and mobile numbers are unique, unless the sandbox allows duplicates', async () => {
  await using openApi = await startOpenApi()
  await send(openApi, 'POST', '', amy)
  const { email: _, ...phoneOnly } = amy
  expect((await send(openApi, 'POST', '', amy)).status).toBe(422)
  expect((await send(openApi, 'POST', '', phoneOnly)).status).toBe(422)
  openApi.api.quirks.duplicateCustomers = 'accepted'
  expect((await send(openApi, 'POST', '', amy)).status).toBe(200)
  expect(await find(openApi, 'email=amy@example.com')).toHaveLength(2)
})

test('a customer is found by e-mail, by mobile number and later by its reference', async () => {
  await using openApi = await startOpenApi()
  const { id } = (await send(openApi, 'POST', '', amy)).body
  expect(await find(openApi, 'email=amy@example.com')).toEqual([id])
  expect(await find(openApi, 'mobile_phone=912345678')).toEqual([id])
  expect(await find(openApi, 'mobile_phone=0912345678')).toEqual([id])
  expect(await find(openApi, 'ref_user_id=erp-1')).toEqual([])
  await send(openApi, 'PUT', `/${id}`, { ref_user_id: 'erp-1' })
  expect(await find(openApi, 'ref_user_id=erp-1')).toEqual([id])
  expect(await find(openApi, 'tags=vip')).toEqual([id])
})

test('an update changes the fields of the call, and a list of addresses as a whole', async () => {
  await using openApi = await startOpenApi()
  const { id } = (await send(openApi, 'POST', '', amy)).body
  openApi.clock.advance(60_000)
  const change = { memo: 'call', phone: '0223456789', phone_country_code: '886', is_blacklisted: true }
  const { body } = await send(openApi, 'PUT', `/${id}`, { ...change, delivery_addresses: [{ city: 'Tainan' }] })
  expect(body).toMatchObject({
    ...{ name: 'Amy Lee', email: 'amy@example.com', tags: ['vip'], memo: 'call', is_blacklisted: true },
    ...{ phone: '0223456789', phone_country_code: '886', mobile_phone: '912345678' },
    delivery_addresses: [{ city: 'Tainan' }],
  })
  expect(body.delivery_addresses).toHaveLength(1)
  expect(Date.parse(body.updated_at)).toBeGreaterThan(Date.parse(body.created_at))
  openApi.api.quirks.addressLists = 'appended'
  const more = await send(openApi, 'PUT', `/${id}`, { delivery_addresses: [{ city: 'Hualien' }] })
  expect(more.body.delivery_addresses).toMatchObject([{ city: 'Tainan' }, { city: 'Hualien' }])
  expect((await send(openApi, 'PUT', `/${id}`, { email: 'customer5@example.com' })).status).toBe(422)
  expect((await send(openApi, 'PUT', `/${ids.customer(9_999)}`, {})).status).toBe(404)
})

test('generated customers take the same changes', async () => {
  await using openApi = await startOpenApi()
  const before = await read(openApi, ids.customer(2))
  const { body } = await send(openApi, 'PUT', `/${ids.customer(2)}`, { memo: 'call', phone: '0223456789' })
  expect(body).toMatchObject({
    memo: 'call',
    name: before.name,
    mobile_phone: before.mobile_phone,
    phone: '0223456789',
  })
  openApi.world.updateCustomer(2, { phone: '+36301234567' })
  expect(await read(openApi, ids.customer(2))).toMatchObject({ phone: null, mobile_phone: '301234567' })
})

test('subscriptions are switched one by one', async () => {
  await using openApi = await startOpenApi()
  const { id } = (await send(openApi, 'POST', '', amy)).body
  expect((await send(openApi, 'PUT', `/${id}/subscriptions`, { sms: true })).body.subscriptions).toEqual([
    { platform: 'email', is_active: true },
    { platform: 'sms', is_active: true },
  ])
  await send(openApi, 'PUT', `/${id}/subscriptions`, { email: false })
  expect(await read(openApi, id)).toMatchObject({
    is_subscribed_marketing_email: false,
    subscriptions: [{ is_active: false }, { is_active: true }],
  })
  expect((await send(openApi, 'PUT', `/${id}/subscriptions`, { email: 'yes' })).status).toBe(422)
})

test('tags are replaced, added and removed; more than 60 change nothing', async () => {
  await using openApi = await startOpenApi()
  const path = `/${ids.customer(1)}/tags`
  const tags = async (method: 'PUT' | 'PATCH', body: object) => {
    const answer = await send(openApi, method, path, body)
    return answer.status === 200 ? answer.body.tags : answer.status
  }
  expect(await tags('PUT', { tags: ['vip', 'gift'] })).toEqual(['vip', 'gift'])
  expect(await tags('PATCH', { tags: ['gift', 'new'], update_mode: 'add' })).toEqual(['vip', 'gift', 'new'])
  expect(await tags('PATCH', { tags: ['x'], update_mode: 'remove' })).toEqual(['vip', 'gift', 'new'])
  expect(await tags('PATCH', { tags: ['vip'], update_mode: 'remove' })).toEqual(['gift', 'new'])
  expect(await tags('PATCH', { tags: ['x'], update_mode: 'add' })).toBe(422)
  expect(await tags('PATCH', { tags: ['vip'] })).toBe(422)
  expect(await tags('PUT', { tags: ['ab'] })).toBe(422)
  const many = Array.from({ length: 61 }, (_, index) => `tag ${index}`)
  expect(await tags('PUT', { tags: many })).toEqual(['gift', 'new'])
  expect(await tags('PATCH', { tags: many.slice(0, 59), update_mode: 'add' })).toEqual(['gift', 'new'])
  expect((await read(openApi, ids.customer(1))).tags).toEqual(['gift', 'new'])
})

test('a deleted customer is gone', async () => {
  await using openApi = await startOpenApi()
  expect((await send(openApi, 'DELETE', `/${ids.customer(1)}`)).body).toEqual({ result: 'success' })
  expect((await openApi.call(`customers/${ids.customer(1)}`)).status).toBe(404)
})

test('searches and reads may lag behind', async () => {
  await using openApi = await startOpenApi()
  Object.assign(openApi.api.quirks, { searchLagMs: 3_000, readLagMs: 1_000 })
  const { id } = (await send(openApi, 'POST', '', amy)).body
  expect((await openApi.call(`customers/${id}`)).status).toBe(404)
  openApi.clock.advance(1_001)
  expect((await read(openApi, id)).memo).toBe('prefers LINE')
  expect(await find(openApi, 'email=amy@example.com')).toEqual([])
  openApi.clock.advance(2_000)
  expect(await find(openApi, 'email=amy@example.com')).toEqual([id])
})

test('a lost answer leaves the customer behind', async () => {
  await using openApi = await startOpenApi()
  openApi.faults.set({ kind: 'answerLost', path: 'customers', count: 1 })
  await expect(send(openApi, 'POST', '', amy)).rejects.toThrow()
  expect(await find(openApi, 'email=amy@example.com')).toHaveLength(1)
})
