import type { WorldShop } from '@shopmirror/sandbox/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PermanentError, RateLimitedError } from '../contract/errors.ts'
import type { ShopClient } from '../contract/shop-client.ts'
import type { Change, KindWrites, StockTarget, WriteCapability } from '../contract/writes.ts'
import type { PlatformStage } from './conformance.ts'
import { createAccess, type GrantRequest } from './test-access.ts'

/** A variant of the shop at a location, as the shop really holds it. */
export interface StockOfStage {
  target: StockTarget
  /** Units there now. */
  read(): number
  /** What a sale leaves. */
  sell(units: number): void
}

/** A platform's sandbox with stock of three variants. */
export interface WriteStage extends Pick<PlatformStage, 'platform' | 'domain' | 'grantRequest' | 'close'> {
  stock: readonly [StockOfStage, StockOfStage, StockOfStage]
  /** Names no variant of the shop. */
  unknown: StockTarget
  break(how: 'throttle' | 'error' | 'answerLost', times: number): void
  /** What a token is asked with that has all scopes but the one that writes stock. */
  grantWithoutScope(): Promise<GrantRequest>
}

type Stocks = [number, number, number, number]
type StockChange = Change<'inventory.set'>

/** Stock of a variant of the world, by its number there. */
export function stockOf(world: WorldShop, id: number, target: StockTarget, place = 0): StockOfStage {
  const stocks = () => world.products.get(id)?.stocks ?? expect.fail(`no product ${id}`)
  return {
    target,
    read: () => stocks()[place] ?? 0,
    sell: (units) =>
      void world.updateProduct(id, { stocks: stocks().with(place, (stocks()[place] ?? 0) - units) as Stocks }),
  }
}

/** Every platform that can be written to runs this suite over its sandbox. */
export function describeWrites(id: string, open: () => Promise<WriteStage>): void {
  describe(`${id} keeps the contract of writes`, () => {
    let stage: WriteStage
    let client: ShopClient
    let writes: KindWrites<'inventory.set'>
    let capability: WriteCapability<'inventory.set'>
    let keys = 0

    beforeAll(async () => {
      stage = await open()
      const access = createAccess(stage.platform, stage.domain, stage.grantRequest)
      const shop = { id: 'shp_test', domain: stage.domain }
      const profile = await stage.platform.client({ shop, access }).describe()
      client = stage.platform.client({ shop, access, profile })
      writes = client.writes?.['inventory.set'] ?? expect.fail('no writes')
      capability = stage.platform.writes?.['inventory.set'] ?? expect.fail('no capability')
    })
    afterAll(() => stage.close())

    const change = ({ target }: { target: StockTarget }, quantity: number, expected?: number): StockChange => ({
      pushId: `psh_${id}`,
      target,
      payload: { quantity, ...(expected !== undefined && { expected }) },
    })
    const send = (changes: readonly StockChange[], key = `key-${id}-${keys++}`) => writes.send({ key, changes })

    test('its capabilities and its client name the same kinds', () => {
      expect(Object.keys(client.writes ?? {}).sort()).toEqual(Object.keys(stage.platform.writes ?? {}).sort())
    })

    test('a call of as many changes as it takes sets every one of them', async () => {
      const some = stage.stock.slice(0, Math.min(3, capability.changesPerCall))
      expect(await send(some.map((each, index) => change(each, 40 + index)))).toEqual(
        some.map(() => ({ kind: 'done' })),
      )
      expect(some.map((each) => each.read())).toEqual(some.map((_each, index) => 40 + index))
    })

    test('what the mirror reads again shows the write', async () => {
      const [stock] = stage.stock
      const made = change(stock, stock.read() + 1)
      await send([made])
      const { resource, externalId } = writes.objectOf(made)
      const rows = await client.reads.object(resource, externalId)
      expect(JSON.stringify(rows)).toContain(String(stock.read()))
      expect(stock.read()).toBe(made.payload.quantity)
    })

    test('a change that expects what is there is made', async () => {
      const [stock] = stage.stock
      expect(await send([change(stock, 7, stock.read())])).toEqual([{ kind: 'done' }])
      expect(stock.read()).toBe(7)
    })

    test('one that expects something else changes nothing, and says what is there', async () => {
      const [stock] = stage.stock
      await send([change(stock, 7)])
      expect(await send([change(stock, 3, 6)])).toEqual([{ kind: 'conflict', actual: 7 }])
      expect(stock.read()).toBe(7)
    })

    test('one that expects something else, and finds what it wants, is done', async () => {
      const [stock] = stage.stock
      await send([change(stock, 7)])
      expect(await send([change(stock, 7, 6)])).toEqual([{ kind: 'done' }])
    })

    test('a call repeated with its key is done, and where keys are remembered nothing is done twice', async () => {
      const [stock] = stage.stock
      const call = [change(stock, 20)]
      await send(call, `repeated-${id}`)
      stock.sell(1)
      expect(await send(call, `repeated-${id}`)).toEqual([{ kind: 'done' }])
      expect(stock.read()).toBe(capability.class === 'repeatable_with_key' ? 19 : 20)
    })

    test('an answer that gets lost leaves the outcome unknown, and reading back finds it', async () => {
      const [stock] = stage.stock
      stage.break('answerLost', 1)
      const wanted = [change(stock, 31)]
      expect(await send(wanted)).toMatchObject([{ kind: 'unknown' }])
      expect(await writes.readBack(wanted)).toEqual([{ isAsWanted: true, actual: 31 }])
    })

    test('a 5xx leaves the outcome unknown, and reading back finds that nothing was done', async () => {
      const [stock] = stage.stock
      await send([change(stock, 12)])
      stage.break('error', 1)
      const wanted = [change(stock, 13)]
      expect(await send(wanted)).toMatchObject([{ kind: 'unknown' }])
      expect(await writes.readBack(wanted)).toEqual([{ isAsWanted: false, actual: 12 }])
    })

    test('a shop that asks to wait has changed nothing', async () => {
      const [stock] = stage.stock
      const before = stock.read()
      stage.break('throttle', 1)
      await expect(send([change(stock, before + 1)])).rejects.toBeInstanceOf(RateLimitedError)
      expect(stock.read()).toBe(before)
    })

    test('an object that does not exist is refused, and its neighbours are done or held back', async () => {
      const neighbours = capability.changesPerCall > 1 ? [stage.stock[1]] : []
      const [refused, ...others] = await send([
        change({ target: stage.unknown }, 5),
        ...neighbours.map((each) => change(each, 55)),
      ])
      expect(refused).toMatchObject({ kind: 'refused', code: expect.any(String), message: expect.any(String) })
      for (const each of others) expect(['done', 'held_back']).toContain(each.kind)
    })

    test('a scope that is missing is named', async () => {
      const access = createAccess(stage.platform, stage.domain, stage.grantWithoutScope)
      const poor = stage.platform.client({ shop: { id: 'shp_test', domain: stage.domain }, access })
      const call = { key: 'without-scope', changes: [change(stage.stock[0], 1)] }
      const error: unknown = await poor.writes?.['inventory.set']?.send(call).catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(PermanentError)
      expect(error).toMatchObject({ missingScope: capability.scopes[0] })
    })
  })
}
