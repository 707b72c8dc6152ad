import type { Order } from '../../../../world/model.ts'
import { mapped } from '../../../nodes/node.ts'
import { type OrderSummary, placedOrdersOf, summaryOf } from '../../../nodes/placed-orders.ts'
import { worldIdOf } from '../../../world-ids.ts'
import type { Body } from '../../bodies/body.ts'
import { fulfillmentOrderBodies } from '../../bodies/fulfillment-order-body.ts'
import { orderBody } from '../../bodies/order-body.ts'
import { fulfillmentBodies, refundBodies, transactionBodies } from '../../bodies/shipment-body.ts'
import { fulfillmentName } from '../../bodies/status.ts'
import { type Listing, oneOf, timeFilters } from '../listing.ts'
import type { RestRequest, RestShop } from '../request.ts'
import { found, listRoute, listRoutes, paramId, partRoutes, type Route } from '../route.ts'

const scopes = ['read_orders']
const names = { one: 'order', many: 'orders', scopes }
const fulfillmentOrderNames = {
  ...{ one: 'fulfillment_order', many: 'fulfillment_orders' },
  scopes: [
    'read_merchant_managed_fulfillment_orders',
    'read_assigned_fulfillment_orders',
    'read_third_party_fulfillment_orders',
  ],
}
const SIXTY_DAYS_MS = 60 * 86_400_000
const times = {
  created_at: ({ createdAt }: OrderSummary) => createdAt,
  updated_at: ({ updatedAt }: OrderSummary) => updatedAt,
}

const find = (id: number, { shop }: RestRequest) => placedOrdersOf(shop.world).find(id)
const orders: Listing<OrderSummary> = {
  kind: 'order',
  objects: ({ shop }) => placedOrdersOf(shop.world).all(),
  find: (id, request) => mapped(find(id, request), summaryOf),
  body: ({ id }, request) => orderBody(found(find(id, request)), request.shop.world),
  sorts: { ...times, processed_at: times.created_at },
  defaultOrder: 'processed_at desc',
  defaults: { status: 'open' },
  filters: {
    ...timeFilters('created_at', times.created_at),
    ...timeFilters('updated_at', times.updated_at),
    ...timeFilters('processed_at', times.created_at),
    status: oneOf(({ status, isClosed }) => (status === 'cancelled' ? 'cancelled' : isClosed ? 'closed' : 'open')),
    financial_status: oneOf(({ financial }) => financial, { unpaid: ['pending', 'authorized', 'partially_paid'] }),
    fulfillment_status: oneOf(({ sent }) => fulfillmentName(sent) ?? 'unshipped', {
      shipped: ['fulfilled'],
      unfulfilled: ['unshipped', 'partial'],
    }),
    name: (value) => {
      const wanted = value.replace('#', '')
      return ({ name }) => name.replace('#', '') === wanted
    },
  },
  visible({ shop, scopes: granted }) {
    const since = granted.has('read_all_orders') ? Number.NEGATIVE_INFINITY : shop.world.now() - SIXTY_DAYS_MS
    return ({ createdAt }) => createdAt >= since
  },
}

const ofCustomer: Listing<OrderSummary> = {
  ...orders,
  objects(request) {
    const { world } = request.shop
    const { id } = found(world.customers.get(paramId(request, 0, 'customer')))
    return placedOrdersOf(world).ofCustomer(id)
  },
}

/** The order that the path names, if this caller may see it. */
function orderIn(request: RestRequest, worldId = paramId(request, 0, 'order')): Order {
  const order = found(find(worldId, request))
  return found(orders.visible?.(request)(summaryOf(order)) === false ? null : order)
}

const parts =
  (bodiesOf: (order: Order, shop: RestShop) => Body[]) =>
  (request: RestRequest): Body[] =>
    bodiesOf(orderIn(request), request.shop)

const fulfillments = { one: 'fulfillment', many: 'fulfillments', scopes }

export const orderRoutes: Route[] = [
  ...listRoutes('orders', names, orders),
  listRoute('customers/:id/orders', names, ofCustomer),
  ...partRoutes(
    'orders/:id/refunds',
    { one: 'refund', many: 'refunds', scopes },
    parts((order, { world }) => refundBodies(order, world)),
  ),
  ...partRoutes(
    'orders/:id/fulfillments',
    fulfillments,
    parts((order, { world }) => fulfillmentBodies(order, world)),
  ),
  ...partRoutes(
    'orders/:id/transactions',
    { one: 'transaction', many: 'transactions', scopes },
    parts(transactionBodies),
  ),
  ...partRoutes(
    'orders/:id/fulfillment_orders',
    fulfillmentOrderNames,
    parts((order, { world }) => fulfillmentOrderBodies(order, world)),
  ),
  {
    ...{ path: 'fulfillment_orders/:id', scopes: fulfillmentOrderNames.scopes },
    respond(request) {
      const order = orderIn(request, worldIdOf('fulfillmentOrder', request.params[0] ?? ''))
      return { body: { fulfillment_order: found(fulfillmentOrderBodies(order, request.shop.world)[0]) } }
    },
  },
]
