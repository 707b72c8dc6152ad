import type { ShopReads } from '@shopmirror/platforms'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { checkAlerts } from '../src/alerts/check-alerts.ts'
import { refetchObjects } from '../src/inbox/refetch-objects.ts'
import { startSync } from '../src/sync/start-sync.ts'
import { syncRun } from '../src/sync/sync-run.ts'
import { createStage } from './context.ts'
import { createPaperPlatform, createPaperShop, type PaperObject } from './paper-platform.ts'

let now = new Date('2026-06-01T00:00:00Z')
const paper = createPaperShop(0)
const platform = createPaperPlatform(paper, () => now)
const stage = await createStage({ platforms: [platform], now: () => now })
const { context, sql } = stage
const { db } = context
afterAll(() => stage[Symbol.asyncDispose]())

let shopId: string
beforeEach(async () => {
  now = new Date(now.getTime() + 60_000)
  shopId = (await stage.connectShop('paper')).id
  paper.objects = new Map(createPaperShop(35).objects)
})

const later = (ms: number) => {
  now = new Date(now.getTime() + ms)
}
/** `timestamptz` ends before. */
const NO_TIME = new Date('+275000-01-01T00:00:00Z')
const good = (title: string): PaperObject => ({ title, updatedAt: now })
const bad = (title: string): PaperObject => ({ title, updatedAt: NO_TIME })

async function sync() {
  const { run } = await startSync({ shopId, type: 'full', trigger: 'manual' }, context)
  later(1_000)
  await syncRun.run({ runId: run.id, shopId }, context, stage.attempt())
  const [resource] = await db.runs.resources(run.id)
  return { run: await db.runs.find(run.id), resource }
}

async function titles(): Promise<Record<string, string>> {
  const rows = await sql<{ id: string; title: string }[]>`
    select external_id as id, title from products where shop_id = ${shopId} and deleted_at is null`
  return Object.fromEntries(rows.map(({ id, title }) => [id, title]))
}

const quarantined = async () => {
  const rows = await db.quarantine.list({ accountId: null, shopId, limit: 100 })
  return rows.map(({ externalId }) => externalId).sort()
}
const check = () => checkAlerts.run({}, context, stage.attempt())
const alert = async () =>
  (await db.alerts.list({ accountId: null, shopId, limit: 10 })).find(({ kind }) => kind === 'quarantine')

test('a full sync mirrors everything but the objects that cannot be stored, and counts those', async () => {
  for (const id of ['p0003', 'p0017', 'p0018', 'p0034']) paper.objects.set(id, bad('Broken'))
  const { run, resource } = await sync()
  expect(run).toMatchObject({ status: 'succeeded', error: null })
  expect(resource).toMatchObject({ rowsRead: 35, inserted: 31, quarantined: 4, noted: 35 })
  expect(Object.keys(await titles())).toHaveLength(31)
  expect(await quarantined()).toEqual(['p0003', 'p0017', 'p0018', 'p0034'])
  expect(await db.quarantine.list({ accountId: null, runId: run?.id, limit: 10 })).toHaveLength(4)
})

test('an object that cannot be stored keeps its last good version, and is stored again when it changes', async () => {
  await sync()
  paper.objects.set('p0007', bad('Broken'))
  expect((await sync()).resource).toMatchObject({ quarantined: 1, deleted: 0 })
  expect((await titles()).p0007).toBe('Title of p0007')

  paper.objects.set('p0007', good('Mended'))
  expect((await sync()).resource).toMatchObject({ quarantined: 0, updated: 1 })
  expect((await titles()).p0007).toBe('Mended')
  expect(await quarantined()).toEqual([])
})

test('one that no longer exists in the shop is released by the next full sync', async () => {
  paper.objects.set('p0007', bad('Broken'))
  paper.objects.set('p0008', bad('Broken'))
  await sync()
  paper.objects.delete('p0007')
  await sync()
  expect(await quarantined()).toEqual(['p0008'])
})

test('a page of which one object could not be mapped is mirrored, and that object is not taken for deleted', async () => {
  await sync()
  const client = platform.client
  platform.client = (options) => {
    const real = client(options)
    const unmapped = [{ table: 'products' as const, externalId: 'p0007', raw: { title: 7 } }]
    const without = <Row extends { externalId: string }>(rows: Row[] = []) =>
      rows.filter((row) => row.externalId !== 'p0007')
    const page: ShopReads['page'] = async (request) => {
      const { rows, ids, ...more } = await real.reads.page(request)
      if (!ids.includes('p0007')) return { rows, ids, ...more }
      const mapped = { ...rows, rows: { products: without(rows.rows.products) }, unmapped }
      return { ...more, rows: mapped, ids: ids.filter((id) => id !== 'p0007') }
    }
    return { ...real, reads: { ...real.reads, page } }
  }
  const reads = paper.reads.length
  expect((await sync()).resource).toMatchObject({ quarantined: 1, deleted: 0 })
  platform.client = client
  expect(paper.reads.slice(reads)).not.toContain('p0007')
  expect((await titles()).p0007).toBe('Title of p0007')
  expect(await quarantined()).toEqual(['p0007'])
})

test('hints are processed although one object cannot be stored and another no longer exists', async () => {
  await sync()
  paper.objects.set('p0001', bad('Broken'))
  paper.objects.set('p0002', good('New title'))
  paper.objects.delete('p0003')
  const hints = ['p0001', 'p0002', 'p0003'].map((externalId) => ({ shopId, resource: 'products' as const, externalId }))
  await db.refetches.add(hints)
  await refetchObjects.run({ shopId, resource: 'products' }, context, stage.attempt())
  expect(await db.refetches.next({ shopId, resource: 'products' }, 10)).toEqual([])
  expect(await titles()).toMatchObject({ p0001: 'Title of p0001', p0002: 'New title' })
  expect(await titles()).not.toHaveProperty('p0003')
  expect(await quarantined()).toEqual(['p0001'])
})

test('one notification is sent, and the alert ends with the last object', async () => {
  const received: string[] = []
  const notify = async (alert: { detail: string; shopId: string }) => {
    if (alert.shopId === shopId) received.push(alert.detail)
  }
  const checkAndTell = () => checkAlerts.run({}, { ...context, notify }, stage.attempt())
  paper.objects.set('p0001', bad('Broken'))
  paper.objects.set('p0002', bad('Broken'))
  await sync()
  await checkAndTell()
  await checkAndTell()
  expect(received).toEqual([
    expect.stringMatching(/^2 objects could not be stored\. The last one is products\/p000.*SQLSTATE.*full sync/),
  ])

  paper.objects.set('p0001', good('Mended'))
  await sync()
  await checkAndTell()
  expect(await alert()).toMatchObject({ resolvedAt: null, detail: expect.stringMatching(/^1 object .*p0002/) })
  paper.objects.delete('p0002')
  await sync()
  await check()
  expect((await alert())?.resolvedAt).toEqual(now)
  expect(received).toHaveLength(1)
})
