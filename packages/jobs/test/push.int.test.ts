import { AuthRevokedError, PermanentError, RateLimitedError, type WriteOutcome } from '@shopmirror/platforms'
import { expect, onTestFinished, test } from 'vitest'
import { refetchObjects } from '../src/inbox/refetch-objects.ts'
import { sendPushes } from '../src/push/send-pushes.ts'
import { sweepPushes } from '../src/push/sweep-pushes.ts'
import { createStage } from './context.ts'
import { createStockPlatform, createStockShop, type StockShop } from './stock-shop.ts'

type Payload = { quantity: number; location?: string; expected?: number }

async function setUp(options: Parameters<typeof createStockShop>[0] = {}) {
  const shop: StockShop = createStockShop(options)
  const clock = { now: new Date() }
  const stage = await createStage({ platforms: [createStockPlatform(shop, () => clock.now)], now: () => clock.now })
  onTestFinished(() => stage[Symbol.asyncDispose]())
  const { context, sql } = stage
  const { id: shopId } = await stage.connectShop('paper')
  const settings = (change: object = {}) => {
    const inventory = { enabled: true, intervalMinutes: 0, onConflict: 'hold' as const, ...change }
    return context.db.shopSettings.update(shopId, { pushSettings: { inventory } })
  }
  await settings()
  for (const name of ['a', 'b', 'c', 'd', 'e'])
    await sql`insert into product_variants (shop_id, external_id, raw, content_hash, product_external_id, sku)
      values (${shopId}, ${name}, '{}', '', 'p', ${`SKU-${name}`})`
  let keys = 0

  return {
    ...{ shop, stage, context, sql, shopId, clock },
    async push(id: string, payload: Payload, { key = `k${keys++}`, object = { id } as Record<string, string> } = {}) {
      const given = {
        key,
        kind: 'inventory.set',
        entity: 'inventory',
        object,
        payload: { location: 'main', ...payload },
      }
      const [accepted] = await context.db.pushes.accept(shopId, [given])
      return accepted?.id ?? ''
    },
    send: () => sendPushes.run({ shopId }, context, stage.attempt()),
    find: async (id: string) => (await context.db.pushes.find(id, null)) ?? expect.fail(`no push ${id}`),
    settings,
    advance(ms: number) {
      clock.now = new Date(clock.now.getTime() + ms)
    },
  }
}

test('a push reaches the shop, is completed, and its object is read again', async () => {
  const { shop, push, send, find, sql } = await setUp()
  const id = await push('a', { quantity: 5 })
  await send()
  expect(shop.levels.get('a@main')).toBe(5)
  expect(await find(id)).toMatchObject({ status: 'completed', attempts: 1, error: null, attemptKey: null })
  expect(await sql`select resource, external_id from refetches`).toMatchObject([
    { resource: 'inventory', external_id: 'a@main' },
  ])
})

test('objects are read again once the backlog is sent, in whichever run, so that reads take none of its rate limit', async () => {
  const { shop, push, send, stage, sql } = await setUp()
  const isReadNow = async () => (await stage.waiting(refetchObjects)).length > 0
  const readsBefore: boolean[] = []
  shop.beforeWrite = async () => {
    const isSecond = shop.calls.length === 2
    readsBefore.push(await isReadNow())
    if (isSecond) throw new RateLimitedError('wait', { platform: 'paper', retryAfterMs: 1_000 })
  }
  for (const id of ['a', 'b', 'c', 'd', 'e']) await push(id, { quantity: 1 })
  await expect(send()).rejects.toThrow('wait')
  expect([...readsBefore, await isReadNow()]).toEqual([false, false, false])
  expect(await sql`select from refetches`).not.toHaveLength(0)
  await send()
  expect(await stage.waiting(refetchObjects)).toMatchObject([{ resource: 'inventory' }])
})

