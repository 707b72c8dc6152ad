import { randomUUID } from 'node:crypto'
import { RateLimitedError } from '@shopmirror/platforms'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { receiveWebhook } from '../src/inbox/receive-webhook.ts'
import { eraseShop } from '../src/privacy/erase-shop.ts'
import { redactCustomer } from '../src/privacy/redact-customer.ts'
import { redactShop } from '../src/privacy/redact-shop.ts'
import { sweepPrivacy } from '../src/privacy/sweep-privacy.ts'
import { createStage } from './context.ts'
import { Crash, crashing } from './crash.ts'
import { createPaperPlatform, createPaperShop, type PaperEvent } from './paper-platform.ts'

const DAY_MS = 86_400_000
let now = new Date()
const stage = await createStage({
  platforms: [createPaperPlatform(createPaperShop(0), () => now)],
  now: () => now,
  settings: { ERASE_GRACE_HOURS: 72 },
})
const { context, sql } = stage
const { db } = context
afterAll(() => stage[Symbol.asyncDispose]())

let shopId: string
let domain: string
beforeEach(async () => {
  now = new Date(Date.now() + 60_000)
  domain = randomUUID()
  shopId = (await stage.connectShop('paper', domain)).id
})

/** As platforms tell it: of the shop by its name. */
async function tell(event: PaperEvent, deliveryId: string = randomUUID()): Promise<string> {
  const body = Buffer.from(JSON.stringify(event)).toString('base64')
  const delivery = { platform: 'paper', deliveryId, domain, topic: 'privacy', contentType: 'application/json', body }
  const deliveries = [{ ...delivery, receivedAt: now.toISOString() }]
  await receiveWebhook.run({ deliveries }, context, stage.attempt())
  return deliveryId
}

const redaction = (customer: string, orderIds: string[] = []): PaperEvent => ({
  ...{ kind: 'redact_customer', customer: { externalId: customer }, orderIds },
})
const requests = () =>
  db.privacy.list({ accountId: stage.account.id, limit: 200 }).then((all) => all.filter((one) => one.shopId === shopId))

async function theRequest() {
  const [request] = await requests()
  if (!request) throw new Error('There is no privacy request.')
  return request
}

interface Person {
  id: string
  email: string
  order: string
}

const anna: Person = { id: '7001', email: 'anna@example.com', order: '901' }
const bela: Person = { id: '70015', email: 'bela@example.com', order: '902' }

/** A customer with an order, a line, a parcel and a refund, all of them full of the person. */
async function mirror({ id, email, order }: Person, second = 0): Promise<void> {
  const raw = { email, name: `Name of ${id}` }
  const at = new Date(now.getTime() - DAY_MS + second * 1_000)
  const row = (externalId: string, fields: object) => ({ externalId, sourceUpdatedAt: at, fields: { ...fields }, raw })
  const address = { address1: email }
  const child = { order_external_id: order }
  await db.mirror.writePage({
    shopId,
    rows: {
      ...{ origin: 'webhook', readAt: now },
      rows: {
        customers: [row(id, { email, first_name: 'Given', default_address: address, addresses: [address] })],
        orders: [
          row(order, {
            email,
            customer_external_id: id,
            number: order,
            total: '10',
            shipping_address: address,
            note: email,
          }),
        ],
        order_lines: [row(`${order}1`, { ...child, sku: 'MUG', quantity: '1' })],
        fulfillments: [row(`${order}2`, { ...child, status: 'SUCCESS', tracking_numbers: [email] })],
        refunds: [row(`${order}3`, { ...child, amount: '10', note: email })],
      },
    },
  })
}

const TABLES = [
  'customers',
  'orders',
  'order_lines',
  'fulfillments',
  'refunds',
  'webhook_deliveries',
  'quarantine',
  'privacy_requests',
]

