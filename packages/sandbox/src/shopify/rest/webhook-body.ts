import type { WorldShop } from '../../world/shop.ts'
import { fulfillmentTopics } from '../fulfillment-orders.ts'
import { placedOrdersOf } from '../nodes/placed-orders.ts'
import { type ProductGroup, productGroupsOf } from '../nodes/product-groups.ts'
import { ids } from '../world-ids.ts'
import type { Body } from './bodies/body.ts'
import { collectionBody } from './bodies/collection-body.ts'
import { customerBody, customerGoneBody } from './bodies/customer-body.ts'
import { fulfillmentOrderBody } from './bodies/fulfillment-order-body.ts'
import { inventoryItemBody, levelBody, levelGoneBody, locationBody } from './bodies/inventory-body.ts'
import { orderBody } from './bodies/order-body.ts'
import { productBody } from './bodies/product-body.ts'
import { fulfillmentBodies, refundBodies } from './bodies/shipment-body.ts'
import { dataRequestBody, redactCustomerBody, redactShopBody, scopesBody, shopBody } from './bodies/shop-body.ts'
import { exact } from './json.ts'

/**
 * The bodies of one shop's webhooks, as text; `null` for a topic it has nothing to say about. `worldId` is the number
 * of the object in the world: of levels and inventory items the product's, of locations the place. `more` replaces
 * parts of the body. `place` is where stock lies.
 */
export type RestBody = (topic: string, worldId: number, more?: Body, place?: number) => string | null

export function createRestBody(world: WorldShop, domain: string): RestBody {
  const productGroups = productGroupsOf(world)
  return (topic, id, more = {}, place = 1) => {
    const write = Object.hasOwn(writers, topic) ? writers[topic] : undefined
    const body = write?.({ id, place, world, domain, productGroups }) ?? null
    return body && JSON.stringify({ ...body, ...more })
  }
}

interface Subject {
  id: number
  place: number
  world: WorldShop
  domain: string
  productGroups(): ReadonlyMap<number, ProductGroup>
}

type Writer = (subject: Subject) => Body | null

const order: Writer = ({ id, world }) => {
  const placed = placedOrdersOf(world).find(id)
  return placed && orderBody(placed, world)
}
const fulfillment: Writer = ({ id, world }) => firstOf(fulfillmentBodies, id, world)
const fulfillmentOrder: Writer = ({ id, world }) => placedOrdersOf(world).find(id) && fulfillmentOrderBody(id, world)
const product: Writer = ({ id, world, productGroups }) => {
  const group = productGroups().get(id)
  return group ? productBody(group, world) : null
}
const customer: Writer = ({ id, world }) => customerBody(id, world)
const collection: Writer = ({ id, world }) => collectionBody(id, world)
const level: Writer = ({ id, place, world }) => levelBody(id, place, world)
const item: Writer = ({ id, world }) => inventoryItemBody(id, world)
const location: Writer = ({ id, world }) => locationBody(id, world)
const shop: Writer = ({ domain }) => shopBody(domain)
const gone =
  (numberOf: (id: number) => string): Writer =>
  ({ id }) => ({ id: exact(numberOf(id)) })

/** https://shopify.dev/docs/api/webhooks/latest */
const writers: Readonly<Record<string, Writer>> = {
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
  'orders/delete': gone(ids.order),
  'refunds/create': ({ id, world }) => firstOf(refundBodies, id, world),
  'fulfillments/create': fulfillment,
  'fulfillments/update': fulfillment,
  ...Object.fromEntries(fulfillmentTopics.map((topic) => [topic, fulfillmentOrder])),
  'products/create': product,
  'products/update': product,
  'products/delete': gone(ids.product),
  'collections/create': collection,
  'collections/update': collection,
  'collections/delete': gone(ids.collection),
  'inventory_levels/connect': level,
  'inventory_levels/update': level,
  'inventory_levels/disconnect': ({ id, place }) => levelGoneBody(id, place),
  'inventory_items/create': item,
  'inventory_items/update': item,
  'inventory_items/delete': gone(ids.inventoryItem),
  'locations/create': location,
  'locations/update': location,
  'locations/activate': location,
  'locations/deactivate': ({ id, world }) => locationBody(id, world, false),
  'locations/delete': gone(ids.location),
  'customers/create': customer,
  'customers/update': customer,
  'customers/enable': customer,
  'customers/disable': customer,
  'customers/delete': ({ id }) => customerGoneBody(id),
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
