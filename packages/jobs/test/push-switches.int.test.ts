import { expect, onTestFinished, test } from 'vitest'
import { prepareNew } from '../src/push/prepare-new.ts'
import { sendPushes } from '../src/push/send-pushes.ts'
import { createStage } from './context.ts'
import { createStockPlatform, createStockShop } from './stock-shop.ts'

/** A shop with the variants a and b of the product p, and c of another product. */
async function setUp() {
  const shop = createStockShop()
  const stage = await createStage({ platforms: [createStockPlatform(shop, () => new Date())] })
  onTestFinished(() => stage[Symbol.asyncDispose]())
  const { context, sql } = stage
  const { id: shopId } = await stage.connectShop('paper')
  const inventory = { enabled: true, intervalMinutes: 0, onConflict: 'hold' as const }
  await context.db.shopSettings.update(shopId, { pushSettings: { inventory } })
  for (const [variant, product] of [
    ['a', 'p'],
    ['b', 'p'],
    ['c', 'q'],
  ] as const)
    await sql`insert into product_variants (shop_id, external_id, raw, content_hash, product_external_id)
      values (${shopId}, ${variant}, '{}', '', ${product})`
  const { objectSwitches, pushes } = context.db
  return {
    ...{ shop, stage, context, shopId, objectSwitches, pushes },
    push: (id: string, key = `key-${id}`) =>
      pushes.accept(shopId, [
        { key, kind: 'inventory.set', entity: 'inventory', object: { id }, payload: { quantity: 5, location: 'main' } },
      ]),
    send: () => sendPushes.run({ shopId }, context, stage.attempt()),
    async states() {
      const rows = await pushes.list({ accountId: null, shopId, limit: 50 })
      return Object.fromEntries(rows.map(({ key, status, holdReason }) => [key, holdReason ?? status]))
    },
  }
}

test('pushes of a variant that is switched off are held, those of others are sent', async () => {
  const { push, send, states, objectSwitches, shopId } = await setUp()
  await objectSwitches.switchOff({ shopId, table: 'product_variants', externalId: 'a' })
  for (const id of ['a', 'b', 'c']) await push(id)
  await send()
  expect(await states()).toEqual({ 'key-a': 'object_off', 'key-b': 'completed', 'key-c': 'completed' })
})

test('a product that is switched off holds the pushes of its variants', async () => {
  const { push, send, states, objectSwitches, shopId } = await setUp()
  await objectSwitches.switchOff({ shopId, table: 'products', externalId: 'p' })
  for (const id of ['a', 'b', 'c']) await push(id)
  await send()
  expect(await states()).toEqual({ 'key-a': 'object_off', 'key-b': 'object_off', 'key-c': 'completed' })
})

test('what waits to be sent is held when its object is switched off', async () => {
  const { shop, push, send, states, objectSwitches, shopId } = await setUp()
  shop.isBusy = true
  for (const id of ['a', 'c']) await push(id)
  await send()
  await objectSwitches.switchOff({ shopId, table: 'products', externalId: 'p' })
  expect(await states()).toEqual({ 'key-a': 'object_off', 'key-c': 'pending' })
})

test('switched on again, new pushes are sent after the held ones, which a user lets go', async () => {
  const { shop, push, send, states, objectSwitches, pushes, shopId } = await setUp()
  const object = { shopId, table: 'product_variants', externalId: 'a' } as const
  await objectSwitches.switchOff(object)
  await push('a')
  await send()
  expect(await objectSwitches.switchOn(object)).toBe(true)
  expect(await objectSwitches.switchOn(object)).toBe(false)
  await push('a', 'later')
  await send()
  expect(await states()).toEqual({ 'key-a': 'object_off', later: 'pending' })
  await pushes.process({ accountId: null, shopId })
  await send()
  expect(await states()).toEqual({ 'key-a': 'superseded', later: 'completed' })
  expect(shop.calls).toHaveLength(1)
})

test('switches of another shop change nothing', async () => {
  const { stage, push, send, states, objectSwitches } = await setUp()
  const { id: shopId } = await stage.connectShop('paper')
  await objectSwitches.switchOff({ shopId, table: 'product_variants', externalId: 'a' })
  await push('a')
  await send()
  expect(await states()).toEqual({ 'key-a': 'completed' })
})

test('a push is never missed by an object that is switched off while it is being prepared', async () => {
  const { stage, context, push, states, objectSwitches, pushes, shopId } = await setUp()
  const lease = { shopId, owner: 'sender' }
  await pushes.takeLease(lease, 60_000)
  const open = await context.openShop(shopId, 'push')
  const settings = (await context.db.shopSettings.get(shopId))?.pushSettings
  const { progressed } = stage.attempt()
  const sender = { open, context, lease, settings, progressed, lookAgain: () => undefined }
  for (let round = 0; round < 20; round++) {
    const object = { shopId, table: 'product_variants', externalId: 'a' } as const
    await push('a', `round-${round}`)
    await Promise.all([
      pushes.unresolved(shopId, 10).then((found) => prepareNew(found, sender)),
      objectSwitches.switchOff(object),
    ])
    expect((await states())[`round-${round}`]).toBe('object_off')
    await objectSwitches.switchOn(object)
  }
})
