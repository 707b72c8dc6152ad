import type { Order } from '../../../world/model.ts'
import type { WorldShop } from '../../../world/shop.ts'
import type { Shipment } from '../../../world/written.ts'
import { fulfillmentOrdersOf } from '../../fulfillment-orders.ts'
import { findLine } from '../../nodes/find-line.ts'
import { findParcel } from '../../nodes/fulfillment.ts'
import type { Subject } from '../../nodes/node.ts'
import { isCancelled, linesOf, sentStatus, unsentOf } from '../../nodes/order-parts.ts'
import { placedOrdersOf } from '../../nodes/placed-orders.ts'
import { fulfillmentNode } from '../../nodes/refs.ts'
import { ids, shipmentId } from '../../world-ids.ts'
import { readId } from '../input/read-id.ts'
import { advance, progressOf } from '../orders/progress.ts'
import { problem, type UserError } from '../user-error.ts'
import { type TrackingInput, trackingOf } from './tracking.ts'

interface FulfillmentInput {
  lineItemsByFulfillmentOrder: readonly {
    fulfillmentOrderId: string
    fulfillmentOrderLineItems?: readonly { id: string; quantity: number }[] | null
  }[]
  trackingInfo?: TrackingInput | null
}

type Part = Shipment['lines'][number]

/** https://shopify.dev/docs/api/admin-graphql/latest/mutations/fulfillmentCreate: a repeat finds nothing left to send. */
export function shipmentSubject(world: WorldShop): Subject {
  const refuse = (userErrors: UserError[]) => ({ fulfillment: null, userErrors })
  return {
    resolvers: {
      Mutation: {
        fulfillmentCreate(_source, { fulfillment }) {
          const input = fulfillment as FulfillmentInput
          const order = orderIn(input, world)
          if (!order) return refuse([problem(['fulfillment'], 'Fulfillment order does not exist.')])
          const parts = partsIn(input, order, world)
          const refusal = unfulfillable(order, world) ?? refusalOf(parts, order)
          if (refusal) return refuse([problem(['fulfillment'], refusal)])
          return { fulfillment: send(order, parts, input.trackingInfo ?? {}, world), userErrors: [] }
        },
        fulfillmentTrackingInfoUpdate(_source, { fulfillmentId, trackingInfoInput }) {
          const id = readId(fulfillmentId, 'Fulfillment')
          if (!findParcel(id, world)) return refuse([problem(['fulfillmentId'], 'Fulfillment does not exist.')])
          return { fulfillment: track(id, trackingInfoInput as TrackingInput, world), userErrors: [] }
        },
      },
    },
  }
}

/** All of it is one order's, and every order is sent from one place. */
function orderIn({ lineItemsByFulfillmentOrder: [first, ...more] }: FulfillmentInput, world: WorldShop): Order | null {
  const numberOf = ({ fulfillmentOrderId }: { fulfillmentOrderId: string }) =>
    readId(fulfillmentOrderId, 'FulfillmentOrder')
  if (!first || more.some((other) => numberOf(other) !== numberOf(first))) return null
  return placedOrdersOf(world).find(numberOf(first))
}

/** Without a list, everything that is left. */
function partsIn({ lineItemsByFulfillmentOrder }: FulfillmentInput, order: Order, world: WorldShop): Part[] {
  const given = lineItemsByFulfillmentOrder.flatMap((each) => each.fulfillmentOrderLineItems ?? [])
  if (given.length > 0)
    return given.map(({ id, quantity }) => {
      const found = findLine(readId(id, 'FulfillmentOrderLineItem'), world)
      return { lineId: found?.order.id === order.id ? found.line.id : 0, quantity }
    })
  return linesOf(order).flatMap((each) => {
    const quantity = unsentOf(each)
    return quantity > 0 ? [{ lineId: each.line.id, quantity }] : []
  })
}

function unfulfillable(order: Order, world: WorldShop): string | null {
  const { status } = fulfillmentOrdersOf(world).of(order.id)
  const isOver = isCancelled(order) || sentStatus(order) === 'FULFILLED'
  if (!isOver && (status === 'OPEN' || status === 'IN_PROGRESS')) return null
  const said = isOver ? 'closed' : status.toLowerCase()
  return `Fulfillment order ${ids.fulfillmentOrder(order.id)} has an unfulfillable status= ${said}.`
}

function refusalOf(parts: readonly Part[], order: Order): string | null {
  if (parts.some(({ quantity }) => quantity <= 0)) return 'Quantity must be greater than 0'
  const isTooMuch = parts.some(({ lineId, quantity }) => {
    const line = order.lines.find(({ id }) => id === lineId)
    return !line || quantity > unsentOf({ line, order })
  })
  return isTooMuch ? 'Invalid fulfillment order line item quantity requested.' : null
}

function send(order: Order, lines: readonly Part[], tracking: TrackingInput, world: WorldShop) {
  const { fulfillmentStatus: _said, ...progress } = progressOf(order)
  const at = world.now()
  const id = shipmentId(order.id, progress.shipments.length)
  const shipment = { id, createdAt: at, updatedAt: at, place: 1, ...trackingOf(tracking), lines }
  advance(order, { progress: { ...progress, shipments: [...progress.shipments, shipment] } }, world)
  return nodeOf(id, world)
}

/** All of what is known of the way is replaced. */
function track(id: number, tracking: TrackingInput, world: WorldShop) {
  const order = findParcel(id, world)?.order
  if (!order) return null
  const progress = progressOf(order)
  const shipments = progress.shipments.map((each) =>
    each.id === id ? { ...each, ...trackingOf(tracking), updatedAt: world.now() } : each,
  )
  advance(order, { progress: { ...progress, shipments } }, world)
  return nodeOf(id, world)
}

function nodeOf(id: number, world: WorldShop) {
  const parcel = findParcel(id, world)
  return parcel && fulfillmentNode(parcel)
}