/** Where in the database a text still stands, bodies of deliveries included. */
async function findText(text: string): Promise<string[]> {
  const found = await Promise.all(
    TABLES.map(async (table) => {
      const rows = await sql`select to_jsonb(t)::text as row from ${sql(table)} t where shop_id = ${shopId}`
      const bodies = rows.map(({ row }) => `${row} ${Buffer.from(JSON.parse(row).body ?? '', 'base64')}`)
      return bodies.some((each) => each.includes(text)) ? [table] : []
    }),
  )
  return found.flat()
}

const redact = async () => redactCustomer.run({ requestId: (await theRequest()).id }, context, stage.attempt())

describe('a customer who is redacted', () => {
  test('is not stored anywhere afterwards; orders keep their figures, and other customers are unchanged', async () => {
    await mirror(anna)
    await mirror(bela)
    const before = await sql`select * from customers where external_id = ${bela.id} and shop_id = ${shopId}`
    await tell({ kind: 'other', about: anna.email, customer: anna.id } as unknown as PaperEvent)
    await tell(redaction(anna.id))
    await redact()

    expect(await findText(anna.email)).toEqual([])
    expect(await findText(`Name of ${anna.id}"`)).toEqual([])
    const [order] = await sql`select * from orders where external_id = ${anna.order} and shop_id = ${shopId}`
    expect(order).toMatchObject({ number: anna.order, total: '10', email: null, customer_external_id: null, raw: {} })
    expect(await sql`select * from customers where external_id = ${bela.id} and shop_id = ${shopId}`).toEqual(before)
    expect(await findText(bela.email)).toEqual(['customers', 'orders', 'order_lines', 'fulfillments', 'refunds'])
    expect(await theRequest()).toMatchObject({
      ...{ outcome: 'redacted', kind: 'redact_customer' },
      evidence: { customers: 1, orders: 1, order_lines: 1, fulfillments: 1, refunds: 1, webhook_deliveries: 2 },
    })
  })

  test('also in orders that only the request names', async () => {
    await mirror({ ...anna, order: '905' })
    await sql`update orders set customer_external_id = null where shop_id = ${shopId}`
    await tell(redaction(anna.id, ['905']))
    await redact()
    expect(await findText(anna.email)).toEqual([])
  })

  test('is not restored by what was in flight before, and is by what the platform returns later', async () => {
    await mirror(anna)
    await tell(redaction(anna.id))
    await redact()
    await mirror(anna, 60)
    expect(await sql`select from customers where shop_id = ${shopId} and deleted_at is null`).toHaveLength(0)

    now = new Date(now.getTime() + DAY_MS)
    const row = { externalId: anna.id, sourceUpdatedAt: now, fields: { email: null }, raw: { redacted: true } }
    await db.mirror.writePage({ shopId, rows: { origin: 'api', readAt: now, rows: { customers: [row] } } })
    expect(await sql`select from customers where shop_id = ${shopId} and deleted_at is null`).toHaveLength(1)
  })

  test('repeated or processed twice, it is one request that was done once', async () => {
    await mirror(anna)
    const deliveryId = await tell(redaction(anna.id))
    await tell(redaction(anna.id), deliveryId)
    await redact()
    const done = await theRequest()
    await redact()
    expect(await requests()).toEqual([done])
  })

  test('a job that dies at any call leaves all or nothing, and the next one does it', async () => {
    await mirror(anna)
    await tell(redaction(anna.id))
    const requestId = (await theRequest()).id
    for (const when of ['before', 'after'] as const)
      for (let at = 0; at < 2; at++) {
        const dying = crashing(context, { at, when })
        await redactCustomer.run({ requestId }, dying, stage.attempt()).catch((error: unknown) => {
          expect(error).toBeInstanceOf(Crash)
        })
        const { finishedAt } = await theRequest()
        expect((await findText(anna.email)).length === 0).toBe(finishedAt !== null)
      }
    await redact()
    expect(await findText(anna.email)).toEqual([])
  })

  test('is forgotten in a shop that has left, while its data waits for the erasure', async () => {
    await mirror(anna)
    await db.shops.uninstall(shopId, { reason: 'merchant', dueAt: new Date(now.getTime() + 3 * DAY_MS) })
    await tell(redaction(anna.id))
    await redact()
    expect(await findText(anna.email)).toEqual([])
  })
})

