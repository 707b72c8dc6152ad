import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { checkAlerts } from '../src/alerts/check-alerts.ts'
import { migrateTokens } from '../src/credentials/migrate-tokens.ts'
import { refreshToken } from '../src/credentials/refresh-token.ts'
import { sweepTokens } from '../src/credentials/sweep-tokens.ts'
import { applyDeliveries } from '../src/inbox/apply-deliveries.ts'
import { receiveWebhook } from '../src/inbox/receive-webhook.ts'
import { refetchObjects } from '../src/inbox/refetch-objects.ts'
import { sweepInbox } from '../src/inbox/sweep-inbox.ts'
import { eraseShop } from '../src/privacy/erase-shop.ts'
import { redactCustomer } from '../src/privacy/redact-customer.ts'
import { redactShop } from '../src/privacy/redact-shop.ts'
import { sweepErasures } from '../src/privacy/sweep-erasures.ts'
import { sweepPrivacy } from '../src/privacy/sweep-privacy.ts'
import { sweepRetention } from '../src/privacy/sweep-retention.ts'
import { sweepRuns } from '../src/sync/sweep-runs.ts'
import { syncRun } from '../src/sync/sync-run.ts'
import { registerWebhooks } from '../src/webhooks/register-webhooks.ts'
import { sweepWebhooks } from '../src/webhooks/sweep-webhooks.ts'
import { createStage } from './context.ts'
import { addShops } from './many-shops.ts'
import { createPaperPlatform, createPaperShop } from './paper-platform.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const MANY = 600
let now = new Date('2026-06-01T00:00:00Z')
const later = (ms: number) => {
  now = new Date(now.getTime() + ms)
}
const ago = (ms: number) => new Date(now.getTime() - ms).toISOString()
const stage = await createStage({ platforms: [createPaperPlatform(createPaperShop(1), () => now)], now: () => now })
const { context, sql, account } = stage
const { db } = context
afterAll(() => stage[Symbol.asyncDispose]())
beforeEach(async () => {
  await stage.forgetJobs()
  await sql`truncate accounts, shops, privacy_requests, erasures, webhook_deliveries, inbox_spill cascade`
  await sql`insert into accounts (id, name, plan_id) select ${account.id}, 'Test', id from plans limit 1`
})

const shops = (count: number) => addShops(sql, account.id, count)
const first = <T>(rows: readonly T[]): T => rows[0] as T

describe('privacy.sweep', () => {
  const sweep = () => sweepPrivacy.run({}, context, stage.attempt())

  interface Asked {
    id: string
    shopId: string
    kind: 'data_request' | 'redact_customer' | 'redact_shop'
    dueInDays: number
  }
  const ask = async ({ id, shopId, kind, dueInDays }: Asked, count = 1) =>
    void (await sql`
      insert into privacy_requests (id, delivery_id, shop_id, account_id, platform, domain, kind, customer_external_id, received_at, due_at)
      select ${id}::text || n, ${id}::text || n, ${shopId}, ${account.id}, 'paper', 'x', ${kind}, '1', ${ago(DAY_MS)},
        ${new Date(now.getTime() + dueInDays * DAY_MS).toISOString()}::timestamptz + n * interval '1 minute'
      from generate_series(1, ${count}::int) n`)
  const alerts = () => db.alerts.list({ accountId: account.id, limit: 1_000 })

  test('finds a lost redaction behind any number of open data requests', async () => {
    const shopId = first(await shops(1))
    await ask({ id: 'asked', shopId, kind: 'data_request', dueInDays: 2 }, MANY)
    await ask({ id: 'customer', shopId, kind: 'redact_customer', dueInDays: 20 })
    await ask({ id: 'shop', shopId, kind: 'redact_shop', dueInDays: 25 })
    await sweep()
    expect(await stage.waiting(redactCustomer)).toEqual([{ requestId: 'customer1' }])
    expect(await stage.waiting(redactShop)).toEqual([{ requestId: 'shop1' }])
  })

  test('gives every lost redaction its job', async () => {
    const shopId = first(await shops(1))
    await ask({ id: 'customer', shopId, kind: 'redact_customer', dueInDays: 20 }, MANY)
    await ask({ id: 'shop', shopId, kind: 'redact_shop', dueInDays: 20 }, MANY)
    await sweep()
    expect(await stage.waiting(redactCustomer)).toHaveLength(MANY)
    expect(await stage.waiting(redactShop)).toHaveLength(MANY)
  })

  test('raises an alert for the most urgent request of each shop, with the number of the others', async () => {
    const ids = await shops(MANY)
    for (const shopId of ids) await ask({ id: `${shopId}-a`, shopId, kind: 'data_request', dueInDays: 20 })
    const shopId = first(ids)
    await ask({ id: 'urgent', shopId, kind: 'redact_customer', dueInDays: 2 })
    await ask({ id: 'later', shopId, kind: 'redact_customer', dueInDays: 12 })
    await sweep()
    const raised = await alerts()
    expect(raised).toHaveLength(MANY)
    const one = raised.find((alert) => alert.shopId === shopId)
    expect(one?.detail).toContain('urgent1')
    expect(one?.detail).toContain('1 more')
  })
})

