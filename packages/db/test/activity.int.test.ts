import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { createId } from '../src/index.ts'
import { fromApi, order, product, second, variant } from './rows.ts'
import { createStage, type Shop } from './stage.ts'

const stage = await createStage()
const { db, sql } = stage
afterAll(() => stage[Symbol.asyncDispose]())

const HOUR_MS = 3_600_000

interface Given {
  topic?: string
  object?: string
  status?: string
  error?: string | null
  hoursAgo?: number
}

/** A delivery that was recorded some hours ago. */
async function deliver(
  shop: Shop,
  { topic = 'orders', object, status = 'applied', error = null, hoursAgo = 0 }: Given = {},
) {
  const at = Date.now() - hoursAgo * HOUR_MS
  const id = createId('dlv', at)
  await sql`
    insert into webhook_deliveries (id, platform, delivery_id, shop_id, topic, object, content_type, body, status, error, received_at, handled_at)
    values (${id}, 'shoprenter', ${randomUUID()}, ${shop.id}, ${topic}, ${object ?? null}, 'application/json', 'e30=', ${status}, ${error},
      ${new Date(at).toISOString()}, ${new Date(at).toISOString()})`
  return id
}

async function push(shop: Shop, orderId: string, status = 'completed') {
  const [accepted] = await db.pushes.accept(shop.id, [
    { key: randomUUID(), kind: 'order.update', entity: 'orders', object: { id: orderId }, payload: { note: 'x' } },
  ])
  await sql`update pushes set status = ${status}, target = ${JSON.stringify({ id: orderId })}::text::jsonb where id = ${accepted?.id ?? ''}`
  return accepted?.id ?? ''
}

/** Over all pages: on a busy machine a page ends where its time does. */
async function idsOf(query: Partial<Parameters<typeof db.activity.search>[0]>): Promise<string[]> {
  const ids: string[] = []
  for (let before: string | undefined; ; ) {
    const { entries, next } = await db.activity.search({ accountId: null, limit: 50, ...query, before })
    ids.push(...entries.map(({ id }) => id))
    if (next === null) return ids
    before = next
  }
}

test('runs, deliveries and pushes are one list, newest first, and each is in it once over all pages', async () => {
  const shop = await stage.createShop()
  const ids = [await deliver(shop, { hoursAgo: 900 }), await deliver(shop, { hoursAgo: 30 }), await deliver(shop)]
  ids.push(await push(shop, '1'))
  ids.push((await db.runs.create({ shopId: shop.id, type: 'full', trigger: 'manual', resources: ['orders'] })).run.id)
  ids.push(await deliver(shop))
  const pages: string[] = []
  for (let before: string | undefined; ; ) {
    const page = await db.activity.search({ accountId: shop.accountId, limit: 2, before })
    pages.push(...page.entries.map(({ id }) => id))
    if (page.next === null) break
    before = page.next
  }
  expect(pages).toEqual(ids.toReversed())
})

test('an order is found by its number, with or without the sign, and by its id, in its account only', async () => {
  const [shop, other] = [await stage.createShop(), await stage.createShop()]
  const number = `N${randomUUID()}`
  for (const { id: shopId } of [shop, other])
    await db.mirror.writePage({
      shopId,
      rows: fromApi(1, { orders: [order('77', { version: 1, title: `#${number}` })] }),
    })
  const own = [await deliver(shop, { object: 'orders/77', hoursAgo: 2_000 }), await push(shop, '77')]
  await deliver(shop, { object: 'products/7' })
  const foreign = await deliver(other, { object: 'orders/77' })
  const { accountId } = shop
  for (const object of [number, `#${number}`, '77', 'orders/77'])
    expect(await idsOf({ accountId, object }), object).toEqual(own.toReversed())
  expect(new Set(await idsOf({ object: number }))).toEqual(new Set([...own, foreign]))
})

test('filters by kind, status, topic, error text, shop and time have to match all', async () => {
  const shop = await stage.createShop()
  const bad = await deliver(shop, { status: 'failed', error: 'Could not 100% parse', topic: 'products/update' })
  const ignored = await deliver(shop, { status: 'ignored', error: 'left out', hoursAgo: 20 })
  const conflict = await push(shop, '1', 'conflict')
  const of = (query: Parameters<typeof idsOf>[0]) => idsOf({ accountId: shop.accountId, ...query })
  expect(await of({ status: 'failed' })).toEqual([conflict, bad])
  expect(await of({ status: 'failed', kind: 'delivery' })).toEqual([bad])
  expect(await of({ status: 'ignored' })).toEqual([ignored])
  expect(await of({ topic: 'products/update' })).toEqual([bad])
  expect(await of({ error: '100% PARSE' })).toEqual([bad])
  expect(await of({ error: '100_ parse' })).toEqual([])
  expect(await of({ shopId: 'shp_other' })).toEqual([])
  expect(await of({ since: new Date(Date.now() - HOUR_MS) })).toEqual([conflict, bad])
  expect(await of({ until: new Date(Date.now() - HOUR_MS) })).toEqual([ignored])
})

