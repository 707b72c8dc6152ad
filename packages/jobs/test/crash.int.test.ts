import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { JobContext } from '../src/context.ts'
import { receiveWebhook } from '../src/inbox/receive-webhook.ts'
import { installShop } from '../src/installs/install-shop.ts'
import { uninstallShop } from '../src/installs/uninstall-shop.ts'
import { eraseShop } from '../src/privacy/erase-shop.ts'
import { startSync } from '../src/sync/start-sync.ts'
import { syncRun } from '../src/sync/sync-run.ts'
import { tickSync } from '../src/sync/tick-sync.ts'
import { registerWebhooks } from '../src/webhooks/register-webhooks.ts'
import { createStage } from './context.ts'
import { Crash, type CrashPlan, crashing } from './crash.ts'
import { createPaperPlatform, createPaperShop, type PaperEvent } from './paper-platform.ts'

const MINUTE_MS = 60_000
let now = new Date('2026-06-01T00:00:00Z')
const paper = createPaperShop(0)
const stage = await createStage({ platforms: [createPaperPlatform(paper, () => now)], now: () => now })
const { sql } = stage
afterAll(() => stage[Symbol.asyncDispose]())

interface Story {
  /** A new shop, ready for what is to happen. */
  begin(): Promise<void>
  run(context: JobContext): Promise<void>
  /** The job again, or whatever finds what a dead process left behind. */
  recover?(): Promise<void>
  expectDone(): Promise<void>
}

/** Lets the process die at every single call, before and after it, and demands the same end each time. */
async function dieEverywhere({ begin, run, recover, expectDone }: Story): Promise<number> {
  for (let at = 0; ; at++) {
    for (const when of ['before', 'after'] as const) {
      now = new Date(now.getTime() + MINUTE_MS)
      await begin()
      const plan: CrashPlan = { at, when }
      await run(crashing(stage.context, plan)).catch(isCrash)
      await (plan.hasDied && recover ? recover() : run(stage.context))
      await expectDone()
      if (!plan.hasDied) return at
    }
  }
}

function isCrash(error: unknown): true {
  if (error instanceof Crash) return true
  throw error
}

let shopId: string
const attempt = () => stage.attempt()
const countRows = async (table: string) =>
  (await sql`select count(*)::int as n from ${sql(table)} where shop_id = ${shopId}`)[0]?.n

async function titles(): Promise<Record<string, string>> {
  const rows = await sql<{ external_id: string; title: string }[]>`
    select external_id, title from products where shop_id = ${shopId} and deleted_at is null`
  return Object.fromEntries(rows.map((row) => [row.external_id, row.title]))
}

beforeEach(() => void Object.assign(paper, createPaperShop(0), { pageSize: 2 }))