test('objects are read again at once when a run ends for another reason than the rate limit', async () => {
  const { shop, push, send, stage } = await setUp()
  shop.beforeWrite = async () => {
    if (shop.calls.length === 2) throw new Error('out of order')
  }
  for (const id of ['a', 'b', 'c', 'd', 'e']) await push(id, { quantity: 1 })
  await expect(send()).rejects.toThrow('out of order')
  expect(await stage.waiting(refetchObjects)).toMatchObject([{ resource: 'inventory' }])
})

test('changes of many objects go out in as few calls as the platform allows', async () => {
  const { shop, push, send } = await setUp()
  for (const id of ['a', 'b', 'c', 'd', 'e']) await push(id, { quantity: 1 })
  await send()
  // They go out side by side, so either may arrive first.
  expect(shop.calls.map(({ changes }) => changes.length).toSorted()).toEqual([2, 3])
})

test('of several quantities for one object only the newest is sent', async () => {
  const { shop, push, send, find } = await setUp()
  const older = await push('a', { quantity: 1 })
  const newer = await push('a', { quantity: 2 }, { object: { sku: 'SKU-a' } })
  await send()
  expect(shop.calls).toHaveLength(1)
  expect(shop.levels.get('a@main')).toBe(2)
  expect(await find(older)).toMatchObject({ status: 'superseded', supersededBy: newer })
})

test('a push that expects something else than the one before it sets is sent after it', async () => {
  const { shop, push, send, find } = await setUp()
  await push('a', { quantity: 1 })
  const second = await push('a', { quantity: 3, expected: 2 })
  await send()
  expect(shop.calls).toHaveLength(2)
  expect(await find(second)).toMatchObject({ status: 'conflict', result: { actual: 1 } })
})

test('a call whose answer was lost is repeated with its key and carried out once', async () => {
  const { shop, push, send, find, advance } = await setUp()
  const id = await push('a', { quantity: 5 })
  shop.afterWrite = (_call, outcomes) => outcomes.map(() => ({ kind: 'unknown', message: 'connection reset' }))
  await send()
  expect(await find(id)).toMatchObject({ status: 'processing', error: 'connection reset' })
  shop.levels.set('a@main', 4)
  shop.afterWrite = (_call, outcomes) => outcomes
  advance(60_000)
  await send()
  expect(await find(id)).toMatchObject({ status: 'completed', attempts: 2 })
  expect(new Set(shop.calls.map(({ key }) => key)).size).toBe(1)
  // What was sold after the first call is not overwritten.
  expect(shop.levels.get('a@main')).toBe(4)
})

test('a repeat that is refused for now, or cannot be sent, keeps its key', async () => {
  const { shop, push, send, find, advance } = await setUp()
  const id = await push('a', { quantity: 5 })
  shop.afterWrite = (_call, outcomes) => outcomes.map(() => ({ kind: 'unknown', message: 'connection reset' }))
  await send()
  shop.isBusy = true
  shop.afterWrite = (_call, outcomes) => outcomes
  advance(60_000)
  await send()
  expect(await find(id)).toMatchObject({ status: 'processing', error: 'busy' })
  shop.isBusy = false
  shop.beforeWrite = () => {
    throw new RateLimitedError('Rate limited.', { retryAfterMs: 1_000 })
  }
  advance(60_000)
  await expect(send()).rejects.toThrow(RateLimitedError)
  shop.beforeWrite = () => undefined
  advance(60_000)
  await send()
  expect(await find(id)).toMatchObject({ status: 'completed' })
  expect(new Set(shop.calls.map(({ key }) => key)).size).toBe(1)
  expect(shop.carriedOut).toHaveLength(1)
})

