import { expect, test } from 'vitest'
import type { MirrorRow } from '../../../contract/mirror-rows.ts'
import type { ClientContext } from '../../api/client-context.ts'
import { endOfPage } from './end-of-page.ts'
import { bulkInventory, bulkOrders } from './resources.ts'

const query = { name: 'BulkOrders', text: '' }
const rowOf = (externalId: string, from: string): MirrorRow => ({
  externalId,
  sourceUpdatedAt: null,
  fields: { from },
  raw: null,
})
const node = (number: number, lists: Record<string, unknown> = {}) => ({
  id: `gid://shopify/Order/${number}`,
  ...lists,
})

test('orders with fulfilments or refunds are read again by id, those deleted since stay as they were read', async () => {
  const asked: string[][] = []
  const orders = bulkOrders(
    { query, map: async (nodes) => ({ orders: nodes.map(({ id }) => rowOf(String(id).slice(20), 'bulk')) }) },
    async (_, ids) => {
      asked.push([...ids])
      const rows = { orders: [rowOf('2', 'ids')], refunds: [rowOf('9', 'ids')] }
      return { rows: { origin: 'api', readAt: new Date(0), rows }, missing: ['3'] }
    },
  )
  const nodes = [
    node(1, { fulfillments: [], refunds: [] }),
    node(2, { refunds: [{ id: 'gid://shopify/Refund/9' }] }),
    node(3, { fulfillments: [{ id: 'gid://shopify/Fulfillment/7' }], refunds: [] }),
  ]
  const { orders: rows = [], refunds } = await orders.map(nodes, {} as ClientContext)
  expect(asked).toEqual([['2', '3']])
  expect(rows.map(({ externalId, fields }) => [externalId, fields.from]).toSorted()).toEqual([
    ['1', 'bulk'],
    ['2', 'ids'],
    ['3', 'bulk'],
  ])
  expect(refunds).toHaveLength(1)
})

test('a page of orders ends where the next one to be read again would need another call', async () => {
  const asked: string[][] = []
  const orders = bulkOrders({ query, map: async () => ({}) }, async (_, ids) => {
    asked.push([...ids])
    return { rows: { origin: 'api', readAt: new Date(0), rows: {} }, missing: [...ids] }
  })
  const nodes = Array.from({ length: 300 }, (_, at) =>
    node(at, at % 2 ? { refunds: [{ id: 'gid://shopify/Refund/9' }] } : {}),
  )
  const end = endOfPage(nodes, 0, orders)
  await orders.map(nodes.slice(0, end), {} as ClientContext)
  expect(end).toBe(201)
  expect(asked.map((ids) => ids.length)).toEqual([100])
})

test('of stock it is the levels that are announced, not the items they hang on', () => {
  const inventory = bulkInventory({ query, map: async () => ({}) })
  expect(inventory.announced({ objects: 50, roots: 10 })).toBe(40)
})
