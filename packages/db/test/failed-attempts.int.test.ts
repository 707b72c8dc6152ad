import { afterAll, expect, test } from 'vitest'
import { redactPushes } from '../src/pushes/customer.ts'
import { createStage } from './stage.ts'

const stage = await createStage()
const { db, clock } = stage
afterAll(() => stage[Symbol.asyncDispose]())

const MINUTE_MS = 60_000
const { id: shopId } = await stage.createShop()
const lease = { shopId, owner: 'worker' }
await db.pushes.takeLease(lease, 24 * 60 * MINUTE_MS)

async function accept(key: string): Promise<string> {
  const push = { key, kind: 'order.update', entity: 'orders', object: { id: '5' }, payload: { note: key } }
  const [accepted] = await db.pushes.accept(shopId, [push])
  return accepted?.id ?? ''
}
const attempt = async (id: string, outcome: object) => {
  clock.now = new Date(clock.now.getTime() + MINUTE_MS)
  await db.pushes.claim(lease, [{ id, attemptKey: `a-${id}`, request: {}, supersedes: [] }])
  await db.pushes.conclude(lease, [{ id, status: 'pending', ...outcome }])
}
const failedAttempts = async (id: string) => (await db.pushes.find(id, null))?.failedAttempts

test('a push keeps what became of the attempts that did not carry it out, the last ten', async () => {
  const id = await accept('k1')
  for (let index = 1; index <= 12; index++)
    await attempt(id, { errorCode: 'unavailable', error: `The shop did not answer (${index}).` })
  await attempt(id, { status: 'completed' })
  const kept = await failedAttempts(id)
  expect(kept?.map(({ error }) => error)).toEqual(
    Array.from({ length: 10 }, (_, index) => `The shop did not answer (${index + 3}).`),
  )
  expect(kept?.[0]).toMatchObject({ status: 'pending', code: 'unavailable', at: expect.stringMatching(/^2026-06-01T/) })
})

test('waiting for the shop is no attempt, and a customer who is redacted leaves none behind', async () => {
  const id = await accept('k2')
  await attempt(id, { error: 'The shop is busy.', isUncounted: true })
  expect(await failedAttempts(id)).toEqual([])
  await attempt(id, { status: 'failed', errorCode: 'refused', error: 'The shop refused it.' })
  expect(await failedAttempts(id)).toMatchObject([{ status: 'failed', code: 'refused' }])
  await redactPushes(stage.sql, { shopId, customerId: '900', orderIds: ['5'], contacts: [] }, clock.now)
  expect(await failedAttempts(id)).toEqual([])
})
