import { pushKindNames } from '@shopmirror/platforms'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createStage, type Key, type Stage } from './stage.ts'
import { withoutRedis } from './without-redis.ts'

let stage: Stage
let owner: Key
let shop: string

beforeAll(async () => {
  stage = await createStage()
  owner = await stage.issueKey()
  shop = await stage.connectShop(owner.accountId)
})
afterAll(() => stage[Symbol.asyncDispose]())

let keys = 0
const stock = (change: object = {}, payload: object = {}) => ({
  ...{ key: `key-${keys++}`, kind: 'inventory.set', object: { sku: 'A-1' } },
  payload: { quantity: 5, location: '1', ...payload },
  ...change,
})

const call = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object) =>
  stage.app.inject({ method, url: `/api/v1${path}`, headers: owner.headers, ...(payload && { payload }) })
const push = (...pushes: object[]) => call('POST', `/shops/${shop}/pushes`, { pushes })

test("pushes are accepted in their order, and the sender's job is enqueued", async () => {
  const [first, second] = [stock(), stock()]
  const answer = await push(first, second)
  expect(answer.statusCode).toBe(202)
  expect(answer.json().data).toMatchObject([
    { key: first.key, status: 'pending', repeated: false },
    { key: second.key, status: 'pending', repeated: false },
  ])
  expect((await stage.queues.outbox.getJobs(['waiting'])).map(({ name, data }) => [name, data])).toEqual([
    ['push.send', { shopId: shop }],
  ])
})

test('the same push submitted again is the same push', async () => {
  const given = stock()
  const [before] = (await push(given)).json().data
  const again = { ...given, payload: { location: '1', quantity: 5 } }
  expect((await push(again)).json().data).toEqual([{ ...before, repeated: true }])
})

test('a push submitted while Redis is down is accepted, and the sweep finds it', async () => {
  await withoutRedis(stage.redis, async () => {
    const answer = await push(stock())
    expect(answer.statusCode).toBe(202)
  })
  expect(stage.lines.map(({ msg }) => msg)).toContain('enqueue.left_to_sweep')
  expect(await stage.db.pushes.dueShops(10)).toContain(shop)
})

test('a key of another push is refused, and nothing of the request is accepted', async () => {
  const given = stock()
  await push(given)
  const other = stock()
  const answer = await push(other, { ...given, payload: { quantity: 6, location: '1' } })
  expect([answer.statusCode, answer.json().errors[0].path]).toEqual([409, 'body.pushes.1.key'])
  expect((await call('GET', `/pushes?key=${other.key}`)).json().data).toEqual([])
})

test.each([
  ['a kind that does not exist', stock({ kind: 'stock.set' }), 'body.pushes.0.kind'],
  ['a kind that is a name of an object', stock({ kind: 'constructor' }), 'body.pushes.0.kind'],
  ['a fraction', stock({}, { quantity: 1.5 }), 'body.pushes.0.payload.quantity'],
  ['a text for a number', stock({}, { quantity: '5' }), 'body.pushes.0.payload.quantity'],
  ['less than the platform takes', stock({}, { quantity: -1 }), 'body.pushes.0.payload.quantity'],
  ['an unknown field', stock({}, { amount: 1 }), 'body.pushes.0.payload'],
  ['no name for the object', stock({ object: {} }), 'body.pushes.0.object'],
  ['two names for the object', stock({ object: { id: '1', sku: 'A' } }), 'body.pushes.0.object'],
  ['a name that is blank', stock({ object: { sku: '  ' } }), 'body.pushes.0.object.sku'],
])('%s is refused by name: 422', async (_title, given, path) => {
  const answer = await push(given)
  expect([answer.statusCode, answer.json().type]).toEqual([422, 'urn:shopmirror:problem:push-refused'])
  expect(answer.json().errors.map((error: { path: string }) => error.path)).toContain(path)
})

test('a key that comes twice in one request is refused', async () => {
  const answer = await push(stock({ key: 'twice' }), stock({ key: 'twice' }))
  expect([answer.statusCode, answer.json().errors[0].path]).toEqual([422, 'body.pushes.1.key'])
})

test('500 pushes are taken at once, and no more', async () => {
  const many = Array.from({ length: 501 }, () => stock())
  expect((await push(...many.slice(1))).statusCode).toBe(202)
  expect((await push(...many)).statusCode).toBe(400)
})

test('a push is found by its key, cancelled, and sent once more', async () => {
  const given = stock()
  const [{ id }] = (await push(given)).json().data
  expect((await call('GET', `/pushes?key=${given.key}`)).json().data).toMatchObject([{ id, status: 'pending' }])
  expect((await call('POST', `/pushes/${id}/cancel`)).json().data).toMatchObject({ status: 'cancelled' })
  const again = await call('POST', `/pushes/${id}/cancel`)
  expect([again.statusCode, again.json().type]).toEqual([409, 'urn:shopmirror:problem:wrong-state'])
  expect((await call('POST', `/pushes/${id}/retry`)).json().data).toMatchObject({ status: 'pending', attempts: 0 })
})

