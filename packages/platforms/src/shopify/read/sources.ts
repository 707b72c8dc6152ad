import type { MirrorRows, Resource } from '../../contract/mirror-rows.ts'
import type { ClientContext } from '../api/client-context.ts'
import {
  collectionsById,
  collectionsPage,
  customersById,
  customersPage,
  locationsById,
  locationsPage,
  ordersById,
  ordersPage,
  productsById,
  productsPage,
} from '../api/graphql/documents.ts'
import { mapCustomer } from '../map/map-customer.ts'
import { mapOrders } from '../map/map-order.ts'
import { mapCollection, mapLocation } from '../map/map-place.ts'
import { mapProducts } from '../map/map-product.ts'
import { completeCustomer, completeOrder, completeProduct } from './complete.ts'
import type { Connection } from './connection.ts'

export interface PageQuestion {
  after: string | null
  /** Shopify's search syntax; `null`: all objects. */
  query: string | null
}

type Node = { readonly id: string }
type Found = ReadonlyArray<Node | Record<PropertyKey, never> | null>

/** How a resource with its own list is queried and mapped. */
export interface Source {
  /** As in `gid://shopify/{type}/…`. */
  type: string
  page(context: ClientContext, question: PageQuestion): Promise<Connection<Node>>
  byIds(context: ClientContext, ids: string[]): Promise<Found>
  /** Reads truncated lists inside of the nodes to their ends, then maps. */
  map(nodes: readonly Node[], context: ClientContext): Promise<MirrorRows['rows']>
  /** The search filter of a window; absent when Shopify has none, so that everything is read. */
  since?(from: Date): string
  /** Subject of its deletes in the shop's event log. */
  deletedAs?: 'PRODUCT' | 'COLLECTION'
}

interface Definition<Parts extends Node> extends Omit<Source, 'page' | 'byIds' | 'map'> {
  page(context: ClientContext, question: PageQuestion): Promise<Connection<Parts>>
  byIds(context: ClientContext, ids: string[]): Promise<ReadonlyArray<Parts | Record<PropertyKey, never> | null>>
  map(nodes: readonly Parts[], context: ClientContext): Promise<MirrorRows['rows']>
}

/** Nodes have the type that the documents of their definition query. */
function defineSource<Parts extends Node>(definition: Definition<Parts>): Source {
  return { ...definition, map: (nodes, context) => definition.map(nodes as readonly Parts[], context) }
}

const since = (from: Date) => `updated_at:>='${from.toISOString()}'`
/** Full reads are sorted by id, so that changed objects do not move. In a window they move behind the pages already read. */
const sortOf = ({ query }: PageQuestion) => (query === null ? ('ID' as const) : ('UPDATED_AT' as const))

async function each<One, Other>(items: readonly One[], map: (item: One) => Promise<Other>): Promise<Other[]> {
  const mapped: Other[] = []
  for (const item of items) mapped.push(await map(item))
  return mapped
}

export const sources: Partial<Record<Resource, Source>> = {
  locations: defineSource({
    type: 'Location',
    page: async ({ api }, { after }) => (await api.query(locationsPage, { after })).locations,
    byIds: async ({ api }, ids) => (await api.query(locationsById, { ids })).nodes,
    map: async (nodes) => ({ locations: nodes.map(mapLocation) }),
  }),
  categories: defineSource({
    type: 'Collection',
    page: async ({ api }, question) =>
      (await api.query(collectionsPage, { ...question, sortKey: sortOf(question) })).collections,
    byIds: async ({ api }, ids) => (await api.query(collectionsById, { ids })).nodes,
    map: async (nodes) => ({ categories: nodes.map(mapCollection) }),
    since,
    deletedAs: 'COLLECTION',
  }),
  products: defineSource({
    type: 'Product',
    page: async ({ api }, question) =>
      (await api.query(productsPage, { ...question, sortKey: sortOf(question) })).products,
    byIds: async ({ api }, ids) => (await api.query(productsById, { ids })).nodes,
    map: async (nodes, { api, profile }) =>
      mapProducts(await each(nodes, (node) => completeProduct(api, node)), profile?.currency ?? null),
    since,
    deletedAs: 'PRODUCT',
  }),
  customers: defineSource({
    type: 'Customer',
    page: async ({ api }, question) =>
      (await api.query(customersPage, { ...question, sortKey: sortOf(question) })).customers,
    byIds: async ({ api }, ids) => (await api.query(customersById, { ids })).nodes,
    map: async (nodes, { api }) => ({
      customers: await each(nodes, async (node) => mapCustomer(await completeCustomer(api, node))),
    }),
    since: (from) => since(startOfDayBefore(from)),
  }),
  orders: defineSource({
    type: 'Order',
    page: async ({ api }, question) => (await api.query(ordersPage, { ...question, sortKey: sortOf(question) })).orders,
    byIds: async ({ api }, ids) => (await api.query(ordersById, { ids })).nodes,
    map: async (nodes, { api }) => mapOrders(await each(nodes, (node) => completeOrder(api, node))),
    since,
  }),
}

const DAY_MS = 86_400_000

/** The filter of customers has days only, in an undocumented time zone, so the window overlaps by a day. https://shopify.dev/docs/api/admin-graphql/latest/queries/customers */
function startOfDayBefore(from: Date): Date {
  return new Date(Math.floor(from.getTime() / DAY_MS) * DAY_MS - DAY_MS)
}
