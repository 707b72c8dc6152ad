import type { WorldShop } from '../../world/shop.ts'
import { createFamilies, type Family } from '../nodes/products.ts'
import { ids } from '../world-ids.ts'
import { addressBody, fulfillmentBodies, orderBody, refundBodies } from './order-body.ts'
import { productBody } from './product-body.ts'
import { exact, localTime, writeJson } from './write.ts'

type Body = Record<string, unknown>

export const SHOP_ID = '54321000'

/** The bodies of one shop's webhooks, as text; `null` for a topic it has nothing to say about. */
export type RestBody = (topic: string, worldId: number, more?: Body) => string | null

export function createRestBody(world: WorldShop, domain: string): RestBody {
  const families = createFamilies(world)
  return (topic, worldId, more = {}) => {
    const body = bodyOf(topic, worldId, { world, domain, families: families() })
    return body && writeJson({ ...body, ...more })
  }
}

interface Deps {
  world: WorldShop
  domain: string
  families: ReadonlyMap<number, Family>
}

function bodyOf(topic: string, id: number, { world, domain, families }: Deps): Body | null {
  const order = world.orders.get(id)
  switch (topic) {
    case 'orders/delete':
      return { id: exact(ids.order(id)) }
    case 'fulfillments/create':
    case 'fulfillments/update':
      return (order && fulfillmentBodies(order)[0]) ?? null
    case 'refunds/create':
      return (order && refundBodies(order)[0]) ?? null
    case 'products/create':
    case 'products/update':
      return mapped(families.get(id), (family) => productBody(family, world))
    case 'products/delete':
      return { id: exact(ids.product(id)) }
    case 'customers/create':
    case 'customers/update':
      return customerBody(id, world)
    case 'customers/delete':
      return { id: exact(ids.customer(id)), tax_exemptions: [] }
    case 'collections/create':
    case 'collections/update':
      return collectionBody(id, world)
    case 'collections/delete':
      return { id: exact(ids.collection(id)) }
    case 'app/uninstalled':
    case 'shop/update':
      return shopBody(domain)
    case 'shop/redact':
      return { shop_id: exact(SHOP_ID), shop_domain: domain }
    case 'customers/redact':
    case 'customers/data_request':
      return privacyBody(topic, id, world, domain)
    default:
      return topic.startsWith('orders/') && order && order.statusId !== null ? orderBody(order, world) : null
  }
}

/** Flat, without an id of its own. */
export function levelBody(productId: number, place: number, world: WorldShop): string | null {
  const product = world.products.get(productId)
  return mapped(product, ({ stocks, updatedAt }) =>
    writeJson({
      inventory_item_id: exact(ids.inventoryItem(productId)),
      location_id: exact(ids.location(place)),
      available: stocks[place - 1] ?? 0,
      updated_at: localTime(updatedAt),
    }),
  )
}

function customerBody(id: number, { customers }: WorldShop): Body | null {
  return mapped(customers.get(id), (customer) => {
    const number = exact(ids.customer(id))
    const addresses = customer.addresses.map((address, place) => ({
      ...{ id: address.id, customer_id: number, default: place === 0, ...addressBody(address) },
    }))
    return {
      ...{ id: number, email: customer.email, phone: customer.phone || null, state: 'enabled', note: null },
      ...{ first_name: customer.firstName, last_name: customer.lastName, currency: 'HUF', tax_exempt: false },
      ...{ created_at: localTime(customer.createdAt), updated_at: localTime(customer.updatedAt) },
      ...{ verified_email: true, addresses, default_address: addresses[0] ?? null },
      admin_graphql_api_id: `gid://shopify/Customer/${ids.customer(id)}`,
    }
  })
}

function collectionBody(id: number, { categories }: WorldShop): Body | null {
  return mapped(categories.get(id), ({ name, updatedAt }) => ({
    ...{ id: exact(ids.collection(id)), handle: `gyujtemeny-${id}`, title: name.hu, body_html: null },
    ...{ updated_at: localTime(updatedAt), sort_order: 'best-selling', published_scope: 'web' },
    admin_graphql_api_id: `gid://shopify/Collection/${ids.collection(id)}`,
  }))
}

function shopBody(domain: string): Body {
  const name = domain.split('.')[0] ?? domain
  return {
    ...{ id: exact(SHOP_ID), name, email: `info@${name}.example`, domain, myshopify_domain: domain },
    ...{ country_code: 'HU', currency: 'HUF', timezone: '(GMT+01:00) Europe/Budapest', plan_name: 'basic' },
    ...{ iana_timezone: 'Europe/Budapest', plan_display_name: 'Basic', weight_unit: 'kg' },
  }
}

/** Of everything the customer ever ordered, also where the customer is gone. */
function privacyBody(topic: string, id: number, world: WorldShop, domain: string): Body {
  const known = world.customers.get(id)
  const orders = world.placedOrders().flatMap((number) => {
    const order = world.orders.get(number)
    return order?.customerId === id ? [exact(ids.order(number))] : []
  })
  const customer = { id: exact(ids.customer(id)), email: known?.email ?? null, phone: known?.phone || null }
  const about = { shop_id: exact(SHOP_ID), shop_domain: domain, customer }
  if (topic === 'customers/redact') return { ...about, orders_to_redact: orders }
  return { ...about, orders_requested: orders, data_request: { id: 9_000_000 + id } }
}

function mapped<T, R>(value: T | null | undefined, map: (value: T) => R): R | null {
  return value ? map(value) : null
}
