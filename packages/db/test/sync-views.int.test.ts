import { afterAll, beforeEach, expect, test } from 'vitest'
import { fromApi, second } from './rows.ts'
import { createStage, type Shop } from './stage.ts'

const stage = await createStage()
const { db, sql } = stage
afterAll(() => stage[Symbol.asyncDispose]())

let shop: Shop
beforeEach(async () => {
  shop = await stage.createShop({ platform: 'shopify' })
})

interface PushRow {
  id: string
  kind: string
  entity: string
  target: Record<string, string>
  status: string
  error?: string
  attempts?: number
  finishedAt?: Date
}

async function addPush({ id, kind, entity, target, status, error, attempts = 1, finishedAt }: PushRow): Promise<void> {
  await sql`insert into pushes (id, shop_id, key, request_hash, kind, entity, object, payload, target, object_key, status,
      attempts, error, created_at, finished_at)
    values (${`${shop.id}-${id}`}, ${shop.id}, ${id}, '', ${kind}, ${entity}, '{"sku":"A"}', '{"quantity":5}',
      ${JSON.stringify(target)}::text::jsonb, ${id}, ${status}, ${attempts}, ${error ?? null}, ${second(1).toISOString()},
      ${finishedAt?.toISOString() ?? null})`
}

const stock = { kind: 'inventory.set', entity: 'inventory', target: { variantId: '12', productId: '1' } }

async function receive(topic: string, outcome?: { status: 'applied' | 'ignored' | 'failed'; object?: string }) {
  const [delivery] = await db.deliveries.record([
    {
      ...{ platform: 'shopify', deliveryId: `${shop.id}-${topic}`, shopId: shop.id, topic },
      ...{ contentType: 'application/json', body: 'e30=', triggeredAt: null, receivedAt: second(2) },
    },
  ])
  if (!delivery || !outcome) return
  const error = outcome.status === 'applied' ? {} : { error: `was ${outcome.status}` }
  await db.deliveries.markHandled([{ id: delivery.id, ...outcome, ...error }])
}

test('the queue shows pushes and deliveries together, with direction, status and object', async () => {
  await addPush({ id: 'a', ...stock, status: 'failed', attempts: 5, error: 'busy', finishedAt: second(3) })
  await addPush({ id: 'b', kind: 'order.update', entity: 'orders', target: { id: '4/1' }, status: 'pending' })
  await receive('orders/create')
  await receive('orders/updated', { status: 'applied', object: 'orders/41' })
  await receive('inventory_levels/update', { status: 'failed', object: 'inventory_levels/21-3' })
  await receive('shop/update', { status: 'ignored' })
  expect(
    await sql`select direction, entity_type, entity_id, action, status, retry_count, error_message from sync_queue
      where shop_id = ${shop.id} order by direction, action`,
  ).toEqual([
    {
      ...{ direction: 'from_shop', entity_type: 'inventory', entity_id: '21-3', action: 'inventory_levels/update' },
      ...{ status: 'failed', retry_count: 0, error_message: 'was failed' },
    },
    {
      ...{ direction: 'from_shop', entity_type: null, entity_id: null, action: 'orders/create' },
      ...{ status: 'pending', retry_count: 0, error_message: null },
    },
    {
      ...{ direction: 'from_shop', entity_type: 'orders', entity_id: '41', action: 'orders/updated' },
      ...{ status: 'completed', retry_count: 0, error_message: null },
    },
    {
      ...{ direction: 'from_shop', entity_type: null, entity_id: null, action: 'shop/update' },
      ...{ status: 'skipped', retry_count: 0, error_message: 'was ignored' },
    },
    {
      ...{ direction: 'to_shop', entity_type: 'inventory', entity_id: '12', action: 'set' },
      ...{ status: 'failed', retry_count: 4, error_message: 'busy' },
    },
    {
      ...{ direction: 'to_shop', entity_type: 'orders', entity_id: '4/1', action: 'update' },
      ...{ status: 'pending', retry_count: 0, error_message: null },
    },
  ])
})

