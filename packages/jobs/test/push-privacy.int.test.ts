import { createLogger } from '@shopmirror/config'
import { readRedis } from '@shopmirror/test/read-redis.ts'
import { testRedis } from '@shopmirror/test/redis.ts'
import { expect, onTestFinished, test } from 'vitest'
import type { JobContext } from '../src/context.ts'
import { redactCustomer } from '../src/privacy/redact-customer.ts'
import { sweepRetention } from '../src/privacy/sweep-retention.ts'
import { sendPushes } from '../src/push/send-pushes.ts'
import { sweepPushes } from '../src/push/sweep-pushes.ts'
import { createStage } from './context.ts'
import { createStockPlatform, createStockShop } from './stock-shop.ts'

const DAY_MS = 86_400_000

async function setUp() {
  const shop = createStockShop()
  const clock = { now: new Date() }
  const stage = await createStage({ platforms: [createStockPlatform(shop, () => clock.now)], now: () => clock.now })
  onTestFinished(() => stage[Symbol.asyncDispose]())
  const { context, sql } = stage
  const { id: shopId } = await stage.connectShop('paper')
  const inventory = { enabled: true, intervalMinutes: 0, onConflict: 'hold' as const }
  await context.db.shopSettings.update(shopId, { pushSettings: { inventory } })
  return { shop, stage, context, sql, shopId, clock }
}

type SetUp = Awaited<ReturnType<typeof setUp>>

interface StoredPush {
  id: string
  kind?: string
  status?: string
  object?: object
  payload?: object
  target?: object | null
  request?: object | null
  result?: object | null
  error?: string
}

async function store({ sql, shopId }: SetUp, { id, kind = 'order.create', status = 'completed', ...push }: StoredPush) {
  const entity = { order: 'orders', customer: 'customers', inventory: 'inventory' }[kind.split('.')[0] ?? ''] ?? ''
  const json = (value: object | null = null) => (value === null ? null : JSON.stringify(value))
  const isOpen = ['pending', 'held', 'processing', 'conflict'].includes(status)
  await sql`insert into pushes (id, shop_id, key, request_hash, kind, entity, object, payload, target, object_key, status,
      attempt_key, attempt_request, result, error, finished_at)
    values (${id}, ${shopId}, ${id}, '', ${kind}, ${entity}, ${json(push.object ?? {})}::text::jsonb,
      ${json(push.payload ?? {})}::text::jsonb, ${json(push.target)}::text::jsonb, ${id}, ${status}, ${id},
      ${json(push.request)}::text::jsonb, ${json(push.result)}::text::jsonb, ${push.error ?? null},
      ${isOpen ? null : new Date().toISOString()})`
}

/** Anna has the customer's id 7001 and the orders 901 (in the mirror) and 905 (named by the request). */
async function mirrorAnna({ context, shopId, clock }: SetUp): Promise<void> {
  const row = (externalId: string, fields: Record<string, string>) => ({
    ...{ externalId, sourceUpdatedAt: new Date(clock.now.getTime() - DAY_MS), fields, raw: {} },
  })
  const rows = {
    customers: [row('7001', { email: 'Anna@example.com', phone: '+36301234567' })],
    orders: [row('901', { customer_external_id: '7001', email: 'anna.order@example.com' })],
  }
  await context.db.mirror.writePage({ shopId, rows: { origin: 'api', readAt: clock.now, rows } })
}

async function request({ context, shopId, clock }: SetUp, kind: 'data_request' | 'redact_customer'): Promise<string> {
  const asked = { deliveryId: kind, shopId, kind, customerExternalId: '7001', orderExternalIds: ['905'] }
  const id = await context.db.privacy.open({ ...asked, receivedAt: clock.now, dueAt: clock.now })
  return id ?? expect.fail('no request')
}

