import { startSandbox } from '@shopmirror/sandbox'
import { createRestBody } from '@shopmirror/sandbox/shopify/rest/index.ts'
import { truthOf } from '@shopmirror/sandbox/shopify/truth/index.ts'
import { ids } from '@shopmirror/sandbox/shopify/world-ids.ts'
import { afterAll, expect, test } from 'vitest'
import type { MirrorRow } from '../mirror-rows.ts'
import type { ShopEvent } from '../platform.ts'
import { readWebhook } from './read-webhook/index.ts'

const domain = 'minta-bolt.myshopify.com'
const sandbox = await startSandbox({ products: 60, orders: 120, customers: 40 })
afterAll(() => sandbox.close())
const { world } = sandbox.shopify.shop(domain)
const bodyOf = createRestBody(world, domain)
const truth = truthOf(world)

function read(topic: string, worldId: number): ShopEvent[] {
  const body = Buffer.from(bodyOf(topic, worldId) ?? '')
  const receivedAt = new Date(sandbox.clock.now())
  return readWebhook({ deliveryId: 'd', topic, domain, contentType: 'application/json', body, receivedAt })
}

/** Whatever a row names has to be what the world says; a column that no webhook knows is not named. */
function compare(table: string, { externalId, fields }: MirrorRow): string[] {
  const expected = truth[table]?.find((row) => row.externalId === externalId)?.fields
  if (!expected) return [`${table} ${externalId} is not in the world`]
  return Object.entries(fields).flatMap(([name, value]) =>
    name in expected && written(value) !== written(expected[name])
      ? [`${table} ${externalId} ${name}: ${written(value)} instead of ${written(expected[name])}`]
      : [],
  )
}

/** Times and numbers by what they mean, whatever way they are written in. */
function written(value: unknown): string {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)) return String(Date.parse(value))
  if (value instanceof Date) return String(value.getTime())
  if (typeof value === 'string' && /^\d+\.\d+$/.test(value)) return value.replace(/\.?0+$/, '')
  if (Array.isArray(value)) return `[${value.map(written).join()}]`
  if (typeof value !== 'object' || value === null) return value === '' ? 'null' : String(value)
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([name, part]) => `${name}:${written(part)}`).join()}}`
}

function differences(events: readonly ShopEvent[]): { rows: number; wrong: string[] } {
  const rows = events.flatMap((event) =>
    event.kind === 'rows'
      ? Object.entries(event.rows.rows).flatMap(([table, some]) => some.map((row) => ({ table, row })))
      : [],
  )
  return { rows: rows.length, wrong: rows.flatMap(({ table, row }) => compare(table, row)) }
}

test('every order, with all that belongs to it, is read from its webhook as the world has it', () => {
  for (const id of world.placedOrders()) {
    const lines = world.orders.get(id)?.lines.length ?? 0
    const { rows, wrong } = differences(read('orders/updated', id))
    expect(wrong).toEqual([])
    expect(rows).toBeGreaterThan(lines)
  }
})

test('every product with its variants, and every collection, is read from its webhook as the world has it', () => {
  const heads = world.products.ids().filter((id) => world.products.get(id)?.parentId === null)
  const found = heads.map((id) => differences(read('products/update', id)))
  expect(found.flatMap(({ wrong }) => wrong)).toEqual([])
  expect(found.reduce((sum, { rows }) => sum + rows, 0)).toBe(heads.length + world.products.ids().length)
  const collections = world.categories.ids().map((id) => differences(read('collections/update', id)))
  expect(collections).toEqual(collections.map(() => ({ rows: 1, wrong: [] })))
})

test.each([
  ['customers/update', { kind: 'refetch', resource: 'customers', externalId: ids.customer(3) }],
  ['customers/delete', { kind: 'deleted', resource: 'customers', externalId: ids.customer(3) }],
  ['products/delete', { kind: 'deleted', resource: 'products', externalId: ids.product(3) }],
  ['orders/delete', { kind: 'deleted', resource: 'orders', externalId: ids.order(3) }],
  ['collections/delete', { kind: 'deleted', resource: 'categories', externalId: ids.collection(3) }],
  ['app/uninstalled', { kind: 'uninstalled' }],
  ['shop/update', { kind: 'shop_changed' }],
  ['shop/redact', { kind: 'redact_shop' }],
  ['customers/redact', { kind: 'redact_customer', customer: { externalId: ids.customer(3) } }],
  ['customers/data_request', { kind: 'data_request', customer: { externalId: ids.customer(3) } }],
])('%s is understood', (topic, event) => {
  expect(read(topic, 3)).toMatchObject([event])
})
