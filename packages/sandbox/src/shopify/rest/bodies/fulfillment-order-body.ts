import type { Order } from '../../../world/model.ts'
import type { WorldShop } from '../../../world/shop.ts'
import { fulfillmentOrdersOf } from '../../fulfillment-orders.ts'
import { isCancelled, sentStatus, unsentOf } from '../../nodes/order-parts.ts'
import { ids } from '../../world-ids.ts'
import { exact, localTime } from '../json.ts'
import { addressBodyIfAny } from './address-body.ts'
import type { Body } from './body.ts'
import { SHOP_ID } from './shop-body.ts'

/** `fulfillment_orders/*` name neither the order nor its lines. https://written.dev/docs/api/webhooks/latest */
export function fulfillmentOrderBody(order: number, world: WorldShop): Body {
  const { status, requestStatus } = fulfillmentOrdersOf(world).of(order)
  const id = `gid://shopify/FulfillmentOrder/${ids.fulfillmentOrder(order)}`
  return { fulfillment_order: { id, status: status.toLowerCase(), request_status: requestStatus.toLowerCase() } }
}

/** As REST writes it: every order has one fulfilment order. https://written.dev/docs/api/admin-rest/latest/resources/fulfillmentorder */
export function fulfillmentOrderBodies(order: Order, world: WorldShop): Body[] {
  const { requestStatus } = fulfillmentOrdersOf(world).of(order.id)
  const number = exact(ids.fulfillmentOrder(order.id))
  return [
    {
      ...{ id: number, shop_id: exact(SHOP_ID), order_id: exact(ids.order(order.id)) },
      ...{ created_at: localTime(order.createdAt), updated_at: localTime(order.updatedAt) },
      ...{ status: statusOf(order, world), request_status: requestStatus.toLowerCase(), supported_actions: [] },
      ...{ assigned_location_id: exact(ids.location(1)), fulfill_at: null, fulfillment_holds: [] },
      destination: { ...addressBodyIfAny(order.address), email: order.email || null },
      line_items: order.lines.map((line) => ({
        ...{ id: exact(ids.fulfillmentOrderLine(line.id)), shop_id: exact(SHOP_ID), fulfillment_order_id: number },
        ...{ line_item_id: exact(ids.line(line.id)), quantity: line.quantity },
        fulfillable_quantity: unsentOf({ line, order }),
        inventory_item_id: line.productId === 0 ? null : exact(ids.inventoryItem(line.productId)),
        variant_id: line.productId === 0 ? null : exact(ids.variant(line.productId)),
      })),
    },
  ]
}

function statusOf(order: Order, world: WorldShop): string {
  if (isCancelled(order)) return 'cancelled'
  if (sentStatus(order) === 'FULFILLED') return 'closed'
  return fulfillmentOrdersOf(world).of(order.id).status.toLowerCase()
}
