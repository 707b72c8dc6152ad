import type { ShopEvent } from '../../../contract/shop-event.ts'
import type { StoredDelivery } from '../../../contract/webhooks.ts'
import { parseEnvelope } from '../envelope.ts'
import { readApplication, readToken } from './access.ts'
import { ignored, own, partOf, type Reader } from './events.ts'
import { readOrder, readOrderPart } from './order.ts'
import { readProduct, readStock } from './stock.ts'

const customer = own('customers')
/** Credits and points are columns of the customer. */
const customerPart = partOf('customers', 'customer_id', 'user_id', 'owner_id')

/**
 * Readers by subject of the topic, as named by the app (`customer/update`) and merchants (`user/update`). An unknown event of
 * a known subject is a hint, too. https://shopline-developers.readme.io/docs/2-webhook-topics-tabs
 */
const readers: Readonly<Record<string, Reader>> = {
  product: readProduct,
  stock: readStock,
  category: own('categories'),
  warehouse: own('locations'),
  customer,
  user: customer,
  user_credit: customerPart,
  member_point: customerPart,
  order: readOrder,
  order_payment: readOrderPart,
  order_delivery: readOrderPart,
  return_order: partOf('orders', 'order_id', 'order'),
  pos_return_order: partOf('orders', 'order_id', 'order'),
  merchant: () => [{ kind: 'shop_changed' }],
  application: readApplication,
  access_token: readToken,
  app_installation_token: readToken,
}

/**
 * The events of a delivery. Bodies are internal documents, so only ids and times are read. What cannot be understood is
 * ignored with a reason, because the next sync reads the change.
 */
export function readWebhook(delivery: StoredDelivery): ShopEvent[] {
  const subject = delivery.topic.split('/')[0] ?? ''
  const reader = Object.hasOwn(readers, subject) ? readers[subject] : undefined
  if (!reader) return ignored(`Topic ${delivery.topic} is not mirrored.`)
  const envelope = parseEnvelope(delivery.body)
  if (!envelope) return ignored(`The body of ${delivery.topic} is not a JSON object.`)
  return reader({ ...envelope, delivery })
}