test('all that match a filter are cancelled', async () => {
  const other = await stage.connectShop(owner.accountId)
  await call('POST', `/shops/${other}/pushes`, { pushes: [stock(), stock()] })
  expect((await call('POST', '/pushes/cancel', { shop: other })).json()).toEqual({ data: { pushes: 2 } })
  expect((await call('POST', '/pushes/cancel', { shop: other })).json()).toEqual({ data: { pushes: 0 } })
})

test('pushes are counted by status, and an action says how many it would move before it moves them', async () => {
  const own = await stage.connectShop(owner.accountId)
  await call('POST', `/shops/${own}/pushes`, { pushes: [stock(), stock(), stock()] })
  await stage.sql`update pushes set status = 'failed', error = 'Out of range', finished_at = now()
    where id in (select id from pushes where shop_id = ${own} order by id limit 2)`
  const counts = async (query = '') => (await call('GET', `/pushes/counts?shop=${own}${query}`)).json().data
  expect(await counts()).toEqual({ pending: 1, held: 0, processing: 0, conflict: 0, failed: 2 })
  expect(await counts('&error=range')).toMatchObject({ pending: 0, failed: 2 })
  const filter = { shop: own, error: 'out of RANGE', status: 'failed' }
  const retry = async (body: object) => (await call('POST', '/pushes/retry', body)).json()
  expect(await retry({ ...filter, dry_run: true })).toEqual({ data: { pushes: 2 } })
  expect(await retry({ ...filter, status: 'cancelled', dry_run: true })).toEqual({ data: { pushes: 0 } })
  expect(await retry({ ...filter, until: '2020-01-01T00:00:00Z' })).toEqual({ data: { pushes: 0 } })
  expect(await counts()).toMatchObject({ failed: 2 })
  expect(await retry(filter)).toEqual({ data: { pushes: 2 } })
  expect(await counts()).toMatchObject({ pending: 3, failed: 0 })
})

test('a conflict shows what was wanted, what the shop held, and what the mirror shows', async () => {
  const own = await stage.connectShop(owner.accountId)
  const [{ id }] = (
    await call('POST', `/shops/${own}/pushes`, { pushes: [stock({}, { quantity: 3, expected: 6 })] })
  ).json().data
  const variant = {
    externalId: 'v1',
    sourceUpdatedAt: new Date(),
    raw: {},
    fields: { product_external_id: 'p1', stocks: { main: 4 } },
  }
  const product = { externalId: 'p1', sourceUpdatedAt: new Date(), raw: {}, fields: { title: 'Pen' } }
  const rows = { products: [product], product_variants: [variant] }
  await stage.db.mirror.writePage({ shopId: own, rows: { origin: 'api', readAt: new Date(), rows } })
  await stage.sql`
    update pushes set status = 'conflict', target = ${JSON.stringify({ variantId: 'v1', inventoryItemId: null, locationId: 'main' })}::text::jsonb,
      result = ${JSON.stringify({ actual: 5 })}::text::jsonb where id = ${id}`
  const { data } = (await call('GET', `/pushes/${id}`)).json()
  expect(data).toMatchObject({
    conflict: [{ name: 'quantity', wanted: 3, expected: 6, found: 5, mirrored: 4 }],
    ...{ first_sent_at: null, updated_at: expect.any(String) },
  })
  expect((await call('POST', `/pushes/${id}/resolve`, { winner: 'shop' })).json().data).toMatchObject({
    status: 'cancelled',
    conflict: null,
  })
})

test('settings of an entity are kept, and those of the others stay', async () => {
  const inventory = { enabled: true, interval_minutes: 5, on_conflict: 'shop_wins' }
  const { data } = (await call('PUT', `/shops/${shop}/push-settings`, { inventory })).json()
  expect(data).toEqual({
    orders: { enabled: true, interval_minutes: 0, on_conflict: 'hold' },
    inventory,
    products: { enabled: false, interval_minutes: 0, on_conflict: 'hold' },
    customers: { enabled: false, interval_minutes: 0, on_conflict: 'hold' },
  })
  expect((await call('GET', `/shops/${shop}/push-settings`)).json().data).toEqual(data)
})

test('the view of the configuration shows the same settings, defaults included', async () => {
  const { data } = (await call('GET', `/shops/${shop}/push-settings`)).json()
  const shown = await stage.sql`
    select entity_type, enabled, interval_minutes, conflict_policy as on_conflict from store_sync_config
    where shop_id = ${shop} and direction = 'to_shop'`
  expect(Object.fromEntries(shown.map(({ entity_type: entity, ...settings }) => [entity, settings]))).toEqual(data)
})

