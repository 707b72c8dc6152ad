import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page, PageRequest } from '@shopmirror/platforms'
import type { WorldShop } from '@shopmirror/sandbox/testing'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import type { JobContext } from '../src/context.ts'
import { startSync } from '../src/sync/start-sync.ts'
import { syncRun } from '../src/sync/sync-run.ts'
import { Crash, crashing } from './crash.ts'
import type { SandboxStage } from './sandbox-stage.ts'
import { createShopifyStage, operationsEnded } from './shopify.ts'

/** Faults are met by waiting, and other tests share the machine. */
const PATIENCE_MS = 120_000
const HOUR_MS = 3_600_000
/** Changes of the very second in which a sync begins belong to the next one. */
const SETTLED_MS = 2_000
const TRIES_MAX = 80
/** Products, stock, customers and orders. */
const READ_IN_BULK = 4

const size = { products: 120, customers: 110, orders: 120, categories: 8 }
const spoolDir = await mkdtemp(join(tmpdir(), 'sync-spool-'))
/** More orders than one page of a bulk result holds: half of them are read again, a hundred a page. */
const bulkSize = { ...size, orders: 260 }
const byPage = await createShopifyStage(size, { SHOPIFY_BULK_FROM: '1000000' })
const inBulk = await createShopifyStage(bulkSize, { SHOPIFY_BULK_FROM: '0', SHOPIFY_SPOOL_DIR: spoolDir })
afterAll(async () => {
  await byPage[Symbol.asyncDispose]()
  await inBulk[Symbol.asyncDispose]()
  await rm(spoolDir, { recursive: true, force: true })
})
afterEach(() => {
  byPage.sandbox.faults.clear()
  inBulk.sandbox.faults.clear()
})

interface Connected {
  stage: SandboxStage
  domain: string
  shopId: string
  world: WorldShop
}

async function begin(stage: SandboxStage): Promise<Connected> {
  const domain = `bolt-${randomUUID().slice(0, 8)}.myshopify.com`
  const shopId = await stage.installShop(domain)
  return { stage, domain, shopId, world: stage.sandbox.shopify.shop(domain).world }
}

const bulkOperationsOf = ({ stage, domain }: Connected) => stage.sandbox.shopify.shop(domain).bulkOperations
const requestsOf = ({ stage, domain }: Connected) => stage.sandbox.stats.requests[domain] ?? 0
const statusOf = async ({ stage }: Connected, runId: string) => (await stage.context.db.runs.find(runId))?.status

async function expectEqual({ stage, shopId, domain }: Connected): Promise<void> {
  expect(await stage.differences(shopId, domain)).toBe('')
}

async function startFull({ stage, shopId }: Connected): Promise<string> {
  return (await startSync({ shopId, type: 'full', trigger: 'manual' }, stage.context)).run.id
}

/** Retries what failed, as the queue does. A run that succeeded must have everything. */
async function survive(shop: Connected, runId: string, between = async () => {}) {
  const { stage, shopId } = shop
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    await syncRun.run({ runId, shopId }, stage.context, stage.attempt()).catch(() => undefined)
    if ((await statusOf(shop, runId)) === 'succeeded') return expectEqual(shop)
    await between()
  }
  throw new Error(`The run did not end in ${TRIES_MAX} tries.`)
}

async function countAlive({ stage: { sql }, shopId }: Connected, table: string): Promise<number> {
  const [row] = await sql`
    select count(*)::int as alive from ${sql(table)} where shop_id = ${shopId} and deleted_at is null`
  return row?.alive
}

/** One of each kind, a variant among them. */
function removeSome({ world }: Connected): void {
  for (const collection of ['products', 'customers', 'orders', 'categories'] as const) {
    const ids = collection === 'orders' ? world.placedOrders() : world[collection].ids()
    const [first = 0, , third = 0] = ids
    for (const id of [first, third]) remove(world, collection, id)
  }
}