test('the log shows what has ended: pushes, deliveries and syncs, with their duration', async () => {
  await addPush({ id: 'a', ...stock, status: 'completed', finishedAt: second(3) })
  await addPush({ id: 'b', ...stock, status: 'pending' })
  await receive('orders/create')
  stage.clock.now = second(2.5)
  await receive('orders/updated', { status: 'applied', object: 'orders/41' })
  const { run } = await db.runs.create({ shopId: shop.id, type: 'full', trigger: 'manual', resources: ['orders'] })
  await db.runs.fail(run.id, { kind: 'retryable', message: 'orders: no answer' })
  await sql`update sync_run_resources set inserted = 2, updated = 1 where run_id = ${run.id}`
  expect(
    await sql`select type, direction, entity_type, action, status, error_message, records_changed::int, duration_ms::int
      from sync_logs where shop_id = ${shop.id} and type <> 'sync' order by type`,
  ).toEqual([
    {
      ...{ type: 'push', direction: 'to_shop', entity_type: 'inventory', action: 'set', status: 'completed' },
      ...{ error_message: null, records_changed: null, duration_ms: 2_000 },
    },
    {
      ...{ type: 'webhook', direction: 'from_shop', entity_type: 'orders', action: 'orders/updated' },
      ...{ status: 'completed', error_message: null, records_changed: null, duration_ms: 500 },
    },
  ])
  expect(await sql`select * from sync_logs where shop_id = ${shop.id} and type = 'sync'`).toMatchObject([
    {
      ...{ direction: 'from_shop', entity_type: 'orders', action: 'full', status: 'failed' },
      ...{ error_message: 'orders: no answer', records_changed: '3' },
    },
  ])
})

const config = (shopId: string) =>
  sql`select entity_type, direction, enabled, interval_minutes, conflict_policy from store_sync_config
    where shop_id = ${shopId} and entity_type in ('inventory', 'orders') order by entity_type, direction`

test('the configuration names every entity and direction, with the defaults filled in', async () => {
  const fromShop = { direction: 'from_shop', enabled: true, interval_minutes: 15, conflict_policy: 'shop_wins' }
  const toShop = { direction: 'to_shop', interval_minutes: 0, conflict_policy: 'hold' }
  expect(await config(shop.id)).toEqual([
    { entity_type: 'inventory', ...fromShop },
    { entity_type: 'inventory', ...toShop, enabled: false },
    { entity_type: 'orders', ...fromShop },
    { entity_type: 'orders', ...toShop, enabled: true },
  ])
  await db.shopSettings.update(shop.id, {
    ...{ resources: ['products', 'orders'], frequency: '1h' },
    pushSettings: { inventory: { enabled: true, intervalMinutes: 5, onConflict: 'ours_wins' } },
  })
  expect(await config(shop.id)).toMatchObject([
    { direction: 'from_shop', enabled: false, interval_minutes: 60 },
    { direction: 'to_shop', enabled: true, interval_minutes: 5, conflict_policy: 'ours_wins' },
    { direction: 'from_shop', enabled: true },
    { direction: 'to_shop', enabled: true },
  ])
  await db.shopSettings.update(shop.id, { scheduleEnabled: false })
  expect((await config(shop.id))[0]).toMatchObject({ interval_minutes: null })
})

test('stock of a ShopRenter shop comes with its products', async () => {
  const renter = await stage.createShop({ platform: 'shoprenter' })
  await db.shopSettings.update(renter.id, { resources: ['products'] })
  expect(await config(renter.id)).toMatchObject([
    { entity_type: 'inventory', direction: 'from_shop', enabled: true },
    { direction: 'to_shop' },
    { entity_type: 'orders', direction: 'from_shop', enabled: false },
    { direction: 'to_shop' },
  ])
})

