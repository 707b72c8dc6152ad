import { randomBytes, randomUUID } from 'node:crypto'
import { createKeyring } from '@shopmirror/db'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { JobContext } from '../src/context.ts'
import { applyDeliveries } from '../src/inbox/apply-deliveries.ts'
import { receiveWebhook } from '../src/inbox/receive-webhook.ts'
import { sweepInbox } from '../src/inbox/sweep-inbox.ts'
import { describeShop } from '../src/installs/describe-shop.ts'
import { installShop } from '../src/installs/install-shop.ts'
import { uninstallShop } from '../src/installs/uninstall-shop.ts'
import { sweepRetention } from '../src/privacy/sweep-retention.ts'
import { createStage, withoutRedis } from './context.ts'
import { createPaperPlatform, createPaperShop, type PaperAccessEvent } from './paper-platform.ts'

const START = BigInt(Date.now()) * 1_000_000n
const NEXT_DAY = 86_400_000_000_000
const DAY_MS = 86_400_000
let now = new Date()
const paper = createPaperPlatform(createPaperShop(0), () => now)
const stage = await createStage({ platforms: [paper], now: () => now })
const { context, sql } = stage
afterAll(() => stage[Symbol.asyncDispose]())

let domain: string
beforeEach(async () => {
  domain = randomUUID()
  await stage.forgetJobs()
})

/** `at` in nanoseconds after the start: closer together than a double can tell. */
const moment = (at: number) => String(START + BigInt(at))
const installed = (at: number): PaperAccessEvent => ({ kind: 'access', change: 'installed', at: moment(at) })
const removed = (at: number): PaperAccessEvent => ({ kind: 'access', change: 'removed', at: moment(at) })
const given = (tokenId: string, at: number): PaperAccessEvent => ({
  ...{ kind: 'access', change: 'token_given', at: moment(at) },
  tokenId: `${tokenId}-${domain}`,
})
const revoked = (tokenId: string, at: number): PaperAccessEvent => ({
  ...{ kind: 'access', change: 'token_revoked', at: moment(at) },
  tokenId: `${tokenId}-${domain}`,
})

function deliver(event: PaperAccessEvent, deliveryId = randomUUID()) {
  const key = { platform: 'paper', deliveryId }
  return {
    ...key,
    domain,
    topic: 'access',
    about: 'access' as const,
    contentType: 'application/json',
    body: context.db.deliveries.sealBody(key, Buffer.from(JSON.stringify(event))).toString('base64'),
    receivedAt: now.toISOString(),
  }
}

const receive = (...events: PaperAccessEvent[]) =>
  receiveWebhook.run({ deliveries: events.map((event) => deliver(event)) }, context, stage.attempt())
const offers = async () => {
  const waiting = await context.db.installations.latestPending('paper', domain)
  return waiting ? 1 : 0
}
const tokenOf = async (shopId: string) => (await context.db.credentials.read(shopId))?.tokens?.accessToken
const shopNow = (id: string) => context.db.shops.find(id)
const secretOf = (tokenId: string, at: number) => `secret-of-${tokenId}-${domain}-${moment(at)}`

describe('of an unclaimed merchant', () => {
  test('an installation waits without an expiry, and its token is encrypted', async () => {
    await receive(installed(1), given('t1', 2))
    expect(await context.db.installations.latestPending('paper', domain)).toMatchObject({
      ...{ accountId: null, shopId: null, expiresAt: null, domain },
    })
    expect((await context.db.access.current({ platform: 'paper', domain }))?.accessToken).toBe(secretOf('t1', 2))
    const rows = JSON.stringify(
      await sql`
      select to_jsonb(d) as d, to_jsonb(t) as t from webhook_deliveries d, app_tokens t where t.domain = ${domain}`,
    )
    expect(rows).toContain(domain)
    expect(rows).not.toContain('secret-of')
  })

  test('a repeated event is one installation, and the body of the event is deleted', async () => {
    const twice = deliver(installed(1))
    await receiveWebhook.run({ deliveries: [twice] }, context, stage.attempt())
    await receiveWebhook.run({ deliveries: [twice, deliver(installed(1))] }, context, stage.attempt())
    const rows = await sql`select id from installations where domain = ${domain}`
    expect(rows).toHaveLength(1)
    expect(await sql`select 1 from webhook_deliveries where domain = ${domain} and body is not null`).toHaveLength(0)
  })

  test('the removal of the app deletes it, even if it arrives first', async () => {
    await receive(removed(9))
    expect(await offers()).toBe(0)
    await receive(given('t1', 2), installed(1))
    expect(await offers()).toBe(0)
    expect(await context.db.access.current({ platform: 'paper', domain })).toBeNull()
  })

  test('a token sent after the removal restores it', async () => {
    await receive(installed(1), given('t1', 2), removed(9), given('t2', 10))
    expect(await offers()).toBe(1)
  })

  test('what was stuck before it was applied is applied by the sweep, body sealed and all', async () => {
    const delivery = deliver(given('t1', 2))
    await context.db.deliveries.record([{ ...delivery, receivedAt: now, triggeredAt: null }])
    now = new Date(now.getTime() + 3_600_000)
    await sweepInbox.run({}, context, stage.attempt())
    await stage.work([applyDeliveries])
    expect(await offers()).toBe(1)
  })
})

