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
  /** Search syntax; `null` for everything. */
  query: string | null
}

type Node = { readonly id: string }
type Found = ReadonlyArray<Node | Record<PropertyKey, never> | null>

/** How a resource with a list of its own is asked for; what its parts are is known where it is defined, and nowhere else. */
export interface Source {
  /** As in `gid://shopify/{type}/…`. */
  type: string
  page(context: ClientContext, question: PageQuestion): Promise<Connection<Node>>
  byIds(context: ClientContext, ids: string[]): Promise<Found>
  /** Reads on where an object's own lists were cut, and maps. */
  map(nodes: readonly Node[], context: ClientContext): Promise<MirrorRows['rows']>
  /** The search filter of a window; absent where Shopify has none, so that everything is read. */
  since?(from: Date): string
  /** Its deletes are in the shop's log under this name. */
  deletedAs?: 'PRODUCT' | 'COLLECTION'
}

interface Definition<Parts extends Node> extends Omit<Source, 'page' | 'byIds' | 'map'> {
  page(context: ClientContext, question: PageQuestion): Promise<Connection<Parts>>
  byIds(context: ClientContext, ids: string[]): Promise<ReadonlyArray<Parts | Record<PropertyKey, never> | null>>
  map(nodes: readonly Parts[], context: ClientContext): Promise<MirrorRows['rows']>
}

/** Nodes that came by a definition's own documents are of its own parts. */
function defineSource<Parts extends Node>(definition: Definition<Parts>): Source {
  return { ...definition, map: (nodes, context) => definition.map(nodes as readonly Parts[], context) }
}

const since = (from: Date) => `updated_at:>='${from.toISOString()}'`
/** What changes while pages are read moves behind them; ids stay where they are. */
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

/** Customers are found by whole days only, in whatever time zone: a day of overlap. https://shopify.dev/docs/api/admin-graphql/latest/queries/customers */
function startOfDayBefore(from: Date): Date {
  return new Date(Math.floor(from.getTime() / DAY_MS) * DAY_MS - DAY_MS)
}
