import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { fromApi, line, order, product, second, variant } from './rows.ts'
import { createStage, type Shop } from './stage.ts'

const stage = await createStage()
const { db, sql } = stage
afterAll(() => stage[Symbol.asyncDispose]())

const ORDERS = 25

async function fill({ id }: Shop): Promise<void> {
  await db.shops.describe(id, {
    name: 'Anna',
    currency: 'HUF',
    timezone: 'Europe/Budapest',
    locale: 'hu',
    facts: { a: 1 },
  })
  await db.credentials.replace({ shopId: id, tokens: { accessToken: 'secret', expiresAt: null } })
  await db.watermarks.advance(id, 'orders', second(1), { full: true })
  await db.alerts.countFailure({ shopId: id, kind: 'sync', detail: 'anna@example.com', threshold: 1 })
  const { run } = await db.runs.create({ shopId: id, type: 'full', trigger: 'manual', resources: ['orders'] })
  await db.runs.begin(run.id)
  const orders = Array.from({ length: ORDERS }, (_, index) => order(`o${index}`, { version: 1 }))
  const checkpoint = { runId: run.id, epoch: 1, resource: 'orders', cursor: null, ids: ['o1'], pages: 1 }
  const rows = {
    products: [product('p')],
    product_variants: [variant('v', 'p')],
    orders,
    order_lines: orders.map(({ externalId }) => line(`${externalId}-1`, externalId)),
  }
  await db.mirror.writePage({ shopId: id, rows: fromApi(1, rows), checkpoint })
  const push = { key: 'k', kind: 'order.update', entity: 'orders', object: { id: 'o1' }, payload: { note: 'Anna' } }
  await db.pushes.accept(id, [push, { ...push, key: 'l' }])
  await db.pushes.takeLease({ shopId: id, owner: 'killed' }, 60_000)
  await db.objectLinks.link(id, { entity: 'orders', ownId: 'own', externalId: 'o1' })
  await db.objectSwitches.switchOff({ shopId: id, table: 'orders', externalId: 'o1' })
  const delivery = {
    platform: 'shoprenter',
    shopId: id,
    topic: 'order',
    contentType: 'application/json',
    triggeredAt: null,
  }
  await db.deliveries.record([{ ...delivery, deliveryId: randomUUID(), body: 'e30=', receivedAt: second(1) }])
}

/** Rows of every table that has a `shop_id`, by table, where there are any. */
async function rowsOf(shopId: string): Promise<Record<string, number>> {
  const tables = await sql<{ name: string }[]>`
    select table_name as name from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and column_name = 'shop_id' and table_type = 'BASE TABLE'`
  const counts = await Promise.all(
    tables.map(async ({ name }) => {
      const [row] = await sql`select count(*)::int as found from ${sql(name)} where shop_id = ${shopId}`
      return [name, row?.found] as const
    }),
  )
  return Object.fromEntries(counts.filter(([, found]) => found > 0))
}

async function erase(shopId: string, limit: number): Promise<string> {
  const erasure = await db.erasures.find(shopId)
  const id = erasure?.id ?? ''
  for (;;) {
    const removed = await db.mirror.eraseShop(shopId, limit)
    expect(Math.max(...Object.values(removed)), 'pieces are bounded').toBeLessThanOrEqual(limit)
    await db.erasures.addRemoved(id, removed)
    if (Object.values(removed).every((count) => count === 0)) break
  }
  await db.erasures.finish(id)
  return id
}

test('leaves of a shop its evidence and nothing else, and of its neighbour everything', async () => {
  const [shop, neighbour] = await Promise.all([stage.createShop(), stage.createShop()])
  for (const each of [shop, neighbour]) await fill(each)
  const untouched = await rowsOf(neighbour.id)
  await db.shops.uninstall(shop.id, { reason: 'merchant', dueAt: second(60) })

  const id = await erase(shop.id, 10)
  expect(await rowsOf(shop.id)).toEqual({ erasures: 1 })
  expect(await rowsOf(neighbour.id)).toEqual(untouched)
  expect(await sql`select 1 from sync_seen s where not exists (select from sync_runs r where r.id = s.run_id)`).toEqual(
    [],
  )
  expect(await db.erasures.findById(id)).toMatchObject({
    ...{ platform: 'shoprenter', domain: shop.domain, reason: 'merchant', finishedAt: stage.clock.now },
    removed: { products: 1, product_variants: 1, orders: ORDERS, order_lines: ORDERS, webhook_deliveries: 1 },
  })
  expect(await db.shops.find(shop.id)).toMatchObject({
    status: 'uninstalled',
    domain: shop.domain,
    name: null,
    facts: {},
  })
})

test('is due when its time has come, until it is finished', async () => {
  const shop = await stage.createShop()
  await db.shops.uninstall(shop.id, { reason: 'merchant', dueAt: second(60) })
  const due = async (at: number) =>
    (await db.erasures.due(second(at), { limit: 100 })).some((erasure) => erasure.shopId === shop.id)
  expect(await due(59)).toBe(false)
  expect(await due(60)).toBe(true)
  await erase(shop.id, 10)
  expect(await due(60)).toBe(false)
})

test('of the old shop never touches the one that was installed again', async () => {
  const old = await stage.createShop()
  await db.shops.uninstall(old.id, { reason: 'merchant', dueAt: second(60) })
  const { shop } = await db.shops.connect({ accountId: old.accountId, platform: old.platform, domain: old.domain })
  await fill({ ...shop, status: 'active' })
  const before = await rowsOf(shop.id)
  await erase(old.id, 10)
  expect(await rowsOf(shop.id)).toEqual(before)
})

test('adds up what pieces at the same time removed', async () => {
  const shop = await stage.createShop()
  const erasure = await db.shops.uninstall(shop.id, { reason: 'merchant', dueAt: second(60) })
  const id = erasure?.id ?? ''
  await Promise.all(Array.from({ length: 10 }, () => db.erasures.addRemoved(id, { orders: 3 })))
  expect(await db.erasures.findById(id)).toMatchObject({ removed: { orders: 30 } })
})
