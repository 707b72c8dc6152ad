import { PermanentError } from '../../../contract/errors.ts'
import type { ShopEvent } from '../../../contract/shop-event.ts'
import type { StoredDelivery } from '../../../contract/webhooks.ts'
import { parseBody } from './body.ts'
import { readCollection, readLocation } from './catalog.ts'
import { readDataRequest, readRedactCustomer, readRedactShop } from './compliance.ts'
import { deleted, event, ignored, momentOf, type Reader, refetch } from './events.ts'
import { readInventoryLevel, readInventoryLevelGone } from './inventory.ts'
import { readOrder } from './order.ts'
import { readFulfillment, readRefund } from './order-children.ts'
import { readNewProduct, readProduct } from './product.ts'

const order: Reader = readOrder
/** The body contains neither consent nor tags. https://shopify.dev/docs/api/webhooks/latest */
const customer = refetch('customers', 'id')
const shopChanged = event({ kind: 'shop_changed' })

/** The reader of each topic's body. https://shopify.dev/docs/api/webhooks/latest */
const readers: Readonly<Record<string, Reader>> = {
  'orders/create': order,
  'orders/updated': order,
  'orders/cancelled': order,
  'orders/fulfilled': order,
  'orders/partially_fulfilled': order,
  'orders/paid': order,
  'orders/edited': refetch('orders', 'order_edit', 'order_id'),
  'orders/delete': deleted('orders'),
  'refunds/create': readRefund,
  'fulfillments/create': readFulfillment,
  'fulfillments/update': readFulfillment,
  'products/create': readNewProduct,
  'products/update': readProduct,
  'products/delete': deleted('products'),
  'collections/create': readCollection,
  'collections/update': readCollection,
  'collections/delete': deleted('categories'),
  'inventory_levels/connect': readInventoryLevel,
  'inventory_levels/update': readInventoryLevel,
  'inventory_levels/disconnect': readInventoryLevelGone,
  'locations/create': readLocation,
  'locations/update': readLocation,
  'locations/activate': readLocation,
  'locations/deactivate': readLocation,
  'locations/delete': deleted('locations'),
  'customers/create': customer,
  'customers/update': customer,
  'customers/enable': customer,
  'customers/disable': customer,
  'customers/delete': deleted('customers'),
  'customers/merge': (body, delivery) => [
    ...refetch('customers', 'admin_graphql_api_customer_kept_id')(body, delivery),
    ...refetch('customers', 'admin_graphql_api_customer_deleted_id')(body, delivery),
  ],
  'app/uninstalled': (_, delivery) => [{ kind: 'uninstalled', at: momentOf(delivery) }],
  'app/scopes_update': shopChanged,
  'shop/update': shopChanged,
  'bulk_operations/finish': event({ kind: 'run_ready' }),
  'customers/data_request': readDataRequest,
  'customers/redact': readRedactCustomer,
  'shop/redact': (_, delivery) => readRedactShop(momentOf(delivery)),
}

/**
 * The events of a delivery. Throws when a signed body is not a JSON object, or when a privacy request cannot be understood.
 * Anything else that cannot be understood is ignored with a reason, because the next sync reads the change.
 */
export function readWebhook(delivery: StoredDelivery): ShopEvent[] {
  const reader = Object.hasOwn(readers, delivery.topic) ? readers[delivery.topic] : undefined
  if (!reader) return ignored(`Topic ${delivery.topic} is not mirrored.`)
  const body = parseBody(delivery.body)
  if (!body)
    throw new PermanentError(`The body of a signed webhook of ${delivery.topic} is not a JSON object.`, {
      platform: 'shopify',
    })
  return reader(body, delivery)
}
