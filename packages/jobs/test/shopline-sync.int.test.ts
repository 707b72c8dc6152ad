import type { WorldShop } from '@shopmirror/sandbox/testing'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { startSync } from '../src/sync/start-sync.ts'
import { syncRun } from '../src/sync/sync-run.ts'
import { Crash, crashing } from './crash.ts'
import type { SandboxStage } from './sandbox-stage.ts'
import { createShoplineStage, newMerchant } from './shopline.ts'

/** Faults are met by waiting, and other tests share the machine. */
const PATIENCE_MS = 120_000
const HOUR_MS = 3_600_000
/** Changes of the very second in which a sync begins belong to the next one. */
const SETTLED_MS = 2_000
const TRIES_MAX = 120

const size = { products: 90, customers: 110, orders: 120, categories: 8 }
const several = await createShoplineStage(size)
const one = await createShoplineStage({ ...size, stockCount: 1 })
afterAll(async () => {
  await several[Symbol.asyncDispose]()
  await one[Symbol.asyncDispose]()
})
afterEach(() => several.sandbox.faults.clear())

interface Connected {
  stage: SandboxStage
  domain: string
  shopId: string
  world: WorldShop
}

async function begin(stage: SandboxStage = several): Promise<Connected> {
  const domain = newMerchant()
  const shopId = await stage.installShop(domain)
  return { stage, domain, shopId, world: stage.sandbox.shopline.shop(domain).world }
}

const stateOf = ({ stage, domain }: Connected) => stage.sandbox.shopline.shop(domain).state
const requestsOf = ({ stage, domain }: Connected) => stage.sandbox.stats.requests[domain] ?? 0

async function expectEqual({ stage, shopId, domain }: Connected): Promise<void> {
  expect(await stage.differences(shopId, domain)).toBe('')
}

/** Retries what failed, as the queue does. A run that succeeded must have everything. */
async function survive(shop: Connected, runId: string): Promise<void> {
  const { stage, shopId } = shop
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    await syncRun.run({ runId, shopId }, stage.context, stage.attempt()).catch(() => undefined)
    if ((await stage.context.db.runs.find(runId))?.status === 'succeeded') return expectEqual(shop)
  }
  throw new Error(`The run did not end in ${TRIES_MAX} tries.`)
}

async function startFull({ stage, shopId }: Connected): Promise<string> {
  return (await startSync({ shopId, type: 'full', trigger: 'manual' }, stage.context)).run.id
}

/** One of each kind, a variation among them. */
function removeSome({ world }: Connected): void {
  const [, second = 0, , fourth = 0] = world.products.ids()
  for (const id of [second, fourth]) world.deleteProduct(id)
  const [customer = 0] = world.customers.ids()
  world.deleteCustomer(customer)
  const [order = 0] = world.placedOrders()
  world.deleteOrder(order)
  const [category = 0] = world.categories.ids()
  world.deleteCategory(category)
}

function changeSome({ world }: Connected): void {
  const [productId = 0, otherProductId = 0] = world.products.ids()
  const [customerId = 0] = world.customers.ids()
  const [categoryId = 0] = world.categories.ids()
  const [placed = 0, other = 0] = world.placedOrders()
  world.updateProduct(productId, { gross: '1270', net: '1000' })
  world.updateProduct(otherProductId, { stocks: [7, 0, 0, 0] })
  world.addProduct()
  world.updateCustomer(customerId, { lastName: 'Kovács' })
  world.addCustomer()
  world.updateCategory(categoryId, { name: { hu: 'Új', en: 'New' } })
  world.changeOrderStatus(placed, 'shipped', 'Csomag feladva')
  world.changeOrderStatus(other, 'cancelled', 'Visszatérítve')
  world.addOrder()
}