function remove(world: WorldShop, collection: 'products' | 'customers' | 'orders' | 'categories', id: number): void {
  if (collection === 'products') world.deleteProduct(id)
  else if (collection === 'customers') world.deleteCustomer(id)
  else if (collection === 'orders') world.deleteOrder(id)
  else world.deleteCategory(id)
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

const ways = [
  ['by page', byPage, 0],
  ['in bulk', inBulk, READ_IN_BULK],
] as const

describe.each(ways)('a full sync %s', (_, stage, operations) => {
  test('ends with every field of every object as the shop has it', async () => {
    const shop = await begin(stage)
    const runId = await stage.sync(shop.shopId)
    const { rows, values } = await stage.compare(shop.shopId, shop.domain)
    expect(rows).toMatchObject({ product_variants: 120, customers: 110, categories: 8 })
    expect(values).toBeGreaterThan(5_000)
    await expectEqual(shop)
    expect(await statusOf(shop, runId)).toBe('succeeded')
    expect(bulkOperationsOf(shop).list()).toHaveLength(operations)
  })

  test('finds what was removed, with its lines, variants and stock', async () => {
    const shop = await begin(stage)
    await stage.sync(shop.shopId)
    removeSome(shop)
    await stage.sync(shop.shopId)
    await expectEqual(shop)
  })
})

describe('an incremental sync', () => {
  test('reads every kind of change since the last one, with few other calls', async () => {
    const shop = await begin(byPage)
    await byPage.sync(shop.shopId)
    byPage.sandbox.clock.advance(HOUR_MS)
    changeSome(shop)
    byPage.sandbox.clock.advance(SETTLED_MS)
    const before = requestsOf(shop)
    await byPage.sync(shop.shopId, { type: 'incremental' })
    await expectEqual(shop)
    expect(requestsOf(shop) - before).toBeLessThan(25)
  })

  test('finds deleted products and collections in the log of deletions', async () => {
    const shop = await begin(byPage)
    await byPage.sync(shop.shopId)
    byPage.sandbox.clock.advance(HOUR_MS)
    removeSome(shop)
    byPage.sandbox.clock.advance(SETTLED_MS)
    await byPage.sync(shop.shopId, { type: 'incremental' })
    const gone = ['products', 'product_variants', 'categories'] as const
    const { rows } = await byPage.compare(shop.shopId, shop.domain)
    for (const table of gone) expect([table, await countAlive(shop, table)]).toEqual([table, rows[table]])
    // The rest, and what pointed to what is gone, is for the next full run.
    await byPage.sync(shop.shopId)
    await expectEqual(shop)
  })
})

describe('a platform that now and then answers with', { timeout: PATIENCE_MS }, () => {
  const kinds = ['error', 'garbage', 'truncate', 'reset', 'html', 'throttle', 'unauthorized'] as const

  test.each(kinds)('%s is survived, over as many attempts as needed', async (kind) => {
    const shop = await begin(byPage)
    byPage.sandbox.faults.set({
      kind,
      share: 0.3,
      count: kind === 'throttle' ? 2 : 6,
      shop: shop.domain,
      path: 'graphql',
    })
    await survive(shop, await startFull(shop))
  })
})

describe('a bulk operation', { timeout: PATIENCE_MS }, () => {
  test.each(['bulkFailed', 'bulkExpired', 'bulkShort', 'bulkSilent', 'truncate'] as const)(
    'that is hit by %s leaves a run that ends equal, and never one that succeeded with rows missing',
    async (kind) => {
      const shop = await begin(inBulk)
      inBulk.sandbox.faults.set({ kind, count: 2, path: kind.startsWith('bulk') ? '' : 'files' })
      await survive(shop, await startFull(shop), () => operationsEnded(inBulk.sandbox, shop.domain))
    },
  )

  test('whose result can never be had is given up for pages', async () => {
    const shop = await begin(inBulk)
    inBulk.sandbox.faults.set({ kind: 'bulkExpired' })
    await survive(shop, await startFull(shop), () => operationsEnded(inBulk.sandbox, shop.domain))
    // Each is started again twice.
    expect(bulkOperationsOf(shop).list()).toHaveLength(READ_IN_BULK * 3)
  })

  test.each(['from the beginning', 'once it has been read in part'])(
    'whose result cannot be written (%s) is given up for pages, and people are told which setting to change',
    async (when) => {
      const folder = await mkdtemp(join(tmpdir(), 'sync-no-spool-'))
      await using stage = await createShopifyStage(bulkSize, {
        SHOPIFY_BULK_FROM: '0',
        SHOPIFY_SPOOL_DIR: join(folder, 'x'),
      })
      const breakSpool = async () => {
        await rm(join(folder, 'x'), { recursive: true, force: true })
        await writeFile(join(folder, 'x'), '')
      }
      const shop = await begin(stage)
      const runId = await startFull(shop)
      if (when === 'from the beginning') await breakSpool()
      else {
        let broken = false
        const context = dyingAt(stage.context, async ({ request, page }) => {
          if (!broken && !page && isFetched(request.cursor)) {
            broken = true
            await breakSpool()
          }
          return false
        })
        for (let tries = 0; !broken && tries < TRIES_MAX; tries++) {
          await syncRun.run({ runId, shopId: shop.shopId }, context, stage.attempt()).catch(() => undefined)
          await operationsEnded(stage.sandbox, shop.domain)
        }
        expect(broken).toBe(true)
      }
      await survive(shop, runId, () => operationsEnded(stage.sandbox, shop.domain))
      const alert = await until(async () =>
        (await stage.context.db.alerts.toNotify(10)).find(({ kind }) => kind === 'notice:bulk_operation'),
      )
      expect(alert.detail).toContain('Set SHOPIFY_SPOOL_DIR')
      await rm(folder, { recursive: true, force: true })
    },
  )

  test('that is stuck is given up for pages', async () => {
    const shop = await begin(inBulk)
    inBulk.sandbox.faults.set({ kind: 'bulkStuck', count: 1 })
    await survive(shop, await startFull(shop), async () => {
      inBulk.sandbox.clock.advance(HOUR_MS / 4)
    })
    expect(
      bulkOperationsOf(shop)
        .list()
        .map(({ status }) => status),
    ).toContain('CANCELED')
  })
})

/** One call for a page; `page` is absent while it is yet to be asked for. */
interface Moment {
  request: PageRequest
  page?: Page
}

/** The same context in a process that dies at the first page of which `isLast` says so. */
function dyingAt(context: JobContext, isLast: (moment: Moment) => boolean | Promise<boolean>): JobContext {
  const guard = async (moment: Moment) => {
    if (await isLast(moment)) throw new Crash('Died at a page.')
  }
  return {
    ...context,
    async openShop(shopId, lane) {
      const open = await context.openShop(shopId, lane)
      const page = async (request: PageRequest) => {
        await guard({ request })
        const read = await open.client.reads.page(request)
        await guard({ request, page: read })
        return read
      }
      return { ...open, client: { ...open.client, reads: { ...open.client.reads, page } } }
    },
  }
}

const textOf = (cursor: unknown) => JSON.stringify(cursor ?? null)
const isFetched = (cursor: unknown) => textOf(cursor).includes('"parts"')
const isWaiting = (cursor: unknown) => textOf(cursor).includes('"restarts"') && !isFetched(cursor)

const moments: [string, (moment: Moment, shop: Connected) => boolean | Promise<boolean>][] = [
  ['begun, and that is not written down', ({ request, page }) => request.cursor === null && isWaiting(page?.next)],
  ['begun', ({ request, page }) => !page && isWaiting(request.cursor)],
  [
    'done at the platform',
    async ({ request, page }, shop) => {
      if (page || !isWaiting(request.cursor)) return false
      await operationsEnded(inBulk.sandbox, shop.domain)
      return true
    },
  ],
  ['fetched, and that is not written down', ({ request, page }) => isWaiting(request.cursor) && page !== undefined],
  ['about to be read', ({ request, page }) => !page && isFetched(request.cursor)],
  ['read to its end, and that is not written down', ({ request, page }) => isFetched(request.cursor) && !page?.next],
]

describe('a process that dies while a bulk operation is', { timeout: PATIENCE_MS }, () => {
  test.each(moments)('after %s another machine continues and ends equal', async (moment, isLast) => {
    const shop = await begin(inBulk)
    const runId = await startFull(shop)
    const payload = { runId, shopId: shop.shopId }
    const { faults } = inBulk.sandbox
    // An operation that was not stored is looked for among the running ones.
    if (moment.startsWith('begun, and')) faults.set({ kind: 'bulkHeld' })
    const doomed = dyingAt(inBulk.context, (at) => isLast(at, shop))
    for (let died = false; !died; ) {
      const error = await syncRun.run(payload, doomed, inBulk.attempt()).catch((reason: unknown) => reason)
      expect(error, 'It had to die.').toBeInstanceOf(Error)
      died = error instanceof Crash
      if (!died) await operationsEnded(inBulk.sandbox, shop.domain)
    }
    await rm(spoolDir, { recursive: true, force: true })
    await survive(shop, runId, () => {
      faults.clear()
      return operationsEnded(inBulk.sandbox, shop.domain)
    })
    expect(bulkOperationsOf(shop).list()).toHaveLength(READ_IN_BULK)
  })

  test('at any call, repeatedly, repeats only what was not stored, and ends equal', async () => {
    const shop = await begin(inBulk)
    const runId = await startFull(shop)
    let [deaths, lost] = [0, 0]
    for (let at = 4; (await statusOf(shop, runId)) !== 'succeeded'; at++) {
      const started = bulkOperationsOf(shop).list().length
      const doomed = crashing(inBulk.context, { at, when: at % 2 ? 'after' : 'before' })
      const error = await syncRun
        .run({ runId, shopId: shop.shopId }, doomed, inBulk.attempt())
        .catch((reason: unknown) => reason)
      if (error instanceof Crash) deaths += 1
      if (error instanceof Crash && bulkOperationsOf(shop).list().length > started) lost += 1
      await operationsEnded(inBulk.sandbox, shop.domain)
      expect(at).toBeLessThan(TRIES_MAX)
    }
    await expectEqual(shop)
    expect(deaths).toBeGreaterThan(5)
    expect(bulkOperationsOf(shop).list().length).toBeLessThanOrEqual(READ_IN_BULK + lost)
  })
})

describe('a token', { timeout: PATIENCE_MS }, () => {
  test('whose answer was lost after the platform rotated is had again, and the shop stays connected', async () => {
    const shop = await begin(byPage)
    const { faults, clock } = byPage.sandbox
    clock.advance(2 * HOUR_MS)
    faults.set({ kind: 'tokenLost', count: 1, shop: shop.domain })
    const runId = await startFull(shop)
    await survive(shop, runId)
    expect(await byPage.context.db.shops.find(shop.shopId)).toMatchObject({ status: 'active' })
  })

  test('that expired is refreshed once for all callers', async () => {
    const shop = await begin(byPage)
    const { clock, stats } = byPage.sandbox
    clock.advance(2 * HOUR_MS)
    const before = stats.tokenCalls
    const tokens = await Promise.all(Array.from({ length: 40 }, () => byPage.context.credentials.get(shop.shopId)))
    expect(new Set(tokens.map(({ value }) => value)).size).toBe(1)
    expect(stats.tokenCalls - before).toBe(1)
  })
})