describe('a shop whose data is to go', () => {
  const redactAll = (installedBefore?: Date) =>
    tell({ kind: 'redact_shop', ...(installedBefore && { installedBefore: installedBefore.toISOString() }) })
  const run = async () => redactShop.run({ requestId: (await theRequest()).id }, context, stage.attempt())

  test('is erased at once, without the grace period, with evidence on the request', async () => {
    await mirror(anna)
    await db.shops.uninstall(shopId, { reason: 'merchant', dueAt: new Date(now.getTime() + 30 * DAY_MS) })
    await redactAll()
    await expect(run()).rejects.toBeInstanceOf(RateLimitedError)
    const erasure = await db.erasures.find(shopId)
    await eraseShop.run({ erasureId: erasure?.id ?? '' }, context, stage.attempt())
    await run()
    expect(await theRequest()).toMatchObject({ outcome: 'erased', evidence: { customers: 1, orders: 1 } })
    expect(await findText(anna.email)).toEqual([])
  })

  test('is uninstalled although the uninstall was never received', async () => {
    await redactAll(new Date(Date.now() + DAY_MS))
    await expect(run()).rejects.toBeInstanceOf(RateLimitedError)
    expect(await db.shops.find(shopId)).toMatchObject({ status: 'uninstalled' })
  })

  test('stays when it was installed again since', async () => {
    await mirror(anna)
    await redactAll(new Date(Date.now() - 2 * DAY_MS))
    await run()
    expect(await theRequest()).toMatchObject({ outcome: 'connected_again' })
    expect(await findText(anna.email)).toContain('customers')
  })
})

describe('a customer who requests their data', () => {
  test("gets their own data, and no other customer's", async () => {
    await mirror(anna)
    await mirror(bela)
    await tell({ kind: 'data_request', requestId: '9', customer: { externalId: anna.id }, orderIds: [] })
    const { customerExternalId, orderExternalIds, requestId, dueAt } = await theRequest()
    expect([requestId, dueAt.getTime() - now.getTime()]).toEqual(['9', 30 * DAY_MS])
    const found = await db.privacy.exportCustomer({
      shopId,
      customerExternalId: customerExternalId ?? '',
      orderExternalIds,
    })
    expect(Object.fromEntries(Object.entries(found).map(([table, rows]) => [table, rows.length]))).toEqual({
      ...{ customers: 1, orders: 1, order_lines: 1, fulfillments: 1, refunds: 1, quarantine: 0, pushes: 0 },
      object_changes: 0,
    })
    expect(JSON.stringify(found)).not.toContain(bela.email)
  })

  test('raises one alert until the request is answered', async () => {
    await tell({ kind: 'data_request', requestId: '9', customer: { externalId: anna.id }, orderIds: [] })
    for (let hour = 0; hour < 3; hour++) await sweepPrivacy.run({}, context, stage.attempt())
    const alerts = (await db.alerts.list({ accountId: stage.account.id, limit: 50 })).filter(
      (one) => one.shopId === shopId,
    )
    expect(alerts).toMatchObject([{ kind: 'notice:privacy', detail: expect.stringContaining('/export') }])
  })

  test('redactions that lost their job get one', async () => {
    await tell(redaction(anna.id))
    await stage.forgetJobs()
    now = new Date(now.getTime() + 2 * 3_600_000)
    await sweepPrivacy.run({}, context, stage.attempt())
    expect(await stage.waiting(redactCustomer)).toContainEqual({ requestId: (await theRequest()).id })
  })
})
