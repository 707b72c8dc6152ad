import { GraphQLError } from 'graphql'
import { afterEach, expect, test } from 'vitest'
import type { Change } from '../../contract/writes.ts'
import type { ClientContext } from '../api/client-context.ts'
import { settings } from '../settings.ts'
import { createTagWrites } from '../write/change-tags.ts'
import { createCustomIdMemory } from '../write/custom-id-memory.ts'
import { createFulfillWrites } from '../write/fulfill-order.ts'
import { type OperationsServer, type Script, startOperations } from './operations-server.ts'

const servers: OperationsServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function open(script: Script) {
  const server = await startOperations(script)
  servers.push(server)
  const context: ClientContext = {
    ...{ api: server.api, shop: { id: 'shp_1', domain: 'minta-bolt.myshopify.com' }, settings: settings.parse({}) },
    access: {
      token: () => Promise.reject(new Error('Not asked for here.')),
      renewToken: () => Promise.reject(new Error('Not asked for here.')),
      reserve: async () => 'booking',
      reportRateLimit: async () => {},
    },
    customIds: createCustomIdMemory(),
    now: () => new Date('2026-11-23T10:00:00Z'),
  }
  return { server, context }
}

const gid = (type: string, id: number) => `gid://shopify/${type}/${id}`

/** Two locations have a variant each: 3 units of variant 1 and 2 of variant 2. */
function orderOfTwoLocations() {
  const left = new Map([
    [1, 3],
    [2, 2],
  ])
  let isThrottled = true
  const fulfillmentOrder = (id: number) => ({
    id: gid('FulfillmentOrder', id),
    status: left.get(id) === 0 ? 'CLOSED' : 'OPEN',
    supportedActions: left.get(id) === 0 ? [] : [{ action: 'CREATE_FULFILLMENT' }],
    assignedLocation: { location: { id: gid('Location', 10 + id) } },
    lineItems: {
      nodes: [
        {
          id: gid('FulfillmentOrderLineItem', id),
          remainingQuantity: left.get(id),
          variant: { id: gid('ProductVariant', id) },
        },
      ],
      pageInfo: { hasNextPage: false, endCursor: null },
    },
  })
  const sent: { id: number; quantity: number }[] = []
  const shipment = ({ id, quantity }: { id: number; quantity: number }) => ({
    ...{ id: gid('Fulfillment', id), status: 'SUCCESS', createdAt: '2026-11-23T09:59:59Z', trackingInfo: [] },
    location: { id: gid('Location', 10 + id) },
    fulfillmentLineItems: {
      nodes: [{ quantity, lineItem: { variant: { id: gid('ProductVariant', id) } } }],
      pageInfo: { hasNextPage: false, endCursor: null },
    },
  })
  const script: Script = {
    order: () => ({
      cancelledAt: null,
      fulfillmentOrders: { nodes: [fulfillmentOrder(1), fulfillmentOrder(2)] },
      fulfillments: sent.map(shipment),
    }),
    fulfillmentOrder: ({ id }) => fulfillmentOrder(Number(String(id).at(-1))),
    fulfillment: ({ id }) => shipment(sent.find((each) => gid('Fulfillment', each.id) === id) ?? expect.fail()),
    fulfillmentCreate({ fulfillment }) {
      const [part] = (
        fulfillment as {
          lineItemsByFulfillmentOrder: {
            fulfillmentOrderId: string
            fulfillmentOrderLineItems?: { quantity: number }[]
          }[]
        }
      ).lineItemsByFulfillmentOrder
      const id = Number(part?.fulfillmentOrderId.at(-1))
      if (id === 2 && isThrottled) {
        isThrottled = false
        throw new GraphQLError('Throttled', { extensions: { code: 'THROTTLED' } })
      }
      const quantity = part?.fulfillmentOrderLineItems?.[0]?.quantity ?? left.get(id) ?? 0
      left.set(id, (left.get(id) ?? 0) - quantity)
      sent.push({ id, quantity })
      return { userErrors: [] }
    },
  }
  return { script, sent }
}

test.each([
  ['everything', {}, [3, 2]],
  ['units of both variants', { lines: [1, 2].map(() => ({ variant: {}, quantity: 2 })) }, [2, 2]],
])(
  '%s of an order is fulfilled by a call a location; one that waits is gone on with',
  async (_what, payload, units) => {
    const { script, sent } = orderOfTwoLocations()
    const { server, context } = await open(script)
    const variants = [{ variantId: '1' }, { variantId: '2' }]
    const change = {
      pushId: 'psh_1',
      target: { id: '5', ownId: null, variants },
      payload,
    } as unknown as Change<'order.fulfill'>
    const writes = createFulfillWrites(context)
    expect(await writes.send({ key: 'a', changes: [change] })).toMatchObject([{ kind: 'begun' }])
    const repeat = { firstSentAt: new Date('2026-11-23T10:00:00Z') }
    expect(await writes.send({ key: 'a', changes: [change], repeat })).toEqual([{ kind: 'done' }])
    expect(await writes.send({ key: 'a', changes: [change], repeat })).toEqual([{ kind: 'done' }])
    expect(sent.map(({ quantity }) => quantity)).toEqual(units)
    expect(server.asked('fulfillmentCreate')).toHaveLength(3)
  },
)

test('a location that has nothing of the order fulfills nothing', async () => {
  const { script, sent } = orderOfTwoLocations()
  const { context } = await open(script)
  const target = { id: '5', ownId: null, variants: [] }
  const send = (location: string) =>
    createFulfillWrites(context).send({ key: 'a', changes: [{ pushId: 'psh_1', target, payload: { location } }] })
  expect(await send('13')).toMatchObject([{ kind: 'refused', code: 'NOTHING_TO_FULFILL' }])
  expect(await send('11')).toEqual([{ kind: 'done' }])
  expect(sent).toEqual([{ id: 1, quantity: 3 }])
})

test('tags that the shop leaves out without an error are named', async () => {
  const { context } = await open({
    tagsAdd: () => ({ node: { __typename: 'Order', tags: ['kept'] }, userErrors: [] }),
  })
  const target = { id: '5', ownId: null, type: 'order' as const }
  const change = { pushId: 'psh_1', target, payload: { tags: ['Kept', 'x'] } }
  expect(await createTagWrites('tags.add', context).send({ key: 'a', changes: [change] })).toEqual([
    { kind: 'refused', code: 'TAGS_NOT_TAKEN', message: 'The shop did not add: x.' },
  ])
})