describe.each([
  ['several warehouses', several],
  ['one warehouse', one],
] as const)('a full sync of a shop with %s', (_, stage) => {
  test('ends with every field of every object as the shop has it', async () => {
    const shop = await begin(stage)
    await stage.sync(shop.shopId)
    const { rows, values } = await stage.compare(shop.shopId, shop.domain)
    expect(rows).toMatchObject({ product_variants: 90, customers: 110, categories: 8 })
    expect(values).toBeGreaterThan(4_000)
    await expectEqual(shop)
  })

  test('finds what was removed, with its lines, variations and stock', async () => {
    const shop = await begin(stage)
    await stage.sync(shop.shopId)
    removeSome(shop)
    await stage.sync(shop.shopId)
    await expectEqual(shop)
  })
})

describe('an incremental sync', () => {
  test('reads every kind of change since the last one, with few other calls', async () => {
    const shop = await begin(one)
    await one.sync(shop.shopId)
    one.sandbox.clock.advance(HOUR_MS)
    changeSome(shop)
    one.sandbox.clock.advance(SETTLED_MS)
    const before = requestsOf(shop)
    await one.sync(shop.shopId, { type: 'incremental' })
    await expectEqual(shop)
    expect(requestsOf(shop) - before).toBeLessThan(35)
  })

  test('finds a changed delivery, although its order is unchanged', async () => {
    const shop = await begin()
    await several.sync(shop.shopId)
    several.sandbox.clock.advance(HOUR_MS)
    const [shipped = 0, arrived = 0, returned = 0] = shop.world.placedOrders()
    const before = shop.world.orders.get(shipped)?.updatedAt
    stateOf(shop).changeDelivery(shipped, 'shipped')
    stateOf(shop).changeDelivery(arrived, 'arrived')
    stateOf(shop).changeDelivery(returned, 'returned')
    several.sandbox.clock.advance(SETTLED_MS)
    await several.sync(shop.shopId, { type: 'incremental' })
    expect(shop.world.orders.get(shipped)?.updatedAt).toBe(before)
    await expectEqual(shop)
  })
})

test('an archived order is not deleted', async () => {
  const shop = await begin()
  await several.sync(shop.shopId)
  const [archived = 0] = shop.world.placedOrders()
  stateOf(shop).archive(archived)
  await several.sync(shop.shopId)
  await expectEqual(shop)
})

describe('a currency', () => {
  test.each([
    ['without smaller units', { currency: 'JPY' }],
    ['without smaller units, still sent in hundredths', { currency: 'VND', moneyDigits: 2 }],
    ['with thousandths', { currency: 'KWD' }],
  ])('%s is mirrored exactly', async (_, money) => {
    const stage = await createShoplineStage({ ...size, shopline: { requestsPerSecond: 10_000, ...money } })
    try {
      const shop = await begin(stage)
      await stage.sync(shop.shopId)
      await expectEqual(shop)
    } finally {
      await stage[Symbol.asyncDispose]()
    }
  })
})

describe('a platform that now and then answers with', { timeout: PATIENCE_MS }, () => {
  const kinds = ['error', 'garbage', 'truncate', 'reset', 'html', 'throttle', 'unauthorized'] as const

  test.each(kinds)('%s is survived, over as many attempts as needed', async (kind) => {
    const shop = await begin()
    several.sandbox.faults.set({ kind, share: 0.2, count: kind === 'throttle' ? 2 : 6, shop: shop.domain })
    await survive(shop, await startFull(shop))
  })
})

test('after processes that die at any call, repeatedly, the last one ends equal', {
  timeout: PATIENCE_MS,
}, async () => {
  const shop = await begin()
  const runId = await startFull(shop)
  const payload = { runId, shopId: shop.shopId }
  let deaths = 0
  for (let at = 3; at < TRIES_MAX; at += 2) {
    const doomed = crashing(several.context, { at, when: at % 4 === 1 ? 'after' : 'before' })
    const error = await syncRun.run(payload, doomed, several.attempt()).catch((reason: unknown) => reason)
    if (error instanceof Crash) deaths += 1
    if ((await several.context.db.runs.find(runId))?.status === 'succeeded') break
  }
  await survive(shop, runId)
  expect(deaths).toBeGreaterThan(2)
})
