import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { applyDeliveries } from '../src/inbox/apply-deliveries.ts'
import { receiveWebhook } from '../src/inbox/receive-webhook.ts'
import { refetchObjects } from '../src/inbox/refetch-objects.ts'
import { replayDelivery } from '../src/inbox/replay-delivery.ts'
import { describeShop } from '../src/installs/describe-shop.ts'
import { uninstallShop } from '../src/installs/uninstall-shop.ts'
import { changeSettings } from '../src/sync/change-settings.ts'
import { startSync } from '../src/sync/start-sync.ts'
import { syncRun } from '../src/sync/sync-run.ts'
import { createStage, withoutRedis } from './context.ts'
import { createPaperPlatform, createPaperShop, type PaperEvent } from './paper-platform.ts'

let now = new Date('2026-06-01T00:00:00Z')
const paper = createPaperShop(0)
const stage = await createStage({ platforms: [createPaperPlatform(paper, () => now)], now: () => now })
const { context, sql } = stage
afterAll(() => stage[Symbol.asyncDispose]())

let shopId: string
beforeEach(async () => {
  now = new Date(now.getTime() + 60_000)
  shopId = (await stage.connectShop('paper')).id
  await context.db.subscriptions.setWanted(shopId, ['product'])
})

const product = (id: string, title: string, second = 0): PaperEvent => ({
  kind: 'product',
  id,
  title,
  at: new Date(Date.UTC(2026, 4, 1, 0, 0, second)).toISOString(),
})

function deliver(event: PaperEvent | string, extra: { deliveryId?: string; shopId?: string; platform?: string } = {}) {
  const body = typeof event === 'string' ? event : JSON.stringify(event)
  return {
    platform: 'paper',
    deliveryId: randomUUID(),
    shopId,
    topic: 'product',
    contentType: 'application/json',
    body: Buffer.from(body).toString('base64'),
    receivedAt: now.toISOString(),
    ...extra,
  }
}

type Delivery = ReturnType<typeof deliver>
const receive = (deliveries: Delivery[], changed = context) =>
  receiveWebhook.run({ deliveries }, changed, stage.attempt())

async function titles(): Promise<Record<string, string>> {
  const rows = await sql<{ external_id: string; title: string }[]>`
    select external_id, title from products where shop_id = ${shopId} and deleted_at is null`
  return Object.fromEntries(rows.map((row) => [row.external_id, row.title]))
}

async function rowOf({ deliveryId }: Delivery) {
  const [row] = await sql`select * from webhook_deliveries where delivery_id = ${deliveryId}`
  return row
}

const counted = async () => (await context.db.subscriptions.list({ accountId: null, shopId }))[0]?.receivedCount

test('a group of full objects is mirrored, marked and counted', async () => {
  const group = [deliver(product('1', 'Mug')), deliver(product('2', 'Cup'))]
  await receive(group)
  expect(await titles()).toEqual({ 1: 'Mug', 2: 'Cup' })
  expect(await rowOf(group[0] as Delivery)).toMatchObject({
    status: 'applied',
    object: 'products/1',
    error: null,
    attempts: 1,
  })
  expect(await counted()).toBe(2)
})

test('a repeated delivery is neither applied nor counted again', async () => {
  const first = deliver(product('1', 'Mug', 1))
  await receive([first])
  await receive([deliver(product('1', 'Big mug', 2))])
  await receive([first, first])
  expect(await titles()).toEqual({ 1: 'Big mug' })
  expect(await counted()).toBe(2)
})

test('a delivery twice in one group is one', async () => {
  const twice = deliver(product('1', 'Mug'))
  await receive([twice, twice])
  expect(await counted()).toBe(1)
})

test('events about one object in one group end in the newest, whatever their order', async () => {
  await receive([3, 1, 2].map((second) => deliver(product('1', `Version ${second}`, second))))
  expect(await titles()).toEqual({ 1: 'Version 3' })
})

