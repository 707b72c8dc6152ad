import type { MirrorRow, MirrorRows, Resource } from '../mirror-rows.ts'
import type { ClientOptions, PageRequest, ShopClient, ShopProfile } from '../platform.ts'
import { type Api, createApi } from './api.ts'
import { collectionOf, PAGE_SIZE } from './collections.ts'
import { readHistories } from './histories.ts'
import { mapCategory } from './map-category.ts'
import { mapCustomer } from './map-customer.ts'
import { isAbandonedCart, mapOrder } from './map-order.ts'
import { mapProduct } from './map-product.ts'
import type { Mapping } from './mapping.ts'
import { type Facts, readOrderStatuses, readProfile } from './profile.ts'
import { readCollectionPage } from './read-page.ts'
import type { Settings } from './settings.ts'
import { createSubscriptions } from './subscriptions.ts'
import { zoneOf } from './time.ts'
import { idOf, isEmpty, list, unwrap, type Wire } from './wire.ts'

/** Stands before an order number where a webhook did not tell the id. */
export const NUMBER_PREFIX = 'inner:'

export function createClient(
  { shop, profile, access }: ClientOptions,
  settings: Settings,
  now: () => Date,
): ShopClient {
  const api = createApi({ shop, access, settings })
  const readAll = (path: string, query?: Record<string, string>) => readWhole(api, path, query)
  let known: Promise<Mapping> | undefined = profile && Promise.resolve(toMapping(profile))
  const mapping = () => {
    known ??= readProfile(shop.domain, readAll).then(toMapping)
    return known
  }
  const mapAll = (items: Wire[], resource: Resource) =>
    mapItems(items, { resource, api, mapping, readAll, batchCost: settings.SHOPRENTER_BATCH_COST })

  return {
    ...createSubscriptions(api, readAll),
    describe: () => readProfile(shop.domain, readAll),

    async clock() {
      if (!api.lastDate()) await api.demand('languages', { query: { page: '0', limit: '1' } })
      return api.lastDate() ?? now()
    },

    async readPage({ resource, window, cursor }) {
      const readAt = now()
      const { path } = collectionOf(resource)
      const page = await readCollectionPage({ api, path, query: await queryOf({ resource, window }, mapping), cursor })
      const next = page.next && { ...page.next, anchor: page.next.anchor && { ...page.next.anchor } }
      const ids = page.items.flatMap((item) => idOf(item) ?? [])
      if (!page.whole) return { rows: { origin: 'api', readAt, rows: {} }, ids: [], listed: ids, next }
      return { rows: { origin: 'api', readAt, rows: await mapAll(page.items, resource) }, ids, next }
    },

    async readObject(resource, externalId) {
      const readAt = now()
      const id = await resolve(externalId, readAll)
      if (id === null) return { origin: 'api', readAt, rows: {} }
      const { status, value } = await api.ask(`${collectionOf(resource).path}/${encodeURIComponent(id)}`)
      if (status >= 400) return null
      const item = unwrap(value)
      if (resource === 'orders' && isAbandonedCart(item)) return null
      return { origin: 'api', readAt, rows: await mapAll([item], resource) }
    },
  }
}

function toMapping({ facts, timezone, currency }: ShopProfile): Mapping {
  return { facts: facts as unknown as Facts, zone: zoneOf(timezone), currency }
}

/** Lists of tens of items: settings, languages, statuses, webhooks. */
async function readWhole(api: Api, path: string, query: Record<string, string> = {}): Promise<Wire[]> {
  const items: Wire[] = []
  for (let page = 0; ; page++) {
    const { status, value } = await api.ask(path, {
      query: { ...query, full: '1', page: String(page), limit: String(PAGE_SIZE) },
    })
    if (status >= 400) return items
    const envelope = unwrap(value)
    items.push(...list(envelope.items))
    if (isEmpty(envelope.next)) return items
  }
}

/** Orders a webhook named only by their number are looked up first; `null`: there is none of that number. */
async function resolve(
  externalId: string,
  readAll: (path: string, query: Record<string, string>) => Promise<Wire[]>,
): Promise<string | null> {
  if (!externalId.startsWith(NUMBER_PREFIX)) return externalId
  const [order] = await readAll('orders', { innerId: externalId.slice(NUMBER_PREFIX.length) })
  return idOf(order)
}

async function queryOf(
  { resource, window }: Pick<PageRequest, 'resource' | 'window'>,
  mapping: () => Promise<Mapping>,
): Promise<Record<string, string>> {
  const collection = collectionOf(resource)
  if (!window || !collection.window) return collection.query
  const { zone } = await mapping()
  return {
    ...collection.query,
    [collection.window.from]: zone.toLocal(window.from),
    [collection.window.to]: zone.toLocal(window.to),
  }
}

interface MapContext {
  resource: Resource
  api: Api
  mapping: () => Promise<Mapping>
  readAll: (path: string) => Promise<Wire[]>
  batchCost: number
}

async function mapItems(items: Wire[], context: MapContext): Promise<MirrorRows['rows']> {
  const mapping = await context.mapping()
  switch (context.resource) {
    case 'categories':
      return { categories: items.flatMap((item) => mapCategory(item, mapping) ?? []) }
    case 'customers':
      return { customers: items.flatMap((item) => mapCustomer(item, mapping) ?? []) }
    case 'products': {
      const mapped = items.flatMap((item) => mapProduct(item, mapping) ?? [])
      return { products: mapped.map(({ product }) => product), product_variants: mapped.map(({ variant }) => variant) }
    }
    default:
      return mapOrders(items, mapping, context)
  }
}

async function mapOrders(items: Wire[], mapping: Mapping, context: MapContext): Promise<MirrorRows['rows']> {
  const placed = items.filter((item) => !isAbandonedCart(item) && idOf(item) !== null)
  await learnStatuses(placed, mapping, context)
  const histories = await readHistories(
    context.api,
    placed.map((item) => idOf(item) ?? ''),
    context.batchCost,
  )
  const orders: MirrorRow[] = []
  const lines: MirrorRow[] = []
  placed.forEach((item, index) => {
    const mapped = mapOrder(item, histories[index] ?? [], mapping)
    if (!mapped) return
    orders.push(mapped.order)
    lines.push(...mapped.lines)
  })
  return { orders, order_lines: lines }
}

/** A status nobody knows yet: the merchant defined it since the shop was described. Asked once per page, then left without a name. */
async function learnStatuses(orders: Wire[], { facts }: Mapping, { readAll }: MapContext): Promise<void> {
  const unknown = orders.some((order) => !facts.orderStatuses[idOf(order.orderStatus) ?? ''])
  if (!unknown) return
  facts.orderStatuses = await readOrderStatuses(facts.languages, readAll)
}
