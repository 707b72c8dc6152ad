import { orderOfShipment } from '../world-ids.ts'
import { findLine } from './find-line.ts'
import { gid, numberOf, timeOf, worldIdOf } from './gid.ts'
import { firstOf, listParts } from './list.ts'
import { decimal, moneyBag } from './money.ts'
import { type Arguments, constants, fieldsOf, mapped, type NodeDeps, type Subject } from './node.ts'
import { unitPriceOf } from './order-amounts.ts'
import { fulfillmentsOf, nameOf } from './order-parts.ts'
import { placedOrdersOf } from './placed-orders.ts'
import {
  fulfillmentLineNode,
  fulfillmentNode,
  fulfillmentOrderNode,
  lineNode,
  locationNode,
  orderNode,
  type Parcel,
  type ParcelLine,
} from './refs.ts'

export function fulfillmentSubject({ world }: NodeDeps): Subject {
  const findItem = (id: number) => {
    const each = findLine(id % LINES_MAX, world)
    const parcel = each && fulfillmentsOf(each.order)[Math.floor(id / LINES_MAX)]
    return mapped(parcel && linesIn(parcel).find(({ line }) => line.id === each?.line.id), fulfillmentLineNode)
  }
  return {
    find: {
      Fulfillment: ({ number }) =>
        mapped(worldIdOf('Fulfillment', number), (id) => mapped(findParcel(id, world), fulfillmentNode)),
      FulfillmentLineItem: ({ number }) => mapped(worldIdOf('FulfillmentLineItem', number), findItem),
    },
    resolvers: { Fulfillment: fieldsOf<Parcel>(fields), FulfillmentLineItem: fieldsOf<ParcelLine>(itemFields) },
  }
}

/** A line may be in several parcels: above this, its number has the place of the parcel. */
const LINES_MAX = 10_000_000_000

export function findParcel(id: number, world: NodeDeps['world']): Parcel | null {
  const order = placedOrdersOf(world).find(orderOfShipment(id))
  return (order && fulfillmentsOf(order).find(({ shipment }) => shipment.id === id)) ?? null
}

function linesIn(parcel: Parcel): ParcelLine[] {
  const { order, shipment } = parcel
  return shipment.lines.flatMap(({ lineId, quantity }) => {
    const line = order.lines.find(({ id }) => id === lineId)
    return line ? [{ order, line, parcel, quantity }] : []
  })
}

const fields = {
  id: ({ shipment }: Parcel) => gid('Fulfillment', shipment.id),
  legacyResourceId: ({ shipment }: Parcel) => String(numberOf('Fulfillment', shipment.id)),
  name: ({ order, place }: Parcel) => `${nameOf(order)}-F${place + 1}`,
  createdAt: ({ shipment }: Parcel) => timeOf(shipment.createdAt),
  updatedAt: ({ shipment }: Parcel) => timeOf(shipment.updatedAt),
  inTransitAt: ({ shipment }: Parcel) => timeOf(shipment.createdAt),
  totalQuantity: ({ shipment }: Parcel) => shipment.lines.reduce((sum, { quantity }) => sum + quantity, 0),
  trackingInfo({ shipment: { company, numbers, urls } }: Parcel, args: Arguments) {
    const parcels = Array.from({ length: Math.max(numbers.length, urls.length) }, (_, place) => ({
      ...{ __typename: 'FulfillmentTrackingInfo', company },
      ...{ number: numbers[place] ?? null, url: urls[place] ?? null },
    }))
    return firstOf(parcels, args)
  },
  fulfillmentLineItems: (parcel: Parcel, args: Arguments) => listParts(linesIn(parcel).map(fulfillmentLineNode), args),
  fulfillmentOrders: ({ order }: Parcel, args: Arguments) => listParts([fulfillmentOrderNode(order)], args),
  order: ({ order }: Parcel) => orderNode(order),
  location: ({ shipment }: Parcel) => locationNode(shipment.place),
  ...constants({
    ...{ status: 'SUCCESS', displayStatus: 'FULFILLED', requiresShipping: true, service: null, originAddress: null },
    ...{ deliveredAt: null, estimatedDeliveryAt: null },
  }),
}

const totalOf = ({ line, order, quantity }: ParcelLine) => unitPriceOf(line, order) * quantity
const totalSet = (each: ParcelLine) => moneyBag(totalOf(each), each.order)

const itemFields = {
  id: ({ line, parcel }: ParcelLine) => gid('FulfillmentLineItem', parcel.place * LINES_MAX + line.id),
  quantity: ({ quantity }: ParcelLine) => quantity,
  lineItem: lineNode,
  originalTotal: (each: ParcelLine) => decimal(totalOf(each)),
  discountedTotal: (each: ParcelLine) => decimal(totalOf(each)),
  originalTotalSet: totalSet,
  discountedTotalSet: totalSet,
}
