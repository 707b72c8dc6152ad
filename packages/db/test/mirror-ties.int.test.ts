import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { WritableRows } from '../src/index.ts'
import { fromApi, fromWebhook, fulfillment, order, product } from './rows.ts'
import { createStage } from './stage.ts'

const stage = await createStage()
const { db, sql } = stage
afterAll(() => stage[Symbol.asyncDispose]())

let shopId = ''
beforeEach(async () => {
  shopId = (await stage.createShop()).id
})

const write = (rows: WritableRows) => db.mirror.writePage({ shopId, rows })
const state = (title: string, version = 100) => ({ products: [product('p', { version, title })] })
const wanted = () => sql`select resource, external_id from refetches where shop_id = ${shopId}`
const readAgain = [{ resource: 'products', external_id: 'p' }]

describe('a webhook about another state of the same second', () => {
  test('has the object read again when the API was read during that second', async () => {
    await write(fromApi(100, state('held')))
    expect(await write(fromWebhook(100, state('fulfilled')))).toMatchObject({ stale: 1, again: ['products'] })
    expect(await wanted()).toEqual(readAgain)
  })

  test('is read again after another webhook with the same version, in either order', async () => {
    await write(fromWebhook(100, state('held')))
    expect(await write(fromWebhook(101, state('fulfilled')))).toMatchObject({ stale: 1, again: ['products'] })
    expect(await wanted()).toEqual(readAgain)
  })

  test('says nothing when the API was read well after that second', async () => {
    await write(fromApi(160, state('fulfilled')))
    expect(await write(fromWebhook(100, state('held')))).toMatchObject({ stale: 1 })
    expect(await wanted()).toEqual([])
  })

  test('of an older second is old news', async () => {
    await write(fromApi(100, state('new')))
    expect(await write(fromWebhook(99, state('old', 99)))).toMatchObject({ stale: 1 })
    expect(await wanted()).toEqual([])
  })
})

test('the same state received twice is not read again', async () => {
  await write(fromWebhook(100, state('held')))
  expect(await write(fromWebhook(100, state('held')))).toMatchObject({ unchanged: 1 })
  expect(await wanted()).toEqual([])
})

test('a child listed again by a later event is not read again', async () => {
  const listed = (version: number, raw: string) => ({
    orders: [order('o', { version })],
    fulfillments: [{ ...fulfillment('f', 'o', 100), raw: { raw } }],
  })
  await write(fromApi(100, listed(100, 'as the API has it')))
  expect(await write(fromWebhook(160, listed(160, 'as webhooks have it')))).toMatchObject({ updated: 1 })
  expect(await wanted()).toEqual([])
})

test('a child that is sent alone has its parent read again', async () => {
  const parcel = (raw: string) => ({ fulfillments: [{ ...fulfillment('f', 'o', 100), raw: { raw } }] })
  await write(fromApi(100, { orders: [order('o', { version: 100 })], ...parcel('one line') }))
  expect(await write(fromWebhook(100, parcel('two lines')))).toMatchObject({ stale: 1, again: ['orders'] })
  expect(await wanted()).toEqual([{ resource: 'orders', external_id: 'o' }])
})
