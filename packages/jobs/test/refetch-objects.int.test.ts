import { PermanentError, RetryableError } from '@shopmirror/platforms'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { refetchObjects } from '../src/inbox/refetch-objects.ts'
import { sweepInbox } from '../src/inbox/sweep-inbox.ts'
import { createStage } from './context.ts'
import { createPaperPlatform, createPaperShop } from './paper-platform.ts'

let now = new Date('2026-06-01T00:00:00Z')
const paper = createPaperShop(0)
const stage = await createStage({ platforms: [createPaperPlatform(paper, () => now)], now: () => now })
const { context, sql } = stage
afterAll(() => stage[Symbol.asyncDispose]())

let shopId: string
beforeEach(async () => {
  Object.assign(paper, createPaperShop(5))
  shopId = (await stage.connectShop('paper')).id
})

const kind = () => ({ shopId, resource: 'products' as const })
const want = (...ids: string[]) => context.db.refetches.add(ids.map((externalId) => ({ ...kind(), externalId })))
const refetch = () => refetchObjects.run(kind(), context, stage.attempt())
const wanted = async () => (await context.db.refetches.next(kind(), 100)).map(({ externalId }) => externalId)

async function mirrored(): Promise<string[]> {
  const rows = await sql<{ external_id: string }[]>`
    select external_id from products where shop_id = ${shopId} and deleted_at is null order by 1`
  return rows.map((row) => row.external_id)
}

test('many hints are one question', async () => {
  await want('p0000', 'p0001')
  await want('p0001', 'p0002')
  await refetch()
  expect(paper.reads).toHaveLength(1)
  expect(await mirrored()).toEqual(['p0000', 'p0001', 'p0002'])
  expect(await wanted()).toEqual([])
})

test('a hint received while its object is being read causes another read', async () => {
  await want('p0000')
  let isFirst = true
  paper.beforeObject = async (id) => {
    if (!isFirst) return
    isFirst = false
    await want(id)
  }
  await refetch()
  expect(await wanted()).toEqual(['p0000'])
  await refetch()
  expect(paper.reads).toEqual(['p0000', 'p0000'])
  expect(await wanted()).toEqual([])
})

test('an object that cannot be read fails without the others, with its error', async () => {
  await want('p0000', 'p0001', 'p0002')
  paper.beforeObject = (id) => {
    if (id === 'p0001') throw new PermanentError('The platform refuses p0001.')
  }
  await expect(refetch()).rejects.toThrow('refuses p0001')
  expect(await mirrored()).toEqual(['p0000', 'p0002'])
  expect(await wanted()).toEqual([])
})

test('a missing scope fails the request once, not once per object', async () => {
  await want('p0000', 'p0001', 'p0002')
  let asked = 0
  paper.beforeObject = () => {
    asked += 1
    throw new PermanentError('A scope is missing.', { missingScope: 'read_products' })
  }
  await expect(refetch()).rejects.toThrow('scope is missing')
  expect(asked).toBe(1)
})

test('hints are kept when the platform fails', async () => {
  await want('p0000', 'p0001')
  paper.beforeObject = () => {
    throw new RetryableError('The platform answered 500.')
  }
  await expect(refetch()).rejects.toThrow(RetryableError)
  expect((await wanted()).sort()).toEqual(['p0000', 'p0001'])
})

test('hints of a shop that was paused since are dropped, because the next sync reads the objects', async () => {
  await want('p0000')
  await context.db.shops.pause(shopId)
  await refetch()
  expect(paper.reads).toEqual([])
  expect(await wanted()).toEqual([])
})

test('hints whose job was lost with its Redis get one again', async () => {
  await want('p0000')
  await sql`update refetches set wanted_at = ${new Date(now.getTime() - 600_000).toISOString()} where shop_id = ${shopId}`
  now = new Date(now.getTime() + 1_000)
  await sweepInbox.run({}, context, stage.attempt())
  expect(await stage.waiting(refetchObjects)).toContainEqual(kind())
})

test('hints go with an uninstalled shop', async () => {
  await want('p0000')
  await context.db.shops.uninstall(shopId, { reason: 'test', dueAt: now })
  expect(await wanted()).toEqual([])
})