test('a late create does not revive what was deleted', async () => {
  await receive([deliver({ kind: 'deleted', id: '1', at: new Date(Date.UTC(2026, 4, 1, 0, 0, 9)).toISOString() })])
  await receive([deliver(product('1', 'Mug', 1))])
  expect(await titles()).toEqual({})
  await receive([deliver(product('1', 'Mug is back', 10))])
  expect(await titles()).toEqual({ 1: 'Mug is back' })
})

test('hints become one read per object, not one per hint', async () => {
  const hints = ['7', '7', '8'].map((id) => deliver({ kind: 'hint', resource: 'orders', id }))
  await receive(hints)
  const waiting = (await stage.waiting(refetchObjects)).filter((payload) => payload.shopId === shopId)
  expect(waiting).toEqual([{ shopId, resource: 'orders' }])
  const wanted = await context.db.refetches.next({ shopId, resource: 'orders' }, 10)
  expect(wanted.map(({ externalId }) => externalId).sort()).toEqual(['7', '8'])
  expect(await rowOf(hints[0] as Delivery)).toMatchObject({ status: 'applied', object: 'orders/7' })
})

test('an invalid delivery fails without the others', async () => {
  const garbled = deliver('no json at all')
  await receive([deliver(product('1', 'Mug')), garbled, deliver(product('2', 'Cup'))])
  expect(await titles()).toEqual({ 1: 'Mug', 2: 'Cup' })
  expect(await rowOf(garbled)).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('could not be parsed'),
  })
})

test('an object the database refuses fails alone, even when it was to be written with others', async () => {
  const refused = deliver({ kind: 'product', id: '2', title: 'Cup', at: '+275000-01-01T00:00:00.000Z' })
  await receive([deliver(product('1', 'Mug')), refused, deliver(product('3', 'Pot'))])
  expect(await titles()).toEqual({ 1: 'Mug', 3: 'Pot' })
  const { id: deliveryId } = (await rowOf(refused)) ?? {}
  const quarantined = await context.db.quarantine.list({ accountId: null, shopId, limit: 10 })
  expect(quarantined).toMatchObject([{ tableName: 'products', externalId: '2', deliveryId, runId: null }])
  expect(await rowOf(refused)).toMatchObject({
    ...{ status: 'failed', object: 'products/2' },
    error: expect.stringContaining('a value in it does not fit its column'),
  })
})

test('a dependency that is down fails the batch, and the batch is complete when it is retried', async () => {
  const group = [deliver(product('1', 'Mug')), deliver({ kind: 'hint', resource: 'orders', id: '7' })]
  await expect(receive(group, withoutRedis(context))).rejects.toThrow('Redis is down')
  expect(await rowOf(group[0] as Delivery)).toMatchObject({ status: 'received', handled_at: null })

  await receive(group)
  expect(await rowOf(group[1] as Delivery)).toMatchObject({ status: 'applied', attempts: 2 })
  expect(await counted()).toBe(2)
})

test.each([
  ['an unknown shop', { shopId: 'shp_unknown' }, 'not connected'],
  ['an unknown platform', { platform: 'nobody' }, 'Platform nobody is not enabled'],
])('a delivery of %s is kept as ignored, with the reason', async (_case, extra, reason) => {
  const stray = deliver(product('1', 'Mug'), extra)
  await receive([stray])
  expect(await rowOf(stray)).toMatchObject({ status: 'ignored', error: expect.stringContaining(reason) })
})

test('a delivery of an uninstalled shop writes nothing', async () => {
  await context.db.shops.uninstall(shopId, { reason: 'test', dueAt: now })
  const late = deliver(product('1', 'Mug'))
  await receive([late])
  expect(await titles()).toEqual({})
  expect(await rowOf(late)).toMatchObject({ status: 'ignored', error: 'The shop is uninstalled.', body: null })
})

