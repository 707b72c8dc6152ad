import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { uninstallShop } from '../src/installs/uninstall-shop.ts'
import { eraseShop } from '../src/privacy/erase-shop.ts'
import { sweepErasures } from '../src/privacy/sweep-erasures.ts'
import { startSync } from '../src/sync/start-sync.ts'
import { syncRun } from '../src/sync/sync-run.ts'
import { createStage } from './context.ts'
import { createPaperPlatform, createPaperShop } from './paper-platform.ts'

const HOUR_MS = 3_600_000
let now = new Date('2026-06-01T00:00:00Z')
const stage = await createStage({
  platforms: [createPaperPlatform(createPaperShop(25), () => now)],
  now: () => now,
  settings: { ERASE_GRACE_HOURS: 48 },
})
const { context, sql } = stage
afterAll(() => stage[Symbol.asyncDispose]())

let shopId: string
let domain: string
beforeEach(async () => {
  domain = randomUUID()
  shopId = (await stage.connectShop('paper', domain)).id
  await context.db.credentials.replace({ shopId, tokens: { accessToken: 'secret', expiresAt: null } })
  await context.db.subscriptions.setWanted(shopId, ['product'])
  await context.db.deliveries.record([
    {
      platform: 'paper',
      deliveryId: randomUUID(),
      shopId,
      topic: 'product',
      contentType: 'text/plain',
      body: 'Yg==',
      triggeredAt: null,
      receivedAt: now,
    },
  ])
})

async function mirror(): Promise<string> {
  const { run } = await startSync({ shopId, type: 'full', trigger: 'manual' }, context)
  await syncRun.run({ runId: run.id, shopId }, context, stage.attempt())
  return run.id
}

const uninstall = () => uninstallShop.run({ shopId, reason: 'merchant' }, context, stage.attempt())
const erase = (erasureId: string, signal?: AbortSignal) => eraseShop.run({ erasureId }, context, stage.attempt(signal))

async function erasure() {
  const found = await context.db.erasures.find(shopId)
  if (!found) throw new Error('No erasure was booked.')
  return found
}

async function countRows(table: string): Promise<number> {
  const [row] = await sql`select count(*)::int as rows from ${sql(table)} where shop_id = ${shopId}`
  return row?.rows
}

test('each uninstall counts: an uninstall, a new install and another uninstall leave no shop, however late the first job runs', async () => {
  const end = (endedAt: Date) =>
    context.enqueue(uninstallShop, { shopId, reason: 'webhook', endedAt: endedAt.toISOString() })
  const begin = Date.now()
  const at = (minutes: number) => new Date(begin + minutes * 60_000)
  await end(at(1))
  await sql`insert into installations (id, platform, domain, account_id, shop_id, created_at)
    values (${`ins_${randomUUID()}`}, 'paper', ${domain}, ${stage.account.id}, ${shopId}, ${at(2).toISOString()})`
  await end(at(3))
  await end(at(3))
  expect(await stage.waiting(uninstallShop)).toHaveLength(2)
  await stage.work([uninstallShop])
  expect(await context.db.shops.find(shopId)).toMatchObject({ status: 'uninstalled' })
})

test('an uninstall from before the latest installation has no effect', async () => {
  await uninstallShop.run(
    { shopId, reason: 'webhook', endedAt: new Date(Date.now() - HOUR_MS).toISOString() },
    context,
    stage.attempt(),
  )
  expect(await context.db.shops.find(shopId)).toMatchObject({ status: 'active' })
})

test('an uninstall leaves no token, no subscription, no schedule and no open run', async () => {
  const { run } = await startSync({ shopId, type: 'full', trigger: 'manual' }, context)
  await uninstall()
  expect(await context.db.credentials.read(shopId)).toBeNull()
  expect(await countRows('webhook_subscriptions')).toBe(0)
  expect(await context.db.shopSettings.get(shopId)).toMatchObject({ scheduleEnabled: false })
  expect(await context.db.runs.find(run.id)).toMatchObject({ status: 'cancelled' })
})

test('a repeated uninstall keeps the first date', async () => {
  await uninstall()
  const { dueAt, id } = await erasure()
  now = new Date(now.getTime() + HOUR_MS)
  await uninstall()
  expect(await erasure()).toMatchObject({ id, dueAt })
})

test('without a grace period the erasure is enqueued by the uninstall', async () => {
  await context.db.shops.uninstall(shopId, { reason: 'merchant', dueAt: now })
  await uninstall()
  expect(await stage.waiting(eraseShop)).toContainEqual({ erasureId: (await erasure()).id })
})

test('the mirror is kept for the grace period, and then erased', async () => {
  await mirror()
  await uninstall()
  const { id } = await erasure()
  now = new Date(now.getTime() + 47 * HOUR_MS)
  await sweepErasures.run({}, context, stage.attempt())
  expect(await stage.waiting(eraseShop)).not.toContainEqual({ erasureId: id })

  now = new Date(now.getTime() + HOUR_MS)
  await sweepErasures.run({}, context, stage.attempt())
  expect(await stage.waiting(eraseShop)).toContainEqual({ erasureId: id })
  await erase(id)
  expect([await countRows('products'), await countRows('webhook_deliveries')]).toEqual([0, 0])
})

test('an erasure leaves evidence of how many rows were deleted, and when', async () => {
  await mirror()
  await uninstall()
  const { id } = await erasure()
  await erase(id)
  expect(await erasure()).toMatchObject({ finishedAt: now, removed: { products: 25, webhook_deliveries: 1 }, domain })
})

test('an interrupted erasure continues, and its evidence counts nothing twice', async () => {
  await mirror()
  await uninstall()
  const { id } = await erasure()
  const stopped = new AbortController()
  stopped.abort()
  await expect(erase(id, stopped.signal)).rejects.toThrow()
  expect((await erasure()).finishedAt).toBeNull()
  await erase(id)
  await erase(id)
  expect((await erasure()).removed).toMatchObject({ products: 25 })
})

test('a shop that was installed again is a new one: the erasure of the old never touches it', async () => {
  await uninstall()
  const old = await erasure()
  const again = await stage.connectShop('paper', domain)
  expect(again.id).not.toBe(shopId)
  shopId = again.id
  await mirror()
  await erase(old.id)
  expect(await countRows('products')).toBe(25)
})

test('a shop that is not uninstalled cannot be erased', async () => {
  await mirror()
  const [row] = await sql`insert into erasures (id, shop_id, account_id, platform, domain, reason, due_at)
    values (${`ers_${randomUUID()}`}, ${shopId}, ${stage.account.id}, 'paper', ${domain}, 'mistake', now()) returning id`
  await expect(erase(row?.id)).rejects.toThrow('Only an uninstalled shop can be erased')
  expect(await countRows('products')).toBe(25)
})

test('a run in progress writes nothing after the uninstall', async () => {
  const { run } = await startSync({ shopId, type: 'full', trigger: 'manual' }, context)
  const begun = await context.db.runs.begin(run.id)
  await uninstall()
  await expect(
    context.db.mirror.writePage({
      shopId,
      rows: {
        origin: 'api',
        readAt: now,
        rows: { products: [{ externalId: '1', sourceUpdatedAt: now, fields: { title: 'Late' }, raw: {} }] },
      },
      checkpoint: { runId: run.id, epoch: begun?.epoch ?? 0, resource: 'products', cursor: null, ids: ['1'], pages: 1 },
    }),
  ).rejects.toThrow('no longer owns the run')
  expect(await countRows('products')).toBe(0)
})