const aboutAnna: StoredPush[] = [
  { id: 'by-customer', kind: 'customer.save', target: { id: '7001' }, payload: { note: 'Private' } },
  { id: 'by-order', kind: 'order.update', target: { id: '901' }, payload: { note: 'Private' } },
  { id: 'by-named-order', kind: 'order.update', object: { id: '905' }, payload: { note: 'Private' } },
  { id: 'by-result', result: { id: 'gid://platform/Order/905' }, payload: { name: 'Private' } },
  { id: 'by-email', payload: { customer: { email: 'anna@example.com', name: 'Private' } } },
  { id: 'by-order-email', payload: { email: 'anna.order@example.com', name: 'Private' } },
  { id: 'by-phone-in-text', payload: { note: 'Private:\n+36301234567.' } },
  { id: 'failed', status: 'failed', payload: { email: 'ANNA@example.com' }, error: 'Private is no name' },
  { id: 'waiting', status: 'pending', payload: { email: 'anna@example.com', name: 'Private' } },
  { id: 'held', status: 'held', payload: { email: 'anna@example.com', name: 'Private' } },
  {
    id: 'asked',
    status: 'conflict',
    target: { id: '901' },
    result: { actual: 'Private' },
    payload: { note: 'x' },
  },
  {
    ...{ id: 'in-flight', status: 'processing', payload: { email: 'anna@example.com' } },
    request: { target: {}, payload: { name: 'Private' } },
  },
]

const aboutOthers: StoredPush[] = [
  { id: 'joanna', status: 'pending', payload: { email: 'joanna@example.com', name: 'Other' } },
  { id: 'mari.anna', status: 'pending', payload: { email: 'mari.anna@example.com', name: 'Other' } },
  { id: 'anna-of-a-branch', payload: { email: 'anna@example.com.hu', name: 'Other' } },
  { id: 'longer-id', kind: 'customer.save', target: { id: '70011' }, payload: { note: 'Other' } },
  { id: 'stock', kind: 'inventory.set', status: 'pending', payload: { quantity: 7001 } },
  { id: 'price', status: 'pending', payload: { total: '9015.00', lines: [{ sku: '1901' }] } },
]

test('a customer who is redacted leaves no push behind; open ones are cancelled, and nobody else is affected', async () => {
  const on = await setUp()
  await mirrorAnna(on)
  for (const push of [...aboutAnna, ...aboutOthers]) await store(on, push)
  const others = aboutOthers.map(({ id }) => id)
  const before = await on.sql`select * from pushes where id = any(${others}) order by id`
  const requestId = await request(on, 'redact_customer')
  await redactCustomer.run({ requestId }, on.context, on.stage.attempt())

  const rows = await on.sql`select p.*, to_jsonb(p)::text as all from pushes p where id <> all(${others})`
  expect(rows).toHaveLength(aboutAnna.length)
  for (const row of rows) {
    expect(row.all, row.id).not.toMatch(/private|anna|3630/i)
    expect(row, row.id).toMatchObject({ object: {}, payload: null, target: null, result: null, attempt_request: null })
    const wasOpen = ['waiting', 'held', 'asked', 'in-flight'].includes(row.id)
    expect(row.finished_at, row.id).not.toBeNull()
    if (wasOpen) expect(row, row.id).toMatchObject({ status: 'cancelled', error_code: 'redacted' })
    else expect(row.status, row.id).not.toBe('cancelled')
  }
  expect(await on.sql`select * from pushes where id = any(${others}) order by id`).toEqual(before)
  expect((await on.context.db.privacy.find(requestId))?.evidence).toMatchObject({ pushes: aboutAnna.length })
})

test('a redacted push cannot be sent again', async () => {
  const on = await setUp()
  await mirrorAnna(on)
  for (const push of aboutAnna) await store(on, push)
  await redactCustomer.run({ requestId: await request(on, 'redact_customer') }, on.context, on.stage.attempt())
  const filter = { accountId: null, shopId: on.shopId }
  expect(await on.context.db.pushes.retry(filter)).toEqual([])
  expect(await on.context.db.pushes.process(filter)).toEqual([])
})

test('a customer with thousands of orders is redacted', async () => {
  const on = await setUp()
  await on.sql`insert into orders (shop_id, external_id, customer_external_id, raw, content_hash)
    select ${on.shopId}, 'order-of-a-wholesaler-' || i, '7001', '{}', '' from generate_series(1, 20000) i`
  await store(on, { id: 'theirs', result: { id: 'order-of-a-wholesaler-19999' }, payload: { name: 'Private' } })
  await store(on, { id: 'other', result: { id: 'order-of-a-wholesaler-20001' }, payload: { name: 'Other' } })
  await redactCustomer.run({ requestId: await request(on, 'redact_customer') }, on.context, on.stage.attempt())
  expect(await on.sql`select id from pushes where payload is null`).toEqual([{ id: 'theirs' }])
})