test('a hint about a paused shop is dropped with its reason, a full object is mirrored', async () => {
  await context.db.shops.pause(shopId)
  const hint = deliver({ kind: 'hint', resource: 'orders', id: '70' })
  await receive([hint, deliver(product('1', 'Mug'))])
  expect(await rowOf(hint)).toMatchObject({ status: 'ignored', error: expect.stringContaining('paused') })
  expect(await titles()).toEqual({ 1: 'Mug' })
})

test('resources that the settings of the shop leave out are recorded and not mirrored, until they are included again', async () => {
  await receive([deliver(product('1', 'Mug'))])
  await context.db.shopSettings.update(shopId, { resources: ['customers'] })
  const at = new Date(Date.UTC(2026, 4, 1, 0, 0, 9)).toISOString()
  const leftOut = [
    deliver(product('2', 'Cup')),
    deliver({ kind: 'part', id: '1a', of: '1', at }),
    deliver({ kind: 'deleted', id: '1', at }),
    deliver({ kind: 'hint', resource: 'orders', id: '7' }),
  ]
  const mirrored = deliver({ kind: 'hint', resource: 'customers', id: '7' })
  await receive([...leftOut, mirrored])
  expect(await titles()).toEqual({ 1: 'Mug' })
  expect(await sql`select from product_variants where shop_id = ${shopId}`).toHaveLength(0)
  expect(await context.db.refetches.next({ shopId, resource: 'orders' }, 10)).toEqual([])
  for (const delivery of leftOut)
    expect(await rowOf(delivery)).toMatchObject({
      status: 'ignored',
      error: expect.stringContaining('settings leave out'),
    })
  expect(await rowOf(mirrored)).toMatchObject({ status: 'applied' })

  const [first] = leftOut
  const row = await rowOf(first as Delivery)
  await context.db.shopSettings.update(shopId, { resources: null })
  await context.db.deliveries.replay(row?.id)
  await applyDeliveries.run({ ids: [row?.id] }, context, stage.attempt())
  expect(await titles()).toEqual({ 1: 'Mug', 2: 'Cup' })
})

test('a request to redact a customer is carried out although customers are not mirrored', async () => {
  await context.db.shopSettings.update(shopId, { resources: ['products'] })
  const redaction = deliver({ kind: 'redact_customer', customer: { externalId: '7' }, orderIds: [] })
  await receive([redaction])
  expect(await rowOf(redaction)).toMatchObject({ status: 'applied', object: 'customers/7' })
})

test('resources that are included again are read from where the mirror stood', async () => {
  const change = (resources: string[] | null) =>
    changeSettings({ id: shopId, platform: 'paper', status: 'active' }, { resources }, context)
  await context.db.watermarks.advance(shopId, 'products', now, { full: true })
  await change(['orders'])
  expect(await context.db.runs.findOpen(shopId)).toBeNull()
  paper.objects.set('9', { title: 'Changed while it was off', updatedAt: new Date(now.getTime() + 1_000) })
  await change(null)
  const run = await context.db.runs.findOpen(shopId)
  expect(run).toMatchObject({ type: 'incremental', trigger: 'gap' })
  now = new Date(now.getTime() + 60_000)
  await syncRun.run({ runId: run?.id ?? '', shopId }, context, stage.attempt())
  expect(await titles()).toEqual({ 9: 'Changed while it was off' })
  paper.objects.delete('9')
  await change(null)
  expect(await context.db.runs.findOpen(shopId)).toBeNull()
})

test('an uninstall by webhook enqueues the uninstall of the shop', async () => {
  await receive([deliver({ kind: 'uninstalled' })])
  expect(await stage.waiting(uninstallShop)).toContainEqual({
    shopId,
    reason: 'webhook',
    endedAt: now.toISOString(),
  })
})