test('an entity that is switched off holds what waits', async () => {
  const own = await stage.connectShop(owner.accountId)
  const [{ id }] = (await call('POST', `/shops/${own}/pushes`, { pushes: [stock()] })).json().data
  const inventory = { enabled: false, interval_minutes: 0, on_conflict: 'hold' }
  await call('PUT', `/shops/${own}/push-settings`, { inventory })
  expect((await call('GET', `/pushes/${id}`)).json().data).toMatchObject({
    status: 'held',
    hold_reason: 'direction_off',
  })
  expect((await call('POST', `/pushes/${id}/process`)).json().data).toMatchObject({ status: 'pending' })
})

test('an object is switched off, listed, and switched on again', async () => {
  const own = await stage.connectShop(owner.accountId)
  const path = `/shops/${own}/object-switches`
  const a = { table: 'products', object: 'cHJvZHVjdC0x==' }
  const one = `${path}/${a.table}/${encodeURIComponent(a.object)}`
  expect((await call('GET', one)).json().data).toEqual({ ...a, sync: true })
  expect((await call('PUT', one, { sync: false })).json().data).toEqual({ ...a, sync: false })
  await call('PUT', `${path}/customers/7`, { sync: false })
  expect((await call('PUT', one, { sync: false })).statusCode).toBe(200)
  const first = (await call('GET', `${path}?limit=1`)).json()
  expect(first.data).toEqual([{ table: 'customers', object: '7', sync: false }])
  expect((await call('GET', `${path}?cursor=${first.next_cursor}`)).json()).toEqual({
    data: [{ ...a, sync: false }],
    next_cursor: null,
  })
  expect((await call('DELETE', one)).json().data).toEqual({ ...a, sync: true })
  await call('PUT', `${path}/customers/7`, { sync: true })
  expect((await call('GET', path)).json().data).toEqual([])
  expect((await call('PUT', `${path}/shops/7`, { sync: false })).statusCode).toBe(400)
})

test('what a shop takes is described', async () => {
  const { data } = (await call('GET', `/shops/${shop}/capabilities`)).json()
  const find = (kind: string) => data.find((each: { kind: string }) => each.kind === kind)
  expect(data.map(({ kind }: { kind: string }) => kind)).toEqual(pushKindNames)
  expect(find('inventory.set')).toMatchObject({
    ...{ kind: 'inventory.set', supported: true, fields: ['quantity', 'location', 'expected'] },
    ...{ scopes: ['product.product:write'], scopes_missing: [], changes_per_call: 200, compare: 'read_before' },
    ...{ cost: { unit: 'requests', per_call: 1 }, class: 'repeatable' },
    payload_schema: { type: 'object', required: ['quantity'] },
  })
  expect(find('order.create')).toMatchObject({
    // Several calls create one.
    ...{ cost: null, class: 'read_back_first' },
    payload_schema: { type: 'object', required: ['lines'] },
  })
})

test('an uninstalled shop takes no pushes', async () => {
  const gone = await stage.connectShop(owner.accountId)
  await stage.db.shops.uninstall(gone, { reason: 'test', dueAt: new Date() })
  expect((await call('POST', `/shops/${gone}/pushes`, { pushes: [stock()] })).statusCode).toBe(409)
})

test('links are made, listed, found by the platform id, and removed', async () => {
  const links = `/shops/${shop}/links`
  const link = { entity: 'orders', own_id: 'ERP/7', external_id: '4711' }
  expect((await call('PUT', links, link)).json().data).toEqual(link)
  expect((await call('PUT', links, link)).statusCode).toBe(200)
  expect((await call('PUT', links, { ...link, own_id: 'ERP/8' })).json().type).toContain('link-taken')
  expect((await call('PUT', links, { ...link, external_id: '4712' })).statusCode).toBe(409)
  await call('PUT', links, { ...link, own_id: 'ERP/9', external_id: '4713' })
  const first = (await call('GET', `${links}?entity=orders&limit=1`)).json()
  expect(first).toMatchObject({ data: [link], next_cursor: 'ERP/7' })
  const second = (await call('GET', `${links}?entity=orders&limit=1&cursor=${encodeURIComponent('ERP/7')}`)).json()
  expect(second).toMatchObject({ data: [{ own_id: 'ERP/9' }], next_cursor: null })
  expect((await call('GET', `${links}?entity=orders&object=4711`)).json().data).toEqual([link])
  const one = `${links}?entity=orders&own_id=${encodeURIComponent('ERP/7')}`
  expect((await call('DELETE', one)).json().data).toEqual(link)
  expect((await call('DELETE', one)).statusCode).toBe(404)
})