test('pushes that share a call are repeated together, in the same order', async () => {
  const { shop, push, send, advance } = await setUp()
  for (const id of ['c', 'a', 'b', 'c']) await push(id, { quantity: 5 })
  shop.afterWrite = (_call, outcomes) => outcomes.map(() => ({ kind: 'unknown', message: 'time-out' }))
  await send()
  await push('d', { quantity: 1 })
  advance(60_000)
  shop.afterWrite = (_call, outcomes) => outcomes
  await send()
  const [first, second] = shop.calls
  expect(second).toEqual({ ...first, repeat: { firstSentAt: expect.any(Date) } })
})

test('a process that dies after a call leaves it to the next one', async () => {
  const { shop, push, send, find } = await setUp()
  const id = await push('a', { quantity: 5 })
  shop.afterWrite = () => {
    throw new TypeError('killed')
  }
  await expect(send()).rejects.toThrow('killed')
  expect(await find(id)).toMatchObject({ status: 'processing' })
  shop.afterWrite = (_call, outcomes) => outcomes
  await send()
  expect(await find(id)).toMatchObject({ status: 'completed', attempts: 2 })
  expect(shop.remembered.size).toBe(1)
})

test('where a repeat would do harm the shop is read first', async () => {
  const { shop, push, send, find, advance } = await setUp({ class: 'read_back_first' })
  const carriedOut = await push('a', { quantity: 5 })
  shop.afterWrite = (_call, outcomes) => outcomes.map(() => ({ kind: 'unknown', message: 'time-out' }))
  await send()
  shop.beforeWrite = () => {
    throw new TypeError('not carried out')
  }
  const lost = await push('b', { quantity: 7 })
  await expect(send()).rejects.toThrow()
  shop.beforeWrite = () => undefined
  shop.afterWrite = (_call, outcomes) => outcomes
  advance(60_000)
  await send()
  expect(await find(carriedOut)).toMatchObject({ status: 'completed', attempts: 2 })
  expect(await find(lost)).toMatchObject({ status: 'completed', attempts: 2 })
  expect(shop.calls.map(({ repeat }) => repeat !== undefined)).toEqual([false, false, true, true])
  expect(shop.carriedOut.map(({ level }) => level)).toEqual(['a@main', 'b@main'])
})

test('a key that the platform may have forgotten is not used again', async () => {
  const { shop, push, send, find, advance } = await setUp()
  const id = await push('a', { quantity: 5 })
  shop.afterWrite = (_call, outcomes) => outcomes.map(() => ({ kind: 'unknown', message: 'time-out' }))
  await send()
  advance(2 * 3_600_000)
  await send()
  expect(await find(id)).toMatchObject({ status: 'completed' })
  expect(shop.calls).toHaveLength(1)
})

test('a rate limit uses no attempt', async () => {
  const { shop, push, send, find } = await setUp()
  const id = await push('a', { quantity: 5 })
  shop.beforeWrite = () => {
    throw new RateLimitedError('The shop asks to wait.', { retryAfterMs: 1_000 })
  }
  await expect(send()).rejects.toThrow(RateLimitedError)
  expect(await find(id)).toMatchObject({ status: 'pending', attempts: 0 })
})

test('a shop that takes our access away keeps its pushes', async () => {
  const { shop, push, send, find } = await setUp()
  const id = await push('a', { quantity: 5 })
  shop.beforeWrite = () => {
    throw new AuthRevokedError('Token refresh was rejected.')
  }
  await expect(send()).rejects.toThrow(AuthRevokedError)
  expect(await find(id)).toMatchObject({ status: 'pending', attempts: 0 })
})

test('a missing scope holds pushes and is noted at the shop', async () => {
  const { shop, push, send, find, context, shopId } = await setUp()
  const id = await push('a', { quantity: 5 })
  shop.beforeWrite = () => {
    throw new PermanentError('The app lacks the scope.', { missingScope: 'write_stock' })
  }
  await send()
  expect(await find(id)).toMatchObject({ status: 'held', holdReason: 'missing_scope', attempts: 0 })
  expect((await context.db.shops.find(shopId))?.missingScopes).toEqual(['write_stock'])
})