test('a shop that was installed again is not uninstalled by a late event', async () => {
  const { id: accountId } = await context.db.accounts.create({ name: randomUUID() })
  const { shop } = await context.db.shops.connect({ accountId, platform: 'paper', domain: randomUUID() })
  const end = { shopId: shop.id, reason: 'webhook' }
  const before = new Date(shop.createdAt.getTime() - 60_000).toISOString()
  await uninstallShop.run({ ...end, endedAt: before }, context, stage.attempt())
  expect((await context.db.shops.find(shop.id))?.status).toBe('connecting')

  const after = new Date(shop.createdAt.getTime() + 60_000)
  const expiresAt = new Date(after.getTime() + 900_000)
  const again = await context.db.installations.create({ platform: 'paper', domain: shop.domain, accountId, expiresAt })
  await context.db.installations.attachShop(again, shop.id)
  await sql`update installations set created_at = ${new Date(after.getTime() + 1).toISOString()} where id = ${again}`
  await uninstallShop.run({ ...end, endedAt: after.toISOString() }, context, stage.attempt())
  expect((await context.db.shops.find(shop.id))?.status).toBe('connecting')

  const last = new Date(after.getTime() + 2).toISOString()
  await uninstallShop.run({ ...end, endedAt: last }, context, stage.attempt())
  expect((await context.db.shops.find(shop.id))?.status).toBe('uninstalled')
})

test('what a run waits for wakes it', async () => {
  const { run } = await startSync({ shopId, type: 'full', trigger: 'manual', delayMs: 60_000 }, context)
  const delayed = await stage.delayed(syncRun)
  await receive([deliver({ kind: 'run_ready' })])
  expect(await stage.delayed(syncRun)).toBe(delayed - 1)
  expect(await stage.waiting(syncRun)).toContainEqual({ runId: run.id, shopId })
})

test('an irrelevant delivery is ignored with the reason of the adapter', async () => {
  const other = deliver({ kind: 'other' })
  await receive([other])
  expect(await rowOf(other)).toMatchObject({ status: 'ignored', error: 'Nothing to mirror.' })
})

test('a failed delivery is applied when it is replayed after the cause is gone', async () => {
  const garbled = deliver('no json at all')
  await receive([garbled])
  const row = await rowOf(garbled)
  await sql`update webhook_deliveries set body = ${deliver(product('1', 'Mug')).body} where id = ${row?.id}`
  expect(await replayDelivery(row?.id, context)).toBe(true)
  await stage.work([applyDeliveries])
  expect(await titles()).toEqual({ 1: 'Mug' })
  expect(await rowOf(garbled)).toMatchObject({ status: 'applied', error: null })
})

test('a replay survives a Redis that is down, and a process that dies before the job is in its queue', async () => {
  const mug = deliver(product('1', 'Mug'))
  await receive([mug])
  await sql`delete from products where shop_id = ${shopId}`
  expect(await replayDelivery((await rowOf(mug))?.id, withoutRedis(context))).toBe(true)
  await stage.drainOutbox()
  await stage.work([applyDeliveries])
  expect(await titles()).toEqual({ 1: 'Mug' })
})

test('a delivery without a body is not replayed', async () => {
  const old = deliver(product('1', 'Mug'))
  await receive([old])
  await context.db.deliveries.sweepBodies(new Date(now.getTime() + 1), 100)
  expect(await replayDelivery((await rowOf(old))?.id, context)).toBe(false)
})

test('a changed shop has its profile read again, once, with its missing scopes', async () => {
  await receive([deliver({ kind: 'shop_changed' }), deliver({ kind: 'shop_changed' })])
  expect((await stage.waiting(describeShop)).filter((payload) => payload.shopId === shopId)).toEqual([{ shopId }])

  await context.db.shops.markMissingScope(shopId, 'read_old')
  paper.missingScopes = ['read_orders', 'read_products']
  await describeShop.run({ shopId }, context, stage.attempt())
  expect(await context.db.shops.find(shopId)).toMatchObject({
    currency: 'EUR',
    missingScopes: ['read_orders', 'read_products'],
  })
  paper.missingScopes = []
  await describeShop.run({ shopId }, context, stage.attempt())
  expect(await context.db.shops.find(shopId)).toMatchObject({ missingScopes: [] })
})