describe('of a connected shop', () => {
  let shopId: string
  beforeEach(async () => {
    shopId = (await stage.connectShop('paper', domain)).id
  })

  test('whatever the order of the events, the shop ends with the same token', { timeout: 300_000 }, async () => {
    const events = [installed(1), given('t1', 2), given('t2', 5), revoked('t1', 6), removed(0)]
    for (const order of permutations(events)) {
      await sql`delete from app_tokens where domain = ${domain}`
      await sql`delete from app_access where domain = ${domain}`
      await sql`delete from shop_credentials where shop_id = ${shopId}`
      for (const event of order) await receive(event)
      await stage.work([installShop, describeShop])
      expect(await tokenOf(shopId), JSON.stringify(order)).toBe(secretOf('t2', 5))
      expect(await shopNow(shopId)).toMatchObject({ status: 'active' })
    }
  })

  test('a re-authorisation replaces the token and sets nothing up twice', async () => {
    await receive(installed(1), given('t1', 2))
    await stage.forgetJobs()
    await receive(installed(3), given('t2', 4))
    expect(await tokenOf(shopId)).toBe(secretOf('t2', 4))
    expect(await stage.waiting(installShop)).toEqual([])
    expect(await stage.waiting(describeShop)).toEqual([{ shopId }])
    expect(await offers()).toBe(0)
  })

  test('a revoke affects only its token: another one is used', async () => {
    await receive(given('t1', 1), given('t2', 2))
    await receive(revoked('t2', 3))
    expect(await tokenOf(shopId)).toBe(secretOf('t1', 1))
    expect(await shopNow(shopId)).toMatchObject({ status: 'active' })
  })

  test('without any token left the shop waits for its merchant, and the next token sets it up again', async () => {
    await receive(given('t1', 1))
    await receive(revoked('t1', 2))
    expect(await tokenOf(shopId)).toBeUndefined()
    expect(await shopNow(shopId)).toMatchObject({ status: 'reauth_required' })
    await receive(given('t2', 3))
    await stage.work([installShop])
    expect(await shopNow(shopId)).toMatchObject({ status: 'active' })
    expect(await tokenOf(shopId)).toBe(secretOf('t2', 3))
  })

  test('a process that dies between the token and the job that follows leaves the job in the outbox', async () => {
    await receive(given('t1', 1))
    await receive(revoked('t1', 2))
    await stage.forgetJobs()
    const event = deliver(given('t2', 3))
    await receiveWebhook.run({ deliveries: [event] }, withoutRedis(context), stage.attempt())
    await stage.work([installShop])
    expect(await shopNow(shopId)).toMatchObject({ status: 'reauth_required' })
    await stage.drainOutbox()
    await stage.work([installShop])
    expect(await shopNow(shopId)).toMatchObject({ status: 'active' })
  })

  test('several revokes around a removal end it once, and a late token revives nothing', async () => {
    await receive(given('t1', 1), given('t2', 2))
    await receive(revoked('t1', NEXT_DAY))
    await receive(removed(NEXT_DAY + 5), revoked('t2', NEXT_DAY + 7))
    await receive(given('t3', 3))
    await stage.work([uninstallShop])
    expect(await shopNow(shopId)).toMatchObject({ status: 'uninstalled' })
    expect(await context.db.credentials.read(shopId)).toBeNull()
    expect(await offers()).toBe(0)
    expect(await sql`select 1 from erasures where shop_id = ${shopId}`).toHaveLength(1)
    expect(await sql`select 1 from app_tokens where domain = ${domain} and tokens is not null`).toHaveLength(0)
  })

  test('the app installed again before its removal was processed is a new installation with its token', async () => {
    await receive(given('t1', 1))
    await receive(removed(NEXT_DAY))
    await receive(installed(NEXT_DAY + 1), given('t2', NEXT_DAY + 2))
    await stage.work([uninstallShop])
    expect(await shopNow(shopId)).toMatchObject({ status: 'uninstalled' })
    expect(await offers()).toBe(1)
    expect((await context.db.access.current({ platform: 'paper', domain }))?.accessToken).toBe(
      secretOf('t2', NEXT_DAY + 2),
    )
  })

  test('credentials its merchant gave by hand stay, whatever becomes of the app', async () => {
    await context.db.credentials.replace({ shopId, ownApp: { clientSecret: 'x', accessToken: 'by-hand' } })
    await receive(given('t1', 1), revoked('t1', 2), removed(NEXT_DAY))
    expect((await context.db.credentials.read(shopId))?.ownApp?.accessToken).toBe('by-hand')
    expect(await shopNow(shopId)).toMatchObject({ status: 'active' })
  })
})

