import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Change, KindWrites } from '../../contract/writes.ts'
import type { StockOfStage, WriteStage } from '../../testing/conformance-writes.ts'
import { createAccess } from '../../testing/test-access.ts'
import { openWriteStage } from './write-stage.ts'

let stage: WriteStage
let writes: KindWrites<'inventory.adjust'>

beforeAll(async () => {
  stage = await openWriteStage()
  const access = createAccess(stage.platform, stage.domain, stage.grantRequest)
  const client = stage.platform.client({ shop: { id: 'shp_test', domain: stage.domain }, access })
  writes = client.writes?.['inventory.adjust'] ?? expect.fail('no writes')
})
afterAll(() => stage.close())

const change = ({ target }: Pick<StockOfStage, 'target'>, delta: number, expected?: number) =>
  ({
    pushId: 'psh_1',
    target,
    payload: { delta, ...(expected !== undefined && { expected }) },
  }) satisfies Change<'inventory.adjust'>

test('units are added and taken away, many at once', async () => {
  const before = stage.stock.map((each) => each.read())
  const changes = stage.stock.map((each, index) => change(each, index - 1))
  expect(await writes.send({ key: 'many', changes })).toEqual(changes.map(() => ({ kind: 'done' })))
  expect(stage.stock.map((each) => each.read())).toEqual(before.map((units, index) => units + index - 1))
})

test('a delta whose answer was lost is added once, however often it is sent with its key', async () => {
  const [stock] = stage.stock
  const before = stock.read()
  const call = { key: 'lost', changes: [change(stock, 5)] }
  stage.break('answerLost', 1)
  expect(await writes.send(call)).toMatchObject([{ kind: 'unknown' }])
  const repeat = { ...call, repeat: { firstSentAt: new Date() } }
  expect(await writes.send(repeat)).toEqual([{ kind: 'done' }])
  expect(await writes.send(repeat)).toEqual([{ kind: 'done' }])
  expect(stock.read()).toBe(before + 5)
})

test('one that expects something else changes nothing, and says what is there', async () => {
  const [stock] = stage.stock
  const units = stock.read()
  expect(await writes.send({ key: 'stale', changes: [change(stock, 3, units - 1)] })).toEqual([
    { kind: 'conflict', actual: units },
  ])
  expect(await writes.send({ key: 'fresh', changes: [change(stock, 3, units)] })).toEqual([{ kind: 'done' }])
  expect(stock.read()).toBe(units + 3)
})

test('a refused row holds back the others of its call', async () => {
  const [stock] = stage.stock
  const units = stock.read()
  const changes = [change({ target: stage.unknown }, 1), change(stock, 1)]
  expect(await writes.send({ key: 'refused', changes })).toMatchObject([
    { kind: 'refused', code: 'INVALID_INVENTORY_ITEM' },
    { kind: 'held_back' },
  ])
  expect(stock.read()).toBe(units)
})

test('reading back can judge a delta only by what was expected before it', async () => {
  const [stock] = stage.stock
  const units = stock.read()
  expect(await writes.readBack([change(stock, 2, units - 2), change(stock, 2), change(stock, 2, units)])).toEqual([
    { isAsWanted: true, actual: units },
    { isAsWanted: false, actual: units },
    { isAsWanted: false, actual: units },
  ])
})
