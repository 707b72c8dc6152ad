import type { WorldShop } from '../../world/shop.ts'
import { fulfillmentOrdersOf } from '../fulfillment-orders.ts'
import { ids } from '../world-ids.ts'

/** `fulfillment_orders/*`: neither the order nor what is left of it is named. https://shopify.dev/docs/api/webhooks/latest */
export function fulfillmentOrderBody(order: number, world: WorldShop): Record<string, unknown> {
  const { status, requestStatus } = fulfillmentOrdersOf(world).of(order)
  const id = `gid://shopify/FulfillmentOrder/${ids.fulfillmentOrder(order)}`
  return { fulfillment_order: { id, status: status.toLowerCase(), request_status: requestStatus.toLowerCase() } }
}
