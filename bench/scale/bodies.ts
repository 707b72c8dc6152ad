/** What the emulated platforms send and answer, as texts with places to fill in: an emulator must not cost more than its client. */
import { createWebhookBody, ids as shopifyIds } from '@shopmirror/sandbox/shopify/testing'
import {
  createFormats,
  createShopTime,
  orderResource,
  ids as shoprenterIds,
} from '@shopmirror/sandbox/shoprenter/testing'
import { createClock, createShop } from '@shopmirror/sandbox/testing'
import { externalIdOf, timeOf } from './plan.ts'

const ZONE = 'Europe/Budapest'
/** That zone in summer. */
const ZONE_OFFSET_MS = 2 * 3_600_000
const STATUS = 'complete'

export type WriteBody = (object: number, version: number) => string

export interface Bodies {
  /** A webhook of Shopify: the whole order, 7 KB, with everything the mirror wants of it. */
  shopifyOrder: WriteBody
  /** An order as ShopRenter's API answers. */
  shoprenterOrder: WriteBody
  /** A customer as SHOPLINE's API answers. */
  shoplineCustomer: WriteBody
  /** What mapping needs to know of a shop, so that no call is made for it. */
  facts: { shoprenter: object; shopline: object }
}

export function createBodies(): Bodies {
  const shop = createShop({ domain: 'bench', seed: 1, clock: createClock(), orders: 50, products: 20, customers: 20 })
  const order = shop.placedOrders().find((id) => shop.orders.get(id)?.lines.length === 1)
  if (order === undefined) throw new Error('The world has no order of one line.')
  shop.changeOrderStatus(order, STATUS)
  const record = shop.orders.get(order)
  const sent = createWebhookBody(shop, 'bench.myshopify.com')('orders/updated', order, {})
  if (!record || !sent) throw new Error('The order of the world cannot be written.')
  const resource = orderResource(record, createFormats('bench', createShopTime(ZONE), shop.now))
  return {
    shopifyOrder: shopifyTemplate(sent, shopifyIds.order(order)),
    shoprenterOrder: shoprenterTemplate(JSON.stringify(resource), shoprenterIds.order(order)),
    shoplineCustomer,
    facts: {
      shoprenter: shoprenterFacts(JSON.stringify(resource)),
      shopline: { defaultLanguage: 'en', languages: [] },
    },
  }
}

const OBJECT = '@object@'
const VERSION = '@version@'

/** Ids of lines and fulfilments begin with the object's, because they are unique in a shop. As text: they are beyond 2^53. */
function shopifyTemplate(body: string, id: string): WriteBody {
  const children = new Set([...body.matchAll(/\/(?:LineItem|Fulfillment)\/(\d+)/g)].map(([, child = '']) => child))
  const withChildren = [...children].reduce((text, child, index) => text.replaceAll(child, `${OBJECT}${index}`), body)
  const text = withChildren.replaceAll(id, OBJECT).replaceAll(/"updated_at":"[^"]*"/g, `"updated_at":"${VERSION}"`)
  const write = fill(text)
  return (object, version) => write(externalIdOf.shopify(object), timeOf(version).toISOString())
}

function shoprenterTemplate(body: string, id: string): WriteBody {
  const { orderProducts } = JSON.parse(body) as { orderProducts: { id: string }[] }
  const withLines = orderProducts.reduce((text, line, index) => text.replaceAll(line.id, `${OBJECT}-${index}`), body)
  const text = withLines.replaceAll(id, OBJECT).replace(/"dateUpdated":"[^"]*"/, `"dateUpdated":"${VERSION}"`)
  const write = fill(text)
  return (object, version) => {
    const local = new Date(timeOf(version).getTime() + ZONE_OFFSET_MS)
    return write(externalIdOf.shoprenter(object), local.toISOString().slice(0, 19))
  }
}

const shoplineCustomer: WriteBody = (object, version) =>
  JSON.stringify({
    id: externalIdOf.shopline(object),
    name: `Customer ${object}`,
    email: `customer-${object}@example.com`,
    is_member: true,
    is_blacklisted: false,
    is_subscribed_marketing_email: false,
    delivery_addresses: [],
    created_at: timeOf(0).toISOString(),
    updated_at: timeOf(version).toISOString(),
  })

function fill(text: string): (object: string, version: string) => string {
  const parts = text.split(new RegExp(`(${OBJECT}|${VERSION})`))
  return (object, version) =>
    parts.map((part) => (part === OBJECT ? object : part === VERSION ? version : part)).join('')
}

function shoprenterFacts(order: string) {
  const { orderStatus, language } = JSON.parse(order) as Record<string, { href: string }>
  const idIn = (link: { href: string } | undefined) => link?.href.split('/').at(-1) ?? ''
  return {
    languages: { [idIn(language)]: 'hu' },
    defaultLanguage: 'hu',
    stockCount: 1,
    orderStatuses: { [idIn(orderStatus)]: { hu: 'Teljesítve' } },
    countries: {},
  }
}
