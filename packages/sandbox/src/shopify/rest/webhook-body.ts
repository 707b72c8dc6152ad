import type { WorldShop } from '../../world/shop.ts'
import { fulfillmentTopics } from '../fulfillment-orders.ts'
import { findParcel } from '../nodes/fulfillment.ts'
import { placedOrdersOf } from '../nodes/placed-orders.ts'
import { type ProductGroups, productGroupsOf } from '../nodes/product-groups.ts'
import { findTransaction } from '../nodes/transaction.ts'
import { ids } from '../world-ids.ts'
import type { Body } from './bodies/body.ts'
import { collectionBody } from './bodies/collection-body.ts'
import {
  customerBody,
  customerTagsBody,
  deletedCustomerBody,
  emailConsentChangeBody,
  smsConsentChangeBody,
} from './bodies/customer-body.ts'
import { fulfillmentOrderBody } from './bodies/fulfillment-order-body.ts'
import { disconnectedLevelBody, inventoryItemBody, levelBody, locationBody } from './bodies/inventory-body.ts'
import { lineBodies } from './bodies/line-body.ts'
import { orderBody } from './bodies/order-body.ts'
import { productBody } from './bodies/product-body.ts'
import { fulfillmentBody, refundBodies, transactionBody } from './bodies/shipment-body.ts'
import { dataRequestBody, redactCustomerBody, redactShopBody, scopesBody, shopBody } from './bodies/shop-body.ts'
import { exact } from './json.ts'

/**
 * The JSON body of a webhook of one shop; `null` if the object does not exist or the topic has no body. `worldId` is the
 * id of the object in the world: for levels and inventory items that of the product, for locations their place. `more`
 * replaces fields of the body. `place` is the location of an inventory level.
 */
export type WebhookBody = (topic: string, worldId: number, more?: Body, place?: number) => string | null

export function createWebhookBody(world: WorldShop, domain: string): WebhookBody {
  const productGroups = productGroupsOf(world)
  return (topic, id, more = {}, place = 1) => {
    const bodyOf = Object.hasOwn(bodiesByTopic, topic) ? bodiesByTopic[topic] : undefined
    const body = bodyOf?.({ id, place, world, domain, productGroups }) ?? null
    return body && JSON.stringify({ ...body, ...more })
  }
}

interface Context {
  id: number
  place: number
  world: WorldShop
  domain: string
  productGroups(): ProductGroups
}

type BodyOf = (context: Context) => Body | null

const order: BodyOf = ({ id, world }) => {
  const placed = placedOrdersOf(world).find(id)
  return placed && orderBody(placed, world)
}
const fulfillment: BodyOf = ({ id, world }) => {
  const parcel = findParcel(id, world)
  return parcel && fulfillmentBody(parcel, lineBodies(parcel.order, world))
}
const transaction: BodyOf = ({ id, world }) => {
  const found = findTransaction(id, world)
  return found && transactionBody(found)
}
const fulfillmentOrder: BodyOf = ({ id, world }) => placedOrdersOf(world).find(id) && fulfillmentOrderBody(id, world)
const product: BodyOf = ({ id, world, productGroups }) => {
  const group = productGroups().get(id)
  return group ? productBody(group, world) : null
}
const customer: BodyOf = ({ id, world }) => customerBody(id, world)
const collection: BodyOf = ({ id, world }) => collectionBody(id, world)
const level: BodyOf = ({ id, place, world }) => levelBody(id, place, world)
const item: BodyOf = ({ id, world }) => inventoryItemBody(id, world)
const location: BodyOf = ({ id, world }) => locationBody(id, world)
const shop: BodyOf = ({ domain }) => shopBody(domain)
const deleted =
  (numberOf: (id: number) => string): BodyOf =>
  ({ id }) => ({ id: exact(numberOf(id)) })

/** https://shopify.dev/docs/api/webhooks/latest */
const bodiesByTopic: Readonly<Record<string, BodyOf>> = {
  'orders/create': order,
  'orders/updated': order,
  'orders/cancelled': order,
  'orders/fulfilled': order,
  'orders/partially_fulfilled': order,
  'orders/paid': order,
  'orders/edited': ({ id, world }) =>
    placedOrdersOf(world).find(id) && {
      order_edit: { id, order_id: exact(ids.order(id)), notify_customer: false, staff_note: '' },
    },
  'orders/delete': deleted(ids.order),
  'order_transactions/create': transaction,
  'refunds/create': ({ id, world }) => firstOf(refundBodies, id, world),
  'fulfillments/create': fulfillment,
  'fulfillments/update': fulfillment,
  ...Object.fromEntries(fulfillmentTopics.map((topic) => [topic, fulfillmentOrder])),
  'products/create': product,
  'products/update': product,
  'products/delete': deleted(ids.product),
  'collections/create': collection,
  'collections/update': collection,
  'collections/delete': deleted(ids.collection),
  'inventory_levels/connect': level,
  'inventory_levels/update': level,
  'inventory_levels/disconnect': ({ id, place }) => disconnectedLevelBody(id, place),
  'inventory_items/create': item,
  'inventory_items/update': item,
  'inventory_items/delete': deleted(ids.inventoryItem),
  'locations/create': location,
  'locations/update': location,
  'locations/activate': location,
  'locations/deactivate': ({ id, world }) => locationBody(id, world, false),
  'locations/delete': deleted(ids.location),
  'customers/create': customer,
  'customers/update': customer,
  'customers_email_marketing_consent/update': ({ id, world }) => emailConsentChangeBody(id, world),
  'customers_marketing_consent/update': ({ id, world }) => smsConsentChangeBody(id, world),
  'customer.tags_added': ({ id, world }) => customerTagsBody(id, world),
  'customer.tags_removed': ({ id, world }) => customerTagsBody(id, world),
  'customers/enable': customer,
  'customers/disable': customer,
  'customers/delete': ({ id }) => deletedCustomerBody(id),
  'customers/data_request': ({ id, world, domain }) => dataRequestBody(id, world, domain),
  'customers/redact': ({ id, world, domain }) => redactCustomerBody(id, world, domain),
  'shop/redact': ({ domain }) => redactShopBody(domain),
  'shop/update': shop,
  'app/uninstalled': shop,
  'app/scopes_update': ({ id, world }) => scopesBody(id, world),
}

function firstOf(bodiesOf: typeof refundBodies, id: number, world: WorldShop): Body | null {
  const found = placedOrdersOf(world).find(id)
  return (found && bodiesOf(found, world)[0]) ?? null
}