test('runs.sweep gives every run that lost its job one', async () => {
  const ids = await shops(MANY)
  await sql`
    insert into sync_runs (id, shop_id, type, trigger, heartbeat_at)
    select 'run_' || id, id, 'full', 'manual', ${ago(DAY_MS)} from unnest(${ids}::text[]) id`
  await sweepRuns.run({}, context, stage.attempt())
  expect(await stage.waiting(syncRun)).toHaveLength(MANY)
})

test('erasure.sweep starts every erasure that is due', async () => {
  await sql`
    insert into erasures (id, shop_id, account_id, platform, domain, reason, due_at)
    select 'ers_' || n, 'shp_' || n, ${account.id}, 'paper', 'x', 'uninstall', ${ago(DAY_MS)}
    from generate_series(1, ${MANY}::int) n`
  await sweepErasures.run({}, context, stage.attempt())
  expect(await stage.waiting(eraseShop)).toHaveLength(MANY)
})

describe('token.sweep', () => {
  const sweep = () => sweepTokens.run({}, context, stage.attempt())

  test('renews every token that is old enough, also behind those that cannot be renewed', async () => {
    const ids = await shops(MANY)
    await sql`
      insert into shop_credentials (shop_id, tokens, expires_at, refresh_expires_at, updated_at)
      select id, 'x', ${ago(0)}, ${ago(-DAY_MS)}, ${ago(90 * DAY_MS)} from unnest(${ids}::text[]) id`
    await sweep()
    expect((await stage.waiting(refreshToken)).map(({ shopId }) => shopId).toSorted()).toEqual(ids)
  })

  test('exchanges every token without an end', async () => {
    const ids = await shops(MANY)
    await sql`
      insert into shop_credentials (shop_id, tokens, updated_at)
      select id, 'x', ${ago(90 * DAY_MS)} from unnest(${ids}::text[]) id`
    await sweep()
    expect((await stage.waiting(migrateTokens)).map(({ shopId }) => shopId).toSorted()).toEqual(ids)
  })
})

describe('webhooks.sweep', () => {
  const sweepAgain = async (times: number) => {
    for (let sweep = 0; sweep < times; sweep++) {
      await sweepWebhooks.run({}, context, stage.attempt())
      later(10 * MINUTE_MS)
    }
    const checked = (await stage.waiting(registerWebhooks)).map(({ shopId }) => shopId)
    return new Set(checked)
  }

  test('checks every shop in turn, although the checks of the first ones never succeed', async () => {
    const ids = await shops(250)
    await sql`insert into webhook_subscriptions (id, shop_id, topic) select 'sub_' || id, id, 'product' from unnest(${ids}::text[]) id`
    expect(await sweepAgain(3)).toEqual(new Set(ids))
  })

  test('closes the gaps of every shop in turn', async () => {
    const ids = await shops(250)
    await sql`
      insert into webhook_subscriptions (id, shop_id, topic, status, checked_at, gap_since)
      select 'sub_' || id, id, 'product', 'active', ${now.toISOString()}, ${ago(DAY_MS)} from unnest(${ids}::text[]) id`
    expect(await sweepAgain(3)).toEqual(new Set(ids))
  })
})

