import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { applyDeliveries } from '../src/inbox/apply-deliveries.ts'
import { receiveWebhook } from '../src/inbox/receive-webhook.ts'
import { sweepInbox } from '../src/inbox/sweep-inbox.ts'
import { createStage } from './context.ts'
import { createPaperPlatform, createPaperShop, type PaperEvent } from './paper-platform.ts'

let now = new Date('2026-06-01T00:00:00Z')
const paper = createPaperShop(0)
const stage = await createStage({ platforms: [createPaperPlatform(paper, () => now)], now: () => now })
const { context, sql } = stage
const { db } = context
afterAll(() => stage[Symbol.asyncDispose]())

let shopId: string
beforeEach(async () => {
  now = new Date(now.getTime() + 3_600_000)
  shopId = (await stage.connectShop('paper')).id
})

const AT = '2026-05-01T00:00:00.000Z'
const product = (id: string, title: string): PaperEvent => ({ kind: 'product', id, title, at: AT })
const goods = (count: number) => Array.from({ length: count }, (_, index) => product(`p${index}`, `Title ${index}`))
/** More than a B-tree takes, and nothing that compresses. */
const longText = () => randomBytes(6_000).toString('base64')

function deliver(event: PaperEvent, extra: { deliveryId?: string; topic?: string; triggeredAt?: string } = {}) {
  return {
    ...{ platform: 'paper', deliveryId: randomUUID(), shopId, topic: 'product', contentType: 'application/json' },
    body: Buffer.from(JSON.stringify(event)).toString('base64'),
    receivedAt: now.toISOString(),
    ...extra,
  }
}

type Delivery = ReturnType<typeof deliver>
const receive = (deliveries: Delivery[]) => receiveWebhook.run({ deliveries }, context, stage.attempt())
const sweep = () => sweepInbox.run({}, context, stage.attempt())