test('what may succeed later has five attempts, and three failures in a row raise an alert', async () => {
  const { shop, push, send, find, advance, sql } = await setUp()
  const ids = [await push('a', { quantity: 1 }), await push('b', { quantity: 1 }), await push('c', { quantity: 1 })]
  shop.afterWrite = (_call, outcomes) => outcomes.map(() => ({ kind: 'not_done', message: 'busy' }))
  for (let attempt = 0; attempt < 5; attempt++) {
    await send()
    advance(120_000)
  }
  for (const id of ids) expect(await find(id)).toMatchObject({ status: 'failed', attempts: 5, error: 'busy' })
  expect(shop.calls).toHaveLength(5)
  expect(await sql`select kind from alerts where raised_at is not null`).toMatchObject([{ kind: 'push:inventory.set' }])
})

test('a refusal fails at once, with the words of the platform', async () => {
  const { shop, push, send, find } = await setUp()
  const id = await push('a', { quantity: 5 })
  shop.afterWrite = () => [{ kind: 'refused', code: 'INVALID_ITEM', message: 'No such item.' }]
  await send()
  expect(await find(id)).toMatchObject({
    status: 'failed',
    errorCode: 'INVALID_ITEM',
    error: 'No such item.',
    attempts: 1,
  })
})

test.each([
  ['hold', { status: 'conflict' }, 3],
  ['shop_wins', { status: 'cancelled', errorCode: 'shop_wins' }, 3],
  ['ours_wins', { status: 'completed' }, 5],
])('after a conflict, with the policy %s', async (onConflict, expected, level) => {
  const { shop, push, send, find, settings } = await setUp()
  await settings({ onConflict })
  shop.levels.set('a@main', 3)
  const id = await push('a', { quantity: 5, expected: 4 })
  await send()
  expect(await find(id)).toMatchObject({ ...expected, result: { actual: 3 } })
  expect(shop.levels.get('a@main')).toBe(level)
})

test('a push behind a conflict waits until a person has decided', async () => {
  const { shop, push, send, find, context } = await setUp()
  shop.levels.set('a@main', 3)
  const first = await push('a', { quantity: 5, expected: 4 })
  await send()
  const second = await push('a', { quantity: 6 })
  await send()
  expect(await find(second)).toMatchObject({ status: 'pending', attempts: 0 })
  await context.db.pushes.overwrite({ accountId: null, ids: [first] })
  await send()
  expect(await find(second)).toMatchObject({ status: 'completed' })
  expect(await find(first)).toMatchObject({ status: 'superseded' })
  expect(shop.levels.get('a@main')).toBe(6)
})

test('an entity that is switched off holds its pushes until they are processed', async () => {
  const { shop, push, send, find, settings, context } = await setUp()
  await settings({ enabled: false })
  const id = await push('a', { quantity: 5 })
  await send()
  expect(await find(id)).toMatchObject({ status: 'held', holdReason: 'direction_off' })
  await context.db.pushes.process({ accountId: null, ids: [id] })
  await send()
  expect(shop.levels.get('a@main')).toBe(5)
})

test('pushes of an interval are sent together at its end', async () => {
  const { shop, push, send, find, settings, advance, context, stage } = await setUp()
  await settings({ intervalMinutes: 5 })
  const id = await push('a', { quantity: 5 })
  await send()
  expect(await find(id)).toMatchObject({ status: 'held', holdReason: 'interval' })
  await push('b', { quantity: 5 })
  await send()
  advance(5 * 60_000)
  await sweepPushes.run({}, context, stage.attempt())
  await stage.work([sendPushes])
  expect(shop.calls.map(({ changes }) => changes.length)).toEqual([2])
})

test.each([
  [{ sku: 'SKU-x' }, 'variant_not_found'],
  [{ id: 'x' }, 'variant_not_found'],
])('an object that the mirror does not know: %o', async (object, errorCode) => {
  const { push, send, find } = await setUp()
  const id = await push('', { quantity: 5 }, { object })
  await send()
  expect(await find(id)).toMatchObject({ status: 'failed', errorCode, attempts: 0 })
})

