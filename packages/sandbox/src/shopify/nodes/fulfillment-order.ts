import type { Order } from '../../world/model.ts'
import { fulfillmentOrdersOf } from '../fulfillment-orders.ts'
import { findLine } from './find-line.ts'
import { gid, timeOf, worldIdOf } from './gid.ts'
import { type Listing, listParts } from './list.ts'
import { summaryListing } from './listings.ts'
import { addressOf, nameOf as locationNameOf } from './location.ts'
import { moneyBag } from './money.ts'
import { type Arguments, constants, fieldsOf, mapped, type NodeDeps, type Subject } from './node.ts'
import { unitPriceOf } from './order-amounts.ts'
import { fulfillmentsOf, isCancelled, linesOf, nameOf, sentStatus, unsentOf } from './order-parts.ts'
import { placedOrdersOf } from './placed-orders.ts'
import { findVariant } from './product-groups.ts'
import {
  fulfillmentNode,
  fulfillmentOrderLineNode,
  fulfillmentOrderNode,
  lineNode,
  locationNode,
  type OrderLine,
  orderNode,
  variantNode,
} from './refs.ts'
import type { Summary } from './summaries.ts'
import { weightOf } from './weight.ts'

/** Everything of an order is sent from one place. */
const PLACE = 1

export function fulfillmentOrderSubject(deps: NodeDeps): Subject {
  const { world } = deps
  const find = (id: number) => mapped(placedOrdersOf(world).find(id), fulfillmentOrderNode)
  const findItem = (id: number) => mapped(findLine(id, world), fulfillmentOrderLineNode)
  return {
    find: {
      FulfillmentOrder: ({ number }) => mapped(worldIdOf('FulfillmentOrder', number), find),
      FulfillmentOrderLineItem: ({ number }) => mapped(worldIdOf('FulfillmentOrderLineItem', number), findItem),
    },
    resolvers: {
      FulfillmentOrder: fieldsOf<Order>({ ...fields, ...states(deps) }),
      FulfillmentOrderLineItem: fieldsOf<OrderLine>(itemFields(deps)),
    },
  }
}

export function fulfillmentOrderListing({ world }: NodeDeps): Omit<Listing<Summary>, 'objects'> {
  return summaryListing('FulfillmentOrder', ({ id }) => mapped(placedOrdersOf(world).find(id), fulfillmentOrderNode))
}

const fields = {
  id: ({ id }: Order) => gid('FulfillmentOrder', id),
  order: orderNode,
  orderId: ({ id }: Order) => gid('Order', id),
  orderName: nameOf,
  orderProcessedAt: ({ createdAt }: Order) => timeOf(createdAt),
  createdAt: ({ createdAt }: Order) => timeOf(createdAt),
  updatedAt: ({ updatedAt }: Order) => timeOf(updatedAt),
  fulfillAt: ({ createdAt }: Order) => timeOf(createdAt),
  fulfillments: (order: Order, args: Arguments) => listParts(fulfillmentsOf(order).map(fulfillmentNode), args),
  lineItems: (order: Order, args: Arguments) => listParts(linesOf(order).map(fulfillmentOrderLineNode), args),
  assignedLocation: () => ({
    ...{ __typename: 'FulfillmentOrderAssignedLocation', name: locationNameOf(PLACE), location: locationNode(PLACE) },
    ...addressOf(PLACE),
  }),
  ...constants({ fulfillBy: null, deliveryMethod: null, fulfillmentHolds: [], channelId: null }),
}

function states({ world }: NodeDeps) {
  const planned = (order: Order) => fulfillmentOrdersOf(world).of(order.id)
  return {
    status(order: Order) {
      if (isCancelled(order)) return 'CANCELLED'
      return sentStatus(order) === 'FULFILLED' ? 'CLOSED' : planned(order).status
    },
    supportedActions(order: Order) {
      const isOpen = !isCancelled(order) && sentStatus(order) !== 'FULFILLED' && planned(order).status !== 'ON_HOLD'
      const actions = isOpen ? ['CREATE_FULFILLMENT', 'MOVE', 'HOLD'] : []
      return actions.map((action) => ({ __typename: 'FulfillmentOrderSupportedAction', action, externalUrl: null }))
    },
    requestStatus: (order: Order) => planned(order).requestStatus,
  }
}

function itemFields(deps: NodeDeps) {
  const product = ({ line }: OrderLine) => deps.world.products.get(line.productId)
  return {
    id: ({ line }: OrderLine) => gid('FulfillmentOrderLineItem', line.id),
    lineItem: lineNode,
    productTitle: ({ line }: OrderLine) => line.name,
    sku: ({ line }: OrderLine) => line.sku,
    totalQuantity: ({ line }: OrderLine) => line.quantity,
    remainingQuantity: (each: OrderLine) => unsentOf(each),
    inventoryItemId: ({ line }: OrderLine) => (line.productId === 0 ? null : gid('InventoryItem', line.productId)),
    originalUnitPriceSet: ({ line, order }: OrderLine) => moneyBag(unitPriceOf(line, order), order),
    variant: ({ line }: OrderLine) => mapped(findVariant(line.productId, deps), variantNode),
    variantTitle: (each: OrderLine) =>
      each.line.written ? each.line.written.variantTitle : (product(each)?.color.hu ?? null),
    vendor: (each: OrderLine) => (each.line.written ? each.line.written.vendor : (product(each)?.manufacturer ?? null)),
    weight: (each: OrderLine) => mapped(product(each), weightOf),
    requiresShipping: ({ line }: OrderLine) => line.written?.requiresShipping ?? true,
    ...constants({ image: null, warnings: [] }),
  }
}