async function idsInMirror(): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select external_id as id from products where shop_id = ${shopId} and deleted_at is null order by 1`
  return rows.map(({ id }) => id)
}

async function statuses(): Promise<Record<string, number>> {
  const rows = await db.deliveries.list({ accountId: null, shopId, limit: 100 })
  return Object.fromEntries([...Map.groupBy(rows, ({ status }) => status)].map(([status, of]) => [status, of.length]))
}

async function withTrigger(table: string, condition: string, errcode: string, work: () => Promise<unknown>) {
  await sql.unsafe(`create function refuse() returns trigger language plpgsql as $$ begin
    if ${condition} then raise exception 'no' using errcode = '${errcode}'; end if; return new; end $$`)
  await sql.unsafe(`create trigger refuse before insert or update on ${table} for each row execute function refuse()`)
  await work().finally(() => sql`drop function refuse cascade`)
}

describe('one of a group of twenty', () => {
  const badEvents: [string, () => PaperEvent][] = [
    ['whose object has an id too long for an index', () => product(longText(), 'Mug')],
    [
      'with a time that Postgres does not have',
      () => ({ ...product('bad', 'Mug'), at: '+275000-01-01T00:00:00.000Z' }),
    ],
    ['with a time that is none', () => ({ ...product('bad', 'Mug'), at: 'yesterday' })],
    ['that tells of a delete with such an id', () => ({ kind: 'deleted', id: longText(), at: AT })],
    ['that hints at such an id', () => ({ kind: 'hint', resource: 'orders', id: longText() })],
  ]
  test.each(badEvents)('%s fails alone, with its reason', async (_case, bad) => {
    const refused = deliver(bad())
    await receive([
      ...goods(12).map((event) => deliver(event)),
      refused,
      ...goods(19)
        .slice(12)
        .map((event) => deliver(event)),
    ])
    expect(await idsInMirror()).toHaveLength(19)
    expect(await statuses()).toEqual({ applied: 19, failed: 1 })
    const [failed] = await db.deliveries.list({ accountId: null, shopId, status: 'failed', limit: 1 })
    expect(failed).toMatchObject({ deliveryId: refused.deliveryId, error: expect.stringMatching(/\.$/) })
    expect(await stage.waiting(applyDeliveries)).toEqual([])
  })

  test('of which every part is longer than its column or index allows is recorded and applied', async () => {
    const odd = { deliveryId: longText(), topic: `pro\0duct \ud800`, triggeredAt: '0000-01-01T00:00:00.000Z' }
    const group = [...goods(19).map((event) => deliver(event)), deliver(product('odd', 'Mug'), odd)]
    await receive(group)
    await receive(group)
    expect(await idsInMirror()).toHaveLength(20)
    expect(await statuses()).toEqual({ applied: 20 })
  })

  test('that cannot be recorded is kept until it can be', async () => {
    const group = goods(20).map((event) => deliver(event))
    await withTrigger('webhook_deliveries', `new.delivery_id = '${group[7]?.deliveryId}'`, 'P0001', () =>
      receive(group),
    )
    expect(await statuses()).toEqual({ applied: 19 })
    await sweep()
    await stage.work([receiveWebhook])
    expect(await statuses()).toEqual({ applied: 20 })
  })
})

describe('a group that cannot be applied', () => {
  // Nothing that says anything about data: the object may be well.
  const poisoned = (work: () => Promise<unknown>) => withTrigger('products', `new.title = 'Poison'`, '55000', work)

  test('is retried from Postgres: no body stays in Redis, and those that fail block no other', async () => {
    const group = [...goods(5), product('bad', 'Poison')].map((event) => deliver(event))
    await poisoned(async () => {
      await receive(group)
      const [job, ...more] = await stage.waiting(applyDeliveries)
      expect(Object.keys(job ?? {})).toEqual(['ids'])
      expect([job?.ids.length, more]).toEqual([6, []])
      await expect(stage.work([applyDeliveries])).rejects.toThrow('no')
    })
    expect(await statuses()).toEqual({ applied: 5, received: 1 })
    const [open] = await db.deliveries.list({ accountId: null, shopId, status: 'received', limit: 1 })
    expect(open).toMatchObject({ deliveryId: group[5]?.deliveryId, error: expect.stringMatching(/./), handledAt: null })

    now = new Date(now.getTime() + 3_600_000)
    await sweep()
    await stage.work([applyDeliveries])
    expect(await statuses()).toEqual({ applied: 6 })
    expect(await idsInMirror()).toHaveLength(6)
  })

  test('is not applied any more when its bodies were erased before its turn', async () => {
    const bad = deliver(product('bad', 'Poison'))
    await poisoned(() => receive([bad]))
    await db.deliveries.sweepBodies(new Date(now.getTime() + 1), 10_000)
    await stage.work([applyDeliveries])
    expect(await idsInMirror()).toEqual([])
  })
})

describe('a delivery that mentions a customer who was redacted after it was received', () => {
  async function redact(customerExternalId: string): Promise<void> {
    const deliveryId = `dlv_${randomUUID()}`
    const request = { deliveryId, shopId, kind: 'redact_customer' as const, customerExternalId }
    const id = await db.privacy.open({ ...request, receivedAt: now, dueAt: now })
    await db.privacy.redactCustomer({ id: id ?? '', shopId, customerExternalId, orderExternalIds: [] })
  }

  test('writes nothing of the customer, and its body goes', async () => {
    const late = [deliver(product('1', 'Engraved for customer 77')), deliver(product('2', 'Engraved for customer 777'))]
    now = new Date(now.getTime() + 1_000)
    await redact('77')
    await receive(late)
    expect(await idsInMirror()).toEqual(['2'])
    const rows = await db.deliveries.list({ accountId: null, shopId, status: 'ignored', limit: 10 })
    expect(rows).toMatchObject([
      { deliveryId: late[0]?.deliveryId, body: null, error: expect.stringContaining('redacted') },
    ])
  })

  test('is applied when it was received after the redaction', async () => {
    await redact('77')
    now = new Date(now.getTime() + 1_000)
    await receive([deliver(product('1', 'Engraved for customer 77'))])
    expect(await idsInMirror()).toEqual(['1'])
  })
})