test('the life of an object is its deliveries, changes and pushes on one line, over all pages', async () => {
  const shop = await stage.createShop()
  const shopId = shop.id
  const record = { source: 'webhook' as const, causesOf: () => ['dlv_1'] }
  const rows = (version: number) => ({ orders: [order('9', { version, title: `T${version}` })] })
  const first = await deliver(shop, { object: 'orders/9', hoursAgo: 5 })
  for (const version of [1, 2, 3]) await db.mirror.writePage({ shopId, rows: fromApi(version, rows(version)), record })
  const pushed = await push(shop, '9')
  const keys: string[] = []
  for (let before: { at: string; key: string } | undefined; ; ) {
    const life = await db.activity.life({ shopId, table: 'orders', externalId: '9', limit: 2, before })
    expect(life?.state).toMatchObject({ name: 'T3', deletedAt: null, owner: null })
    keys.push(...(life?.entries ?? []).map(({ kind, key, change }) => (kind === 'change' ? String(change) : key)))
    const last = life?.entries.at(-1)
    if (!last) break
    before = { at: last.micros, key: last.key }
  }
  expect(keys.toSorted()).toEqual([first, 'inserted', pushed, 'updated', 'updated'].toSorted())
})

test('a variant shows its own changes, its product those of all its variants', async () => {
  const { id: shopId } = await stage.createShop()
  const record = { source: 'run' as const, causesOf: () => ['run_1'] }
  const rows = { products: [product('p')], product_variants: [variant('v1', 'p'), variant('v2', 'p')] }
  await db.mirror.writePage({ shopId, rows: fromApi(1, rows), record })
  const rowsOf = async (table: string, externalId: string) =>
    (await db.activity.life({ shopId, table, externalId, limit: 9 }))?.entries.map(({ row }) => row).toSorted()
  expect(await rowsOf('product_variants', 'v1')).toEqual(['product_variants/v1'])
  expect(await rowsOf('products', 'p')).toEqual(['product_variants/v1', 'product_variants/v2', 'products/p'])
  expect(await db.activity.life({ shopId, table: 'shops', externalId: 'p', limit: 9 })).toBeNull()
})

test('objects of a shop are found by id, number, SKU and own id', async () => {
  const { id: shopId } = await stage.createShop()
  const rows = {
    products: [product('p')],
    product_variants: [variant('v', 'p', 1, 'SKU-1')],
    orders: [order('o', { title: '#1001' })],
  }
  await db.mirror.writePage({ shopId, rows: fromApi(1, rows) })
  await db.objectLinks.link(shopId, { entity: 'orders', ownId: 'mine', externalId: 'o' })
  await db.mirror.tombstone({ shopId, table: 'orders', externalIds: ['o'], at: second(5) })
  const find = async (text: string) =>
    (await db.activity.objects({ shopId, text, limit: 9 })).map(({ table, externalId, name, matchedBy }) =>
      [table, externalId, name, matchedBy].join(' '),
    )
  expect(await find('1001')).toEqual(['orders o #1001 number'])
  expect(await find('SKU-1')).toEqual(['product_variants v SKU-1 sku'])
  expect(await find('mine')).toEqual(['orders o #1001 own_id'])
  expect(await find('p')).toEqual([expect.stringContaining('products p')])
  expect(await find('nothing')).toEqual([])
})

test('what waits is counted by queue, with the shops that it belongs to', async () => {
  const shop = await stage.createShop()
  const { id: shopId, accountId } = shop
  await db.refetches.add(['1', '2'].map((externalId) => ({ shopId, resource: 'orders', externalId })))
  const waiting = await db.overview.waiting(accountId)
  expect(waiting.map(({ queue, waiting: count }) => [queue, count])).toEqual([
    ['deliveries', 0],
    ['reads', 2],
    ['pushes', 0],
    ['runs', 0],
  ])
  expect(waiting[1]?.shops).toEqual([{ shopId, domain: shop.domain, waiting: 2 }])
})

test('freshness counts a shop by its oldest resource', async () => {
  const { id: shopId, accountId } = await stage.createShop()
  const at = (hours: number) => new Date(stage.clock.now.getTime() - hours * HOUR_MS)
  await db.watermarks.advance(shopId, 'orders', at(0.5), { full: true })
  await db.watermarks.advance(shopId, 'products', at(3), { full: true })
  const [fresh] = await db.overview.freshness(accountId)
  expect(fresh).toMatchObject({ shops: 1, withinHour: 0, withinDay: 1, oldest: at(3), median: at(3) })
  expect(await db.overview.shopsByStatus(accountId)).toEqual([{ status: 'active', shops: 1 }])
  expect(await db.overview.openAlerts(accountId)).toBe(0)
})