test('a SKU of two variants has to be named otherwise', async () => {
  const { push, send, find, sql } = await setUp()
  await sql`update product_variants set sku = 'SKU-a' where external_id = 'b'`
  const id = await push('', { quantity: 5 }, { object: { sku: 'SKU-a' } })
  await send()
  expect(await find(id)).toMatchObject({ status: 'failed', errorCode: 'variant_ambiguous' })
})

test('a location that the shop does not have is refused by name', async () => {
  const { push, send, find } = await setUp()
  const id = await push('a', { quantity: 5, location: 'nowhere' })
  await send()
  const { errorCode, error } = await find(id)
  expect([errorCode, error]).toEqual(['location_not_found', expect.stringContaining('Choose from main, second')])
})

test('a push submitted by SQL is checked before it is sent', async () => {
  const { shop, send, find, sql, shopId } = await setUp()
  const [row] = await sql<{ id: string }[]>`
    select push(${shopId}, 'inventory.set', '{"id":"a"}', '{"quantity":"five","color":"red"}', 'erp-1') as id`
  await send()
  expect(shop.calls).toHaveLength(0)
  const { status, errorCode, error } = await find(row?.id ?? '')
  expect([status, errorCode]).toEqual(['failed', 'invalid'])
  expect(error).toContain('payload.quantity')
})

test('only one process sends for a shop', async () => {
  const { shop, push, send, context, shopId, find } = await setUp()
  const id = await push('a', { quantity: 5 })
  await context.db.pushes.takeLease({ shopId, owner: 'another' }, 60_000)
  await send()
  expect(shop.calls).toHaveLength(0)
  await context.db.pushes.dropLease({ shopId, owner: 'another' })
  await send()
  expect(await find(id)).toMatchObject({ status: 'completed' })
})

test('a sender that lost its lease does not record what another may have changed', async () => {
  const { shop, push, send, find, sql } = await setUp()
  const id = await push('a', { quantity: 5 })
  shop.afterWrite = async (_call, outcomes): Promise<WriteOutcome[]> => {
    await sql`update push_senders set owner = 'another'`
    return outcomes
  }
  await expect(send()).rejects.toThrow('Another worker')
  expect(await find(id)).toMatchObject({ status: 'processing' })
})

test('a paused shop keeps its pushes', async () => {
  const { shop, push, send, find, context, shopId } = await setUp()
  const id = await push('a', { quantity: 5 })
  await context.db.shops.pause(shopId)
  await send()
  expect(shop.calls).toHaveLength(0)
  expect(await find(id)).toMatchObject({ status: 'pending' })
})

test('a backlog of many pages goes out in as few calls as possible, each object once and in its order', async () => {
  const { shop, push, send, sql, shopId, context } = await setUp({ changesPerCall: 200 })
  await sql`insert into product_variants (shop_id, external_id, raw, content_hash, product_external_id)
    select ${shopId}, 'v' || nr, '{}', '', 'p' from generate_series(1, 2300) as nr`
  const given = { kind: 'inventory.set', entity: 'inventory' }
  const backlog = Array.from({ length: 2_300 }, (_, index) => ({
    ...{ key: `v${index + 1}`, ...given, object: { id: `v${index + 1}` } },
    payload: { quantity: index + 1, location: 'main' },
  }))
  await context.db.pushes.accept(shopId, backlog)
  // Its object is in the first page, which is under way when this one is resolved.
  await push('v1', { quantity: 7 })
  await send()
  expect(shop.calls).toHaveLength(12)
  expect(shop.levels.get('v1@main')).toBe(7)
  expect(shop.levels.get('v2300@main')).toBe(2_300)
  const open = await sql`select id from pushes where status not in ('completed', 'superseded')`
  expect(open).toEqual([])
})