describe('where a key of ENCRYPTION_KEYS is missing', () => {
  const other = `other:${randomBytes(32).toString('base64')}`
  const otherKeys = createKeyring(other)
  /** As a process with the other key seals it. */
  function sealedElsewhere(event: PaperAccessEvent) {
    const delivery = deliver(event)
    const text = Buffer.from(JSON.stringify(event)).toString('base64')
    const body = otherKeys.encrypt(text, `paper:${delivery.deliveryId}:body`)
    return { ...delivery, body: Buffer.from(body).toString('base64') }
  }
  const run = (deliveries: ReturnType<typeof deliver>[], more: Partial<JobContext> = {}) =>
    receiveWebhook.run({ deliveries }, { ...context, ...more }, stage.attempt())
  const rowOf = async ({ deliveryId }: { deliveryId: string }) => {
    const [row] = await sql`
      select status, error, handled_at, body is not null as kept from webhook_deliveries where delivery_id = ${deliveryId}`
    return row
  }
  const waiting = { status: 'received', error: expect.stringContaining('"other"'), handled_at: null, kept: true }
  const applied = { status: 'applied', error: null, handled_at: expect.any(String), kept: false }
  const later = (ms: number) => {
    now = new Date(now.getTime() + ms)
  }

  test('a token sent by webhook waits with the reason, blocks no other, and is applied by the sweep when the key is back', async () => {
    const { id: shopId } = await stage.connectShop('paper', domain)
    const pushed = sealedElsewhere(given('t1', 2))
    const neighbour = { ...deliver(installed(1)), domain: randomUUID() }
    await run([pushed, neighbour])
    expect(await rowOf(pushed)).toEqual(waiting)
    expect(await rowOf(neighbour)).toEqual(applied)
    expect(await tokenOf(shopId)).toBeUndefined()

    later(100 * DAY_MS)
    await sweepRetention.run({}, context, stage.attempt())
    await sweepInbox.run({}, context, stage.attempt())
    const [again = { ids: [] }] = await stage.waiting(applyDeliveries)
    const apply = (more: Partial<JobContext>) => applyDeliveries.run(again, { ...context, ...more }, stage.attempt())
    await apply({})
    expect(await rowOf(pushed)).toEqual(waiting)
    await apply({ db: stage.withKeys(other) })
    expect(await rowOf(pushed)).toEqual(applied)
    expect(await tokenOf(shopId)).toBe(secretOf('t1', 2))
  })

  test("to a merchant's stored token, further events of that merchant wait, others do not", async () => {
    const { id: shopId } = await stage.connectShop('paper', domain)
    await receive(given('t1', 1))
    const id = `paper:${domain}:t1-${domain}`
    await sql`update app_tokens set tokens = ${otherKeys.encrypt('{}', `${id}:tokens`)} where id = ${id}`
    const [event, neighbour] = [deliver(installed(2)), { ...deliver(installed(1)), domain: randomUUID() }]
    await run([event, neighbour])
    expect([await rowOf(event), await rowOf(neighbour)]).toEqual([waiting, applied])
    expect(await shopNow(shopId)).toMatchObject({ status: 'active' })
  })

  test('the removal of the app still uninstalls the shop and deletes its tokens', async () => {
    const { id: shopId } = await stage.connectShop('paper', domain)
    await receive(given('t1', 1))
    const sealed = otherKeys.encrypt('{}', `${shopId}:tokens`)
    await sql`update shop_credentials set tokens = ${sealed} where shop_id = ${shopId}`
    await run([deliver(removed(NEXT_DAY))])
    expect(await shopNow(shopId)).toMatchObject({ status: 'uninstalled' })
    expect(await sql`select 1 from shop_credentials where shop_id = ${shopId}`).toEqual([])
  })
})

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  )
}
