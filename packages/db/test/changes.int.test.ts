import { randomBytes, randomUUID } from 'node:crypto'
import { createTestDatabase } from '@shopmirror/test/database.ts'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { type Change, createKeyring, openDatabase } from '../src/index.ts'

const database = await createTestDatabase()
const changes: Change[] = []
const keyring = createKeyring(`test:${randomBytes(32).toString('base64')}`)
const { repositories: db, close } = openDatabase({
  url: database.url,
  keyring,
  changed: (change) => void changes.push(change),
})
afterAll(async () => {
  await close()
  await database[Symbol.asyncDispose]()
})
const account = await db.accounts.create({ name: 'Test' })
const connect = async () => {
  const { shop } = await db.shops.connect({ accountId: account.id, platform: 'shoprenter', domain: randomUUID() })
  await db.shops.setAccess({ shopId: shop.id, version: null, access: 'active' })
  return shop.id
}
const shopId = await connect()
beforeEach(() => void changes.splice(0))

const newRun = (id: string) => ({ shopId: id, type: 'full', trigger: 'manual', resources: ['products'] }) as const

test('a run is reported from its start to its end, each time with its shop', async () => {
  const { run } = await db.runs.create(newRun(shopId))
  const { epoch = 0 } = (await db.runs.begin(run.id)) ?? {}
  const resource = { runId: run.id, epoch, resource: 'products' }
  await db.runs.startResource({ ...resource, windowFrom: null, windowTo: new Date() })
  await db.mirror.writePage({
    shopId,
    rows: { origin: 'api', readAt: new Date(), rows: {} },
    checkpoint: { ...resource, cursor: null, ids: ['1'], pages: 1, spent: { requests: 1, throttled: 0, waitedMs: 0 } },
  })
  await db.runs.finishResource({ ...resource, status: 'succeeded' })
  await db.runs.finish(run.id, epoch, 'succeeded')
  expect(changes.map(({ kind }) => kind)).toEqual(['run', 'run', ...Array(3).fill('run_progress'), 'run'])
  for (const change of changes) expect(change).toMatchObject({ shopId, id: run.id })
})

test('what did not change is not reported', async () => {
  const { run } = await db.runs.create(newRun(shopId))
  changes.splice(0)
  await db.runs.create(newRun(shopId))
  await db.runs.resume(run.id)
  await db.shops.resume(shopId)
  await db.shops.clearMissingScopes(shopId)
  await db.alerts.clear(shopId)
  await db.alerts.countFailure({ shopId, kind: 'below', detail: '', threshold: 3 })
  await db.alerts.clearKinds(shopId, ['below'])
  expect(changes).toEqual([])
  await db.runs.cancel(run.id)
})

test('an alert is reported when it is raised and when it is resolved', async () => {
  const failure = { shopId, kind: 'test', detail: 'failed', threshold: 2 }
  await db.alerts.countFailure(failure)
  expect(changes).toEqual([])
  const { alert } = await db.alerts.countFailure(failure)
  await db.alerts.clear(shopId, 'test')
  expect(changes).toEqual(Array(2).fill({ kind: 'alert', shopId, id: alert?.id }))
})

test('changes of a transaction are reported after its commit, in their order, and not after a rollback', async () => {
  await db.transaction(async (tx) => {
    await tx.shops.pause(shopId)
    await tx.transaction((inner) => inner.shopSettings.update(shopId, { frequency: '1h' }))
    expect(changes).toEqual([])
  })
  expect(changes.map(({ kind }) => kind)).toEqual(['shop', 'settings'])
  changes.splice(0)
  const rolledBack = db.transaction(async (tx) => {
    await tx.shops.resume(shopId)
    throw new Error('rolled back')
  })
  await expect(rolledBack).rejects.toThrow('rolled back')
  expect(changes).toEqual([])
  await db.shops.resume(shopId)
})

test('deliveries of several shops are reported once per shop', async () => {
  const other = await connect()
  const rows = await db.deliveries.record(
    [shopId, shopId, other].map((id) => ({
      ...{ platform: 'shoprenter', deliveryId: randomUUID(), shopId: id, topic: 'order_confirm' },
      ...{ contentType: 'application/json', body: 'e30=', triggeredAt: null, receivedAt: new Date() },
    })),
  )
  changes.splice(0)
  await db.deliveries.markHandled(rows.map(({ id }) => ({ id, status: 'applied' })))
  expect(changes).toHaveLength(2)
  expect(new Set(changes.map((change) => change.shopId))).toEqual(new Set([shopId, other]))
})

test('pushes, an uninstall and an installation are reported', async () => {
  const given = { key: 'k', kind: 'inventory.set', entity: 'inventory', object: { sku: 'A' }, payload: { quantity: 1 } }
  const [push] = await db.pushes.accept(shopId, [given])
  await db.pushes.cancel({ accountId: account.id }, { code: 'cancelled', text: '' })
  expect(changes).toEqual([
    { kind: 'push', shopId },
    { kind: 'push', shopId, id: push?.id },
  ])
  changes.splice(0)
  const id = await db.installations.create({ platform: 'shoprenter', domain: 'new', expiresAt: null })
  await db.installations.claim({ id, accountId: account.id })
  expect(changes).toEqual([
    { kind: 'installation', shopId: null, accountId: null, id },
    { kind: 'installation', shopId: null, accountId: account.id, id },
  ])
  changes.splice(0)
  await db.shops.uninstall(shopId, { reason: 'test', dueAt: new Date() })
  expect(changes.map(({ kind }) => kind)).toEqual(['shop', 'run', 'push', 'subscription'])
})

test('a replay is reported when it starts, while it goes on, and when it ends', async () => {
  const filter = { shopId, status: 'failed' } as const
  const base = {
    accountId: account.id,
    filter,
    before: new Date(),
    requestedBy: 'key',
    deliveries: 0,
    objects: 0,
    calls: 0,
  }
  const replayId = await db.replays.create({ ...base, shops: [{ shopId, deliveries: 0 }] })
  await db.replays.take({ replayId, shopId }, 10)
  await db.replays.finishPart({ replayId, shopId })
  const cancelled = await db.replays.create({ ...base, shops: [{ shopId, deliveries: 0 }] })
  await db.replays.cancel(cancelled)
  const own = { kind: 'replay', shopId: null, accountId: account.id }
  const inShop = { kind: 'replay', shopId }
  expect(changes).toEqual([
    { ...own, id: replayId },
    inShop,
    inShop,
    { ...own, id: cancelled },
    { ...own, id: cancelled },
  ])
})