describe('inbox.sweep', () => {
  const sweep = () => sweepInbox.run({}, context, stage.attempt())
  const delivery = (deliveryId: string) => ({
    ...{ platform: 'paper', deliveryId, topic: 'product', contentType: 'application/json', body: 'e30=' },
    receivedAt: now.toISOString(),
  })
  const record = (id: string, count: number, { attempts, ageMs }: { attempts: number; ageMs: number }) => sql`
    insert into webhook_deliveries (id, platform, delivery_id, topic, content_type, body, attempts, received_at)
    select ${id}::text || n, 'paper', ${id}::text || n, 'product', 'application/json', 'e30=', ${attempts}, ${ago(ageMs)}
    from generate_series(1, ${count}::int) n`
  const replayed = async () => (await stage.waiting(applyDeliveries)).flatMap(({ ids }) => ids)

  test('replays what is due behind any number of deliveries that are not', async () => {
    await record('a-poison', MANY, { attempts: 100, ageMs: DAY_MS / 4 })
    await record('b-lost', 1, { attempts: 1, ageMs: 10 * MINUTE_MS })
    await sweep()
    expect(await replayed()).toEqual(['b-lost1'])
  })

  test('replays all that is due, and again only when it had time to be applied', async () => {
    await record('c-lost', MANY, { attempts: 2, ageMs: DAY_MS })
    await sweep()
    expect(new Set(await replayed()).size).toBe(MANY)
    await stage.forgetJobs()
    later(MINUTE_MS)
    await sweep()
    expect(await replayed()).toEqual([])
    later(10 * MINUTE_MS)
    await sweep()
    expect(await replayed()).toHaveLength(MANY)
  })

  test('a spilled batch that cannot be parsed stays, and blocks no other', async () => {
    await db.spill.add({ deliveries: 'garbled' })
    await sql`insert into inbox_spill (id, payload) values ('spl_0', 'of a lost key')`
    for (let n = 0; n < 120; n++) await db.spill.add({ deliveries: [delivery(`spilled-${n}`)] })
    await sweep()
    expect(await stage.waiting(receiveWebhook)).toHaveLength(120)
    expect(await sql`select id from inbox_spill`).toHaveLength(2)
  })

  test('a spilled batch is recorded at once while a failover of Redis would lose its job', async () => {
    await db.spill.add({ deliveries: [delivery('unreplicated')] })
    const inboxReplicated = () => Promise.reject(new Error('0 of 1 replicas'))
    await sweepInbox.run({}, { ...context, inboxReplicated }, stage.attempt())
    expect(await sql`select from webhook_deliveries where delivery_id = 'unreplicated'`).toHaveLength(1)
    expect(await sql`select id from inbox_spill`).toHaveLength(0)
  })

  test('resumes every waiting refetch, and one of an unknown resource blocks no other', async () => {
    const ids = await shops(MANY)
    await sql`
      insert into refetches (shop_id, resource, external_id, wanted_at)
      select id, resource, '1', ${ago(DAY_MS)}
      from unnest(${ids}::text[]) id, unnest(array['abandoned', 'products', 'orders']) resource`
    await sweep()
    expect(await stage.waiting(refetchObjects)).toHaveLength(2 * MANY)
  })
})

test('alerts.check delivers an alert after any number that cannot be delivered', async () => {
  const ids = await shops(120)
  const received: string[] = []
  const lastShop = ids.at(-1) ?? ''
  for (const shopId of ids) await db.alerts.countFailure({ shopId, kind: 'permanent', detail: 'Broken.', threshold: 1 })
  const notify: typeof context.notify = async ({ shopId }) => {
    if (shopId !== lastShop) throw new Error('The mail server refuses it.')
    received.push(shopId)
  }
  for (let check = 0; check < 3; check++) {
    later(MINUTE_MS)
    await checkAlerts.run({}, { ...context, notify }, stage.attempt())
  }
  expect(received).toEqual([lastShop])
})

test('retention removes expired states, unclaimed installations and the notes of runs that ended', async () => {
  const shopId = first(await shops(1))
  const install = { platform: 'paper', domain: 'x' }
  await db.oauthStates.create({ ...install, accountId: account.id, ttlMs: MINUTE_MS })
  const expired = await db.installations.create({ ...install, expiresAt: new Date(now.getTime() + MINUTE_MS) })
  const endless = await db.installations.create({ ...install, expiresAt: null })
  await sql`insert into sync_runs (id, shop_id, type, trigger, status) values ('run_1', ${shopId}, 'full', 'manual', 'succeeded')`
  await sql`insert into sync_seen (run_id, resource, external_id, shop_id) values ('run_1', 'products', '1', 'shop_1')`
  later(60 * DAY_MS)
  await sweepRetention.run({}, context, stage.attempt())
  expect(await sql`select 1 from oauth_states`).toHaveLength(0)
  expect(await sql`select 1 from sync_seen`).toHaveLength(0)
  expect(await db.installations.find(expired)).toBeNull()
  expect(await db.installations.find(endless)).not.toBeNull()
})