test('webhooks are listed by topic; the secret part of an address is not in the database', async () => {
  const renter = await stage.createShop({ platform: 'shoprenter' })
  await db.subscriptions.setWanted(shop.id, ['orders/create'])
  await db.subscriptions.setWanted(renter.id, ['order_confirm'])
  await sql`update webhook_subscriptions set status = 'active', external_id = '9', last_received_at = ${second(4).toISOString()}
    where shop_id = ${renter.id}`
  expect(await sql`select topic, address, active from shopify_webhook_registry where shop_id = ${shop.id}`).toEqual([
    { topic: 'orders/create', address: '/webhooks/shopify', active: false },
  ])
  expect(await sql`select * from shoprenter_webhooks where shop_id = ${renter.id}`).toMatchObject([
    {
      ...{ topic: 'order_confirm', address: '/webhooks/shoprenter/***/order_confirm', webhook_id: '9', active: true },
      ...{ shop: renter.domain, last_received_at: expect.stringContaining('00:00:04') },
    },
  ])
})

const row = (externalId: string, fields: Record<string, string>) => ({
  ...{ externalId, sourceUpdatedAt: second(1), fields, raw: {} },
})

function goods() {
  return fromApi(6, {
    products: [row('1', { title: 'Mug' }), row('12', { title: 'Cup' })],
    product_variants: [
      row('12', { product_external_id: '1', inventory_item_id: '12' }),
      row('13', { product_external_id: '1', inventory_item_id: '13' }),
    ],
    inventory_levels: [row('12-3', { inventory_item_id: '12', location_external_id: '3', available: '1' })],
    customers: [row('31', { email: 'anna@example.com' })],
    orders: [row('41', { number: '1001' }), row('42', { number: '1002' })],
  })
}

const objects = [
  ['shopify', 'shopify_product_variants', stock],
  ['shopline', 'shopline_product_variants', stock],
  ['shopline', 'shopline_stocks', stock],
  ['shoprenter', 'shoprenter_products', stock],
  ...['shopify', 'shopline', 'shoprenter'].flatMap((platform) => [
    [platform, `${platform}_orders`, { kind: 'order.update', entity: 'orders', target: { id: '41' } }] as const,
    [platform, `${platform}_customers`, { kind: 'customer.save', entity: 'customers', target: { id: '31' } }] as const,
    [platform, `${platform}_products`, { kind: 'product.save', entity: 'products', target: { id: '1' } }] as const,
  ]),
] as const

test.each(objects)('on %s, %s shows what became of the pushes of an object', async (platform, view, about) => {
  shop = await stage.createShop({ platform })
  stage.clock.now = second(6)
  await db.mirror.writePage({ shopId: shop.id, rows: goods() })
  const shown = async () => {
    const rows = await sql`select sync_status, last_sync_at from ${sql(view)} where shop_id = ${shop.id}`
    const changed = rows.filter(({ sync_status: status }) => status !== 'synced')
    const lastAt = Math.max(...rows.map(({ last_sync_at: at }) => Date.parse(at)))
    expect(rows.length).toBeGreaterThan(0)
    return [changed.map(({ sync_status: status }) => status), new Date(lastAt)]
  }
  expect(await shown()).toEqual([[], second(6)])
  await addPush({ id: 'a', ...about, status: 'completed', finishedAt: second(10) })
  expect(await shown()).toEqual([[], second(10)])
  await addPush({ id: 'b', ...about, status: 'failed', finishedAt: second(11) })
  expect(await shown()).toEqual([['failed'], second(10)])
  await addPush({ id: 'c', ...about, status: 'held' })
  expect(await shown()).toEqual([['pending'], second(10)])
  await addPush({ id: 'd', ...about, status: 'conflict' })
  expect(await shown()).toEqual([['conflict'], second(10)])
  await sql`update pushes set status = 'cancelled', finished_at = ${second(12).toISOString()}
    where shop_id = ${shop.id} and finished_at is null`
  await addPush({ id: 'e', ...about, status: 'completed', finishedAt: second(13) })
  expect(await shown()).toEqual([[], second(13)])
})