describe('a process that dies at any call of', { timeout: 120_000 }, () => {
  test('a sync loses and doubles nothing', async () => {
    let runId: string
    const died = await dieEverywhere({
      async begin() {
        Object.assign(paper, createPaperShop(5), { pageSize: 2 })
        shopId = (await stage.connectShop('paper')).id
        await stage.context.db.mirror.writePage({
          shopId,
          rows: {
            origin: 'webhook',
            readAt: now,
            rows: { products: [{ externalId: 'gone', sourceUpdatedAt: null, fields: {}, raw: {} }] },
          },
        })
        runId = (await startSync({ shopId, type: 'full', trigger: 'manual' }, stage.context)).run.id
      },
      run: (context) => syncRun.run({ runId, shopId }, context, attempt()),
      async expectDone() {
        expect(Object.keys(await titles()).sort()).toEqual([...paper.objects.keys()])
        expect(await stage.context.db.runs.find(runId)).toMatchObject({ status: 'succeeded' })
        expect(await stage.context.db.runs.findResource(runId, 'products')).toMatchObject({
          pages: 3,
          inserted: 5,
          noted: 5,
          deleted: 1,
        })
      },
    })
    expect(died).toBeGreaterThan(10)
  })

  test('an installation ends in one active shop with its tokens, one run and its webhook job', async () => {
    let installationId: string
    const died = await dieEverywhere({
      async begin() {
        await stage.forgetJobs()
        installationId = await stage.context.db.installations.create({
          platform: 'paper',
          domain: randomUUID(),
          code: 'grant',
          accountId: stage.account.id,
          expiresAt: new Date(now.getTime() + MINUTE_MS),
        })
      },
      run: (context) => installShop.run({ installationId }, context, attempt()),
      async recover() {
        await installShop.run({ installationId }, stage.context, attempt())
        await stage.drainOutbox()
      },
      async expectDone() {
        const installation = await stage.context.db.installations.find(installationId)
        shopId = installation?.shopId ?? ''
        expect(installation?.code).toBeNull()
        expect(await stage.context.db.shops.find(shopId)).toMatchObject({
          status: 'active',
          name: 'Paper',
          currency: 'EUR',
        })
        expect((await stage.context.db.credentials.read(shopId))?.tokens?.accessToken).toBe('paper')
        expect(await countRows('sync_runs')).toBe(1)
        expect(await stage.waiting(registerWebhooks)).toEqual([{ shopId }])
        expect((await stage.waiting(syncRun)).map((payload) => payload.shopId)).toEqual([shopId])
      },
    })
    expect(died).toBeGreaterThan(8)
  })

  test('a group of deliveries applies and counts each once', async () => {
    const event = (deliveryId: string, body: PaperEvent) => ({
      platform: 'paper',
      deliveryId,
      shopId,
      topic: 'product',
      contentType: 'application/json',
      body: Buffer.from(JSON.stringify(body)).toString('base64'),
      receivedAt: now.toISOString(),
    })
    let deliveries: ReturnType<typeof event>[]
    const died = await dieEverywhere({
      async begin() {
        shopId = (await stage.connectShop('paper')).id
        await stage.context.db.subscriptions.setWanted(shopId, ['product'])
        deliveries = [
          event(randomUUID(), { kind: 'product', id: '1', title: 'Mug', at: now.toISOString() }),
          event(randomUUID(), { kind: 'deleted', id: '2', at: now.toISOString() }),
          event(randomUUID(), { kind: 'hint', resource: 'products', id: '3' }),
        ]
      },
      run: (context) => receiveWebhook.run({ deliveries }, context, attempt()),
      async expectDone() {
        expect(await titles()).toEqual({ 1: 'Mug' })
        const rows = await stage.context.db.deliveries.list({ accountId: null, shopId, limit: 10 })
        expect(rows.map(({ status }) => status)).toEqual(['applied', 'applied', 'applied'])
        const [subscription] = await stage.context.db.subscriptions.list({ accountId: null, shopId })
        expect(subscription?.receivedCount).toBe(3)
      },
    })
    expect(died).toBeGreaterThan(4)
  })

  test('an uninstall leaves no token and one booked erasure', async () => {
    await dieEverywhere({
      async begin() {
        shopId = (await stage.connectShop('paper')).id
        await stage.context.db.credentials.replace({ shopId, tokens: { accessToken: 'secret', expiresAt: null } })
      },
      run: (context) => uninstallShop.run({ shopId, reason: 'merchant' }, context, attempt()),
      async expectDone() {
        expect(await countRows('shop_credentials')).toBe(0)
        expect(await countRows('erasures')).toBe(1)
      },
    })
  })

  test('an erasure leaves nothing of the shop and true evidence', async () => {
    let erasureId: string
    await dieEverywhere({
      async begin() {
        shopId = (await stage.connectShop('paper')).id
        const products = ['1', '2', '3'].map((externalId) => ({
          externalId,
          sourceUpdatedAt: null,
          fields: {},
          raw: {},
        }))
        await stage.context.db.mirror.writePage({ shopId, rows: { origin: 'api', readAt: now, rows: { products } } })
        erasureId = (await stage.context.db.shops.uninstall(shopId, { reason: 'merchant', dueAt: now }))?.id ?? ''
      },
      run: (context) => eraseShop.run({ erasureId }, context, attempt()),
      async expectDone() {
        expect(await countRows('products')).toBe(0)
        expect(await stage.context.db.erasures.findById(erasureId)).toMatchObject({
          finishedAt: now,
          removed: { products: 3 },
        })
      },
    })
  })

  test('a tick starts the shop once, if not at once then by the outbox', async () => {
    await dieEverywhere({
      async begin() {
        await stage.forgetJobs()
        await sql`update shop_settings set schedule_enabled = false`
        shopId = (await stage.connectShop('paper')).id
        await sql`update shop_settings set next_sync_at = ${now.toISOString()} where shop_id = ${shopId}`
      },
      run: (context) => tickSync.run({}, context, attempt()),
      async recover() {
        await tickSync.run({}, stage.context, attempt())
        await stage.drainOutbox()
      },
      async expectDone() {
        expect(await countRows('sync_runs')).toBe(1)
        expect((await stage.waiting(syncRun)).filter((payload) => payload.shopId === shopId)).toHaveLength(1)
      },
    })
  })
})