test('a customer who requests their data gets what pushes say about them, and about nobody else', async () => {
  const on = await setUp()
  await mirrorAnna(on)
  for (const push of [...aboutAnna, ...aboutOthers]) await store(on, push)
  const asked = { shopId: on.shopId, customerExternalId: '7001', orderExternalIds: ['905'] }
  const { pushes = [] } = await on.context.db.privacy.exportCustomer(asked)
  expect(pushes.map(({ id }) => id).sort()).toEqual(aboutAnna.map(({ id }) => id).sort())
})

test('after the retention a push says what became of it, and nothing of its content', async () => {
  const on = await setUp()
  const content = { object: { email: 'Private' }, payload: { a: 'Private' }, request: { a: 'Private' } }
  const push = { ...content, result: { actual: 'Private' }, error: 'The shop holds Private', status: 'cancelled' }
  await store(on, { id: 'old', ...push, target: { id: '901' } })
  await store(on, { id: 'created', ...push, result: { id: '901', name: 'Private' }, status: 'completed' })
  await store(on, { id: 'open', ...push, status: 'conflict' })
  on.clock.now = new Date(Date.now() + 31 * DAY_MS)
  await sweepRetention.run({}, on.context, on.stage.attempt())
  const [created, old, open] = await on.sql`select p.*, to_jsonb(p)::text as all from pushes p order by id`
  expect(`${created?.all} ${old?.all}`).not.toContain('Private')
  expect(created).toMatchObject({ id: 'created', mirror_object: 'orders/901' })
  expect(old).toMatchObject({ id: 'old', key: 'old', status: 'cancelled', target: { id: '901' } })
  expect(open).toMatchObject({ id: 'open', payload: { a: 'Private' }, result: { actual: 'Private' } })
})

const MARKER = 'mark-4f1c-of-a-payload'

/** With every line that is logged. */
function logging(context: JobContext): { context: JobContext; lines: string[] } {
  const lines: string[] = []
  const log = createLogger({ level: 'trace', name: 'test', destination: { write: (line) => void lines.push(line) } })
  return { context: { ...context, log }, lines }
}

test('nothing of a push is in Redis or in a log line, however it ends', async () => {
  const on = await setUp()
  const { context, lines } = logging(on.context)
  for (const id of ['done', 'refused', 'lost', 'killed'])
    await on.sql`insert into product_variants (shop_id, external_id, raw, content_hash, product_external_id, sku)
      values (${on.shopId}, ${id}, '{}', '', 'p', ${`${MARKER}-${id}`})`
  const accept = (sku: string, payload: object = { quantity: 5, location: 'main' }) => {
    const given = { key: `${MARKER}-key-${sku}`, kind: 'inventory.set', entity: 'inventory', object: { sku } }
    return context.db.pushes.accept(on.shopId, [{ ...given, payload: { ...payload } }])
  }
  const send = async () => {
    await sweepPushes.run({}, context, on.stage.attempt())
    await sendPushes.run({ shopId: on.shopId }, context, on.stage.attempt()).catch(() => undefined)
  }
  await accept(`${MARKER}-done`)
  await accept(`${MARKER}-nowhere`)
  await accept(`${MARKER}-done`, { quantity: 5, location: MARKER }).catch(() => undefined)
  await accept(`${MARKER}-invalid`, { quantity: MARKER })
  await send()
  on.shop.afterWrite = () => [{ kind: 'refused', code: 'INVALID', message: `Refused: ${MARKER}` }]
  await accept(`${MARKER}-refused`)
  await send()
  on.shop.afterWrite = () => [{ kind: 'unknown', message: `lost: ${MARKER}` }]
  await accept(`${MARKER}-lost`)
  await send()
  on.shop.afterWrite = () => {
    throw new TypeError('killed')
  }
  await accept(`${MARKER}-killed`)
  await send()

  const statuses = await on.sql`select distinct status from pushes order by 1`
  expect(statuses.map(({ status }) => status)).toEqual(['completed', 'failed', 'processing'])
  expect(lines.join('')).toContain('push.sent')
  expect(lines.filter((line) => line.includes(MARKER))).toEqual([])
  const places = await readRedis(testRedis().address)
  expect(places.filter(({ where }) => where.includes('push.send') || where.includes('outbox'))).not.toEqual([])
  expect(places.filter(({ text }) => text.includes(MARKER)).map(({ where }) => where)).toEqual([])
})