test('uninstalled shops are shown in none of them', async () => {
  await addPush({ id: 'a', ...stock, status: 'completed', finishedAt: second(3) })
  await receive('orders/create')
  await db.subscriptions.setWanted(shop.id, ['orders/create'])
  await db.shops.uninstall(shop.id, { reason: 'test', dueAt: second(60) })
  for (const view of ['sync_queue', 'sync_logs', 'store_sync_config', 'shopify_webhook_registry'])
    expect(await sql`select from ${sql(view)} where shop_id = ${shop.id}`, view).toHaveLength(0)
})

test('they show neither payloads nor bodies', async () => {
  const columns = await sql`select column_name as name from information_schema.columns
    where table_name in ('sync_queue', 'sync_logs', 'store_sync_config', 'shopify_webhook_registry', 'shoprenter_webhooks')`
  expect(columns.length).toBeGreaterThan(40)
  for (const { name } of columns) expect(['payload', 'body', 'attempt_request', 'result', 'object']).not.toContain(name)
})

interface PlanNode {
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  Plans?: PlanNode[]
}

/** Rows that a query has read in vain. */
async function rowsReadInVain(query: string): Promise<number> {
  const [row] = await sql.unsafe<{ 'QUERY PLAN': { Plan: PlanNode }[] }[]>(`explain (analyze, format json) ${query}`)
  const count = (node: PlanNode): number =>
    node['Actual Loops'] * (node['Rows Removed by Filter'] ?? 0) +
    (node.Plans ?? []).reduce((sum, each) => sum + count(each), 0)
  const [plan] = row?.['QUERY PLAN'] ?? []
  return count(plan?.Plan ?? expect.fail('no plan'))
}

test('with many rows the usual questions are answered by indexes', { timeout: 60_000 }, async () => {
  const other = await stage.createShop({ platform: 'shopify' })
  for (const { id } of [shop, other]) {
    await sql`insert into pushes (id, shop_id, key, request_hash, kind, entity, object, payload, target, object_key, status, finished_at)
      select ${id} || i, ${id}, i, '', 'inventory.set', 'inventory', '{}', '{}', jsonb_build_object('variantId', i % 5000),
        i % 5000, (array['completed', 'superseded', 'failed', 'pending'])[case when i % 100 < 97 then 1 + i % 2 else 3 + i % 2 end],
        case when i % 100 < 97 or i % 2 = 0 then now() end from generate_series(1, 20000) i`
    await sql`insert into webhook_deliveries (id, platform, delivery_id, shop_id, topic, content_type, status, error, received_at, handled_at)
      select 'dlv_0' || ${id} || i, 'shopify', ${id} || i, ${id}, 'orders/updated', 'application/json',
        case when i % 100 = 0 then 'failed' when i % 101 = 0 then 'received' else 'applied' end,
        case when i % 100 = 0 then 'refused' end, now() - make_interval(secs => i), case when i % 101 <> 0 then now() end
      from generate_series(1, 20000) i`
    await sql`insert into orders (shop_id, external_id, raw, content_hash) select ${id}, i, '{}', '' from generate_series(1, 20000) i`
    await sql`insert into product_variants (shop_id, external_id, raw, content_hash, product_external_id)
      select ${id}, i, '{}', '', i from generate_series(1, 20000) i`
  }
  await sql`analyze`
  // Of 40,000 of each; the open deliveries of the other shop are few.
  for (const status of ['failed', 'pending', 'conflict'])
    expect(
      await rowsReadInVain(`select * from sync_queue where shop_id = '${shop.id}' and status = '${status}'`),
    ).toBeLessThan(500)
  for (const view of ['shopify_orders', 'shopify_product_variants']) {
    const query = `select sync_status, last_sync_at from ${view} where shop_id = '${shop.id}'`
    expect(await rowsReadInVain(`${query} and id = '7'`)).toBeLessThan(100)
    // Those of every row are looked up; what is read in vain are the rows of other shops.
    expect(await rowsReadInVain(query)).toBeLessThan(25_000)
  }
})
