import type { Order } from '../../world/model.ts'
import { gid, numberOf, timeOf, worldIdOf } from './gid.ts'
import { firstOf, listParts } from './list.ts'
import { decimal, moneyBag } from './money.ts'
import { type Arguments, constants, fieldsOf, mapped, type NodeDeps, type Subject } from './node.ts'
import { grossOf } from './order-amounts.ts'
import { findLine, fulfillmentsOf, isSent, linesOf, reachedAt } from './order-parts.ts'
import { placedOrdersOf } from './placed-orders.ts'
import {
  fulfillmentLineNode,
  fulfillmentNode,
  fulfillmentOrderNode,
  lineNode,
  locationNode,
  type OrderLine,
  orderNode,
} from './refs.ts'

export function fulfillmentSubject({ world }: NodeDeps): Subject {
  const find = (id: number) => {
    const order = placedOrdersOf(world).find(id)
    return order && mapped(fulfillmentsOf(order)[0], fulfillmentNode)
  }
  const findItem = (id: number) => {
    const line = findLine(id, world)
    return line && isSent(line) ? fulfillmentLineNode(line) : null
  }
  return {
    find: {
      Fulfillment: ({ number }) => mapped(worldIdOf('Fulfillment', number), find),
      FulfillmentLineItem: ({ number }) => mapped(worldIdOf('FulfillmentLineItem', number), findItem),
    },
    resolvers: { Fulfillment: fieldsOf<Order>(fields), FulfillmentLineItem: fieldsOf<OrderLine>(itemFields) },
  }
}

const sentLines = (order: Order) => linesOf(order).filter(isSent)

const fields = {
  id: ({ id }: Order) => gid('Fulfillment', id),
  legacyResourceId: ({ id }: Order) => String(numberOf('Fulfillment', id)),
  name: ({ id }: Order) => `#${id}-F1`,
  createdAt: (order: Order) => reachedAt(order, order.status),
  updatedAt: ({ updatedAt }: Order) => timeOf(updatedAt),
  inTransitAt: (order: Order) => reachedAt(order, order.status),
  totalQuantity: (order: Order) => sentLines(order).reduce((sum, { line }) => sum + line.quantity, 0),
  trackingInfo({ id }: Order, args: Arguments) {
    const number = `MB${String(id).padStart(8, '0')}`
    const parcel = { __typename: 'FulfillmentTrackingInfo', company: 'GLS', number }
    return firstOf([{ ...parcel, url: `https://gls-group.com/track/${number}` }], args)
  },
  fulfillmentLineItems: (order: Order, args: Arguments) => listParts(sentLines(order).map(fulfillmentLineNode), args),
  fulfillmentOrders: (order: Order, args: Arguments) => listParts([fulfillmentOrderNode(order)], args),
  order: orderNode,
  location: () => locationNode(1),
  ...constants({
    ...{ status: 'SUCCESS', displayStatus: 'FULFILLED', requiresShipping: true, service: null, originAddress: null },
    ...{ deliveredAt: null, estimatedDeliveryAt: null },
  }),
}

const itemFields = {
  id: ({ line }: OrderLine) => gid('FulfillmentLineItem', line.id),
  quantity: ({ line }: OrderLine) => line.quantity,
  lineItem: lineNode,
  originalTotal: ({ line }: OrderLine) => decimal(grossOf(line)),
  discountedTotal: ({ line }: OrderLine) => decimal(grossOf(line)),
  originalTotalSet: ({ line, order }: OrderLine) => moneyBag(grossOf(line), order),
  discountedTotalSet: ({ line, order }: OrderLine) => moneyBag(grossOf(line), order),
}
