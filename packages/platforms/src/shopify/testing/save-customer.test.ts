import { ids, shopStoreOf, truthOf } from '@shopmirror/sandbox/shopify/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { RateLimitedError } from '../../contract/errors.ts'
import type { WriteOutcome } from '../../contract/writes.ts'
import { openClient } from './open-client.ts'

let open: Awaited<ReturnType<typeof openClient>>
beforeAll(async () => {
  open = await openClient()
})
afterAll(() => open.stage.close())

const rows = () => truthOf(open.stage.world).customers ?? []
const row = (id: string) => rows().find(({ externalId }) => externalId === id)?.fields
const idOf = (outcome: WriteOutcome) => (outcome.kind === 'done' && outcome.id) || expect.fail(JSON.stringify(outcome))
const nobody = (ownId: string) => ({ id: null, ownId })
const save = (target: object, payload: object) => open.send('customer.save', target, payload)
const address = { last_name: 'Kiss', address1: 'Fő utca 1.', city: 'Szeged', zip: '6720', country_code: 'HU' }

test('a new customer is in the shop as it was meant, and a repeat finds it', async () => {
  const payload = {
    email: 'anna@example.com',
    phone: '+36301112233',
    first_name: 'Anna',
    last_name: 'Kiss',
    note: 'VIP',
    tags: ['b2b'],
    addresses: [address],
  }
  const id = idOf(await save(nobody('c-1'), payload))
  expect(row(id)).toMatchObject({
    email: 'anna@example.com',
    first_name: 'Anna',
    last_name: 'Kiss',
    phone: '+36301112233',
  })
  expect(row(id)?.addresses).toMatchObject([{ city: 'Szeged' }])
  const count = rows().length
  expect(idOf(await save(nobody('c-1'), payload))).toBe(id)
  expect(rows()).toHaveLength(count)
})

test('one without an e-mail address is found by its own id, also after a lost answer', async () => {
  const payload = { first_name: 'Béla', phone: '+36304445566' }
  open.stage.break('answerLost', 'SetCustomer', 1)
  expect(await save(nobody('c-2'), payload)).toMatchObject({ kind: 'unknown' })
  const count = rows().length
  const id = idOf(await save(nobody('c-2'), payload))
  expect(rows()).toHaveLength(count)
  expect(row(id)).toMatchObject({ first_name: 'Béla' })
})

test('what is named is changed, and the rest stays', async () => {
  const id = idOf(
    await save(nobody('c-3'), {
      email: 'cili@example.com',
      first_name: 'Cili',
      last_name: 'Nagy',
      addresses: [address],
    }),
  )
  expect(await save({ id, ownId: 'c-3' }, { first_name: 'Cecília' })).toEqual({ kind: 'done', id })
  expect(row(id)).toMatchObject({ first_name: 'Cecília', last_name: 'Nagy', email: 'cili@example.com' })
  expect(row(id)?.addresses).toHaveLength(1)
  const change = { pushId: 'psh', target: { id, ownId: 'c-3' }, payload: { first_name: 'Cecília' } }
  const other = { ...change, payload: { first_name: 'Dóra' } }
  expect(await open.writesOf('customer.save').readBack([change, other])).toMatchObject([
    { isAsWanted: true, id },
    { isAsWanted: false, id },
  ])
})

test('an e-mail address of another customer, and a customer that is not there, are refused', async () => {
  const id = idOf(await save(nobody('c-4'), { email: 'd@example.com' }))
  idOf(await save(nobody('c-5'), { email: 'e@example.com' }))
  expect(await save({ id, ownId: 'c-4' }, { email: 'e@example.com' })).toMatchObject({
    kind: 'refused',
    message: expect.stringMatching(/taken/i),
  })
  expect(await save({ id: '99999999', ownId: null }, { note: 'x' })).toMatchObject({ kind: 'refused' })
})

test('consent is given and taken back, once however often it is sent', async () => {
  const [first = 0] = open.stage.world.customers.ids()
  const target = { id: ids.customer(first), ownId: null }
  const readBack = (subscribed: boolean) =>
    open.writesOf('customer.consent').readBack([{ pushId: 'psh', target, payload: { channel: 'email', subscribed } }])
  for (const subscribed of [true, true, false, false, true]) {
    const payload = { channel: 'email', subscribed, confirmed: true }
    expect(await open.send('customer.consent', target, payload)).toEqual({ kind: 'done' })
    expect(row(target.id)?.accepts_marketing).toBe(subscribed)
    expect(await readBack(subscribed)).toMatchObject([{ isAsWanted: true }])
    expect(await readBack(!subscribed)).toMatchObject([{ isAsWanted: false }])
  }
})

test('consent to messages by phone is apart from that to mails', async () => {
  const id = idOf(await save(nobody('c-6'), { email: 'f@example.com', phone: '+36307778899' }))
  const target = { id, ownId: null }
  const payload = { channel: 'sms', subscribed: true } as const
  expect(await open.send('customer.consent', target, payload)).toEqual({ kind: 'done' })
  const both = [payload, { channel: 'email', subscribed: true } as const].map((each) => ({
    pushId: 'psh',
    target,
    payload: each,
  }))
  expect(await open.writesOf('customer.consent').readBack(both)).toMatchObject([
    { isAsWanted: true },
    { isAsWanted: false },
  ])
})

test('consent from the future is refused, and a shop that asks to wait has changed nothing', async () => {
  const [first = 0] = open.stage.world.customers.ids()
  const target = { id: ids.customer(first), ownId: null }
  const payload = { channel: 'email', subscribed: false }
  expect(await open.send('customer.consent', target, { ...payload, at: '2999-01-01T00:00:00Z' })).toMatchObject({
    kind: 'refused',
  })
  open.stage.break('throttle', 'SetEmailConsent', 1)
  await expect(open.send('customer.consent', target, payload)).rejects.toBeInstanceOf(RateLimitedError)
  expect(row(target.id)?.accepts_marketing).toBe(true)
})

test('a definition that went away with an earlier install is made again', async () => {
  const outcomes: string[] = []
  for (let round = 0; round < 3; round += 1) {
    outcomes.push((await save(nobody(`gone-${round}`), { first_name: 'Gone' })).kind)
    if (round === 0) shopStoreOf(open.stage.world).definitions.splice(0)
  }
  expect(outcomes).toEqual(['done', 'not_done', 'done'])
})
