import { afterAll, beforeAll, expect, test } from 'vitest'
import { createStage, type Key, type Stage } from './stage.ts'

let now = new Date('2026-05-01T12:00:00Z')
let stage: Stage
let key: Key
let shopId: string
beforeAll(async () => {
  stage = await createStage({ now: () => now })
  key = await stage.issueKey()
  shopId = await stage.connectShop(key.accountId, 'pen-shop')
})
afterAll(() => stage[Symbol.asyncDispose]())

async function ask(method: 'GET' | 'POST', path: string, payload?: object, language = 'en') {
  const headers = { ...key.headers, 'accept-language': language }
  const answer = await stage.app.inject({ method, url: `/api/v1${path}`, headers, ...(payload && { payload }) })
  return { status: answer.statusCode, ...answer.json() }
}
const raise = (kind: string) => stage.db.alerts.countFailure({ shopId, kind, detail: 'It failed.', threshold: 1 })
const toNotify = async () => (await stage.db.alerts.toNotify(10)).map(({ kind }) => kind)

test('an alert says in the language of the reader what happened and what to do', async () => {
  await raise('missing_scope')
  const { data } = await ask('GET', '/alerts?kind=missing_scope', undefined, 'hu')
  expect(data).toMatchObject([{ domain: 'pen-shop', title: 'Hiányzik egy jogosultság (scope)', detail: 'It failed.' }])
  expect((await ask('GET', `/alerts/${data[0].id}`, undefined, 'de')).data.advice).toContain('Inhaber des Shops')
})

test('an alert is acknowledged with who and when, until it is resolved', async () => {
  const { alert } = await raise('retryable')
  const seen = await ask('POST', `/alerts/${alert?.id}/acknowledge`)
  expect(seen).toMatchObject({
    status: 200,
    data: { acknowledged_at: now.toISOString(), acknowledged_by: expect.any(String), acknowledged_by_name: 'test' },
  })
  await stage.db.alerts.clear(shopId, 'retryable')
  expect(await ask('POST', `/alerts/${alert?.id}/acknowledge`)).toMatchObject({ status: 409 })
})

test('a muted alert is not notified, nor is the next of its kind, until the time is over', async () => {
  const { alert } = await raise('webhook_silence')
  await raise('permanent')
  const muted = await ask('POST', `/alerts/${alert?.id}/mute`, { hours: 2 })
  expect(muted.data).toMatchObject({ muted_until: '2026-05-01T14:00:00.000Z', muted_by: expect.any(String) })
  expect(await toNotify()).not.toContain('webhook_silence')
  expect(await toNotify()).toContain('permanent')
  const kinds = async (state: string) =>
    (await ask('GET', `/alerts?state=${state}`)).data.map(({ kind }: { kind: string }) => kind)
  expect(await kinds('muted')).toEqual(['webhook_silence'])
  expect(await kinds('open')).not.toContain('webhook_silence')

  await stage.db.alerts.clear(shopId, 'webhook_silence')
  expect(await kinds('resolved')).toContain('webhook_silence')
  await raise('webhook_silence')
  expect(await toNotify()).not.toContain('webhook_silence')
  now = new Date('2026-05-01T14:00:01Z')
  expect(await toNotify()).toContain('webhook_silence')
})

test('zero hours end muting, and more than 30 days are refused', async () => {
  const { alert } = await raise('rate_limited')
  await ask('POST', `/alerts/${alert?.id}/mute`, { hours: 24 })
  expect((await ask('POST', `/alerts/${alert?.id}/mute`, { hours: 0 })).data).toMatchObject({
    muted_until: null,
    muted_by: null,
  })
  expect(await ask('POST', `/alerts/${alert?.id}/mute`, { hours: 721 })).toMatchObject({ status: 400 })
})

test('a detail of ours is in the language of the reader, a message of a platform as it is', async () => {
  const facts = { about: 'delete_guard', resource: 'orders', allowed: 12, live: 60 } as const
  const guard = {
    shopId,
    kind: 'delete_guard',
    detail: 'A full sync of orders found more than 12 of 60 …',
    threshold: 1,
  }
  await stage.db.alerts.countFailure({ ...guard, facts })
  const detailIn = async (language: string) =>
    (await ask('GET', '/alerts?kind=delete_guard', undefined, language)).data[0].detail
  expect(await detailIn('de')).toBe(
    'Bei der vollständigen Synchronisierung von orders fehlten im Shop mehr als 12 von 60 Objekten. Nichts wurde gelöscht.',
  )
  await stage.db.alerts.countFailure({ ...guard, detail: 'The platform says no.' })
  expect(await detailIn('de')).toBe('The platform says no.')
})
