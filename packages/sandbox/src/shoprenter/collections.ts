import type { Collection, Stamped } from '../world/collection.ts'
import type { WorldShop } from '../world/shop.ts'
import { categoryResource, type Formats, productResource } from './catalog.ts'
import { type Answer, listPage, refuse } from './envelope.ts'
import { encodeId, idOf, numberIn } from './ids.ts'
import { orderStatuses } from './order-statuses.ts'
import { countryResources, customerResource, historyResource, orderResource } from './people.ts'

export interface Read {
  shop: WorldShop
  formats: Formats
  /** After `/api/`: `orderExtend` or `orderExtend/{id}`. */
  root: string
  id: string | null
  query: URLSearchParams
}

type Reader = (read: Read) => Answer

const WINDOW = [
  ['updatedAfter', 'updatedBefore'],
  ['updatedAtMin', 'updatedAtMax'],
] as const

interface Whole<T extends Stamped> {
  of(shop: WorldShop): Collection<T>
  toResource(object: T, formats: Formats): Record<string, unknown>
  encode(id: number): string
  isListed?(id: number, query: URLSearchParams, shop: WorldShop): boolean
  /** What a listing without filters shows, where that is not everything. */
  all?(shop: WorldShop, query: URLSearchParams): readonly number[]
  withoutPageCount?: boolean
}

function collection<T extends Stamped>({ of, toResource, encode, isListed, all, withoutPageCount }: Whole<T>): Reader {
  return ({ shop, formats, root, id, query }) => {
    const objects = of(shop)
    const whole = (number: number) => {
      const object = objects.get(number)
      return object && toResource(object, formats)
    }
    if (id !== null) {
      const number = numberIn(id)
      const found = number !== null && encode(number) === decodeURIComponent(id) ? whole(number) : null
      return found ? { status: 200, body: found } : refuse(404, 40_401, 'Resource not found')
    }
    const ids = select({ shop, objects, query, formats, isListed, all: all?.(shop, query) ?? objects.ids() })
    const extra = root === 'productExtend' ? { requestTime: formats.time.write(shop.now()) } : {}
    return listPage({
      path: root,
      query,
      ids,
      href: formats.href,
      link: (number) => formats.href.one(root, encode(number)),
      whole,
      extra,
      ...(withoutPageCount && { withoutPageCount }),
    })
  }
}

interface Selection<T extends Stamped> {
  shop: WorldShop
  objects: Collection<T>
  query: URLSearchParams
  formats: Formats
  isListed: Whole<T>['isListed']
  all: readonly number[]
}

/** By number, by the time of the last change, or all. */
function select<T extends Stamped>({
  shop,
  objects,
  query,
  formats: { time },
  isListed,
  all,
}: Selection<T>): readonly number[] {
  const number = query.get('innerId')
  if (number !== null) return objects.get(Number(number)) ? [Number(number)] : []
  for (const [from, to] of WINDOW) {
    if (!query.has(from) && !query.has(to)) continue
    const begin = query.get(from)
    const end = query.get(to)
    const ids = objects.changed(begin ? time.read(begin) : 0, end ? time.read(end) + 999 : Number.MAX_SAFE_INTEGER)
    return isListed ? ids.filter((id) => isListed(id, query, shop)) : ids
  }
  return all
}

const orders = collection({
  of: (shop) => shop.orders,
  toResource: orderResource,
  encode: idOf.order,
  isListed: (id, query, shop) => query.get('excludeAbandonedCart') !== '1' || shop.isPlaced(id),
  all: (shop, query) => (query.get('excludeAbandonedCart') === '1' ? shop.placedOrders() : shop.orders.ids()),
})
const products = collection({ of: (shop) => shop.products, toResource: productResource, encode: idOf.product })
const customers = collection({
  of: (shop) => shop.customers,
  toResource: customerResource,
  encode: idOf.customer,
  withoutPageCount: true,
})
const categories = collection({ of: (shop) => shop.categories, toResource: categoryResource, encode: idOf.category })

/** A handful of fixed objects. */
function fixed(items: (read: Read) => Record<string, unknown>[]): Reader {
  return (read) => {
    const all = items(read)
    const { root, query, formats } = read
    return listPage({
      ...{ path: root, query, href: formats.href, ids: all.map((_, index) => index) },
      link: (index) => formats.href.one(root, String(all[index]?.id)),
      whole: (index) => all[index] ?? null,
    })
  }
}

const settings = fixed(({ shop, query }) =>
  Object.entries({
    config_timezone: 'Europe/Budapest',
    config_currency: 'HUF',
    config_stock_count: String(shop.stockCount),
    config_language: 'hu',
    storno_order_status_id: '5',
  })
    .filter(([key]) => !query.has('key') || query.get('key') === key)
    .map(([key, value]) => ({ id: encodeId('setting', key), group: 'config', key, value })),
)

const languages = fixed(({ formats }) =>
  [
    { id: 1, name: 'Hungarian', code: 'hu' },
    { id: 2, name: 'English', code: 'en' },
  ].map(({ id, name, code }) => ({
    ...formats.href.one('languages', idOf.language(id)),
    id: idOf.language(id),
    innerId: String(id),
    name,
    code,
    sortOrder: String(3 - id),
    status: '1',
  })),
)

const countries = fixed(({ formats }) => countryResources(formats))

const descriptions = fixed(({ formats }) =>
  orderStatuses.flatMap(({ id, name }) =>
    (
      [
        [1, name.hu],
        [2, name.en],
      ] as const
    ).map(([language, text]) => ({
      ...{
        id: encodeId('orderStatusDescription', `order_status_id=${id}&language_id=${language}`),
        name: text,
        color: '000000',
      },
      ...{
        orderStatus: formats.href.one('orderStatuses', idOf.status(id)),
        language: formats.href.one('languages', idOf.language(language)),
      },
    })),
  ),
)

const histories = fixed(({ shop, formats, query }) => {
  const number = numberIn(query.get('orderId') ?? '')
  const order = number === null ? null : shop.orders.get(number)
  return (order?.history ?? []).map((entry) => historyResource(entry, order?.id ?? 0, formats))
})

export const readers: Record<string, Reader> = {
  products,
  productExtend: products,
  customers,
  customerExtend: customers,
  orders,
  orderExtend: orders,
  categories,
  categoryExtend: categories,
  settings,
  languages,
  countries,
  orderStatusDescriptions: descriptions,
  orderHistories: histories,
}

/** What a token needs to read it. */
export const scopes: Record<string, string> = {
  ...{
    products: 'product.product:read',
    productExtend: 'product.product:read',
    customers: 'customer.customer:read',
    customerExtend: 'customer.customer:read',
  },
  ...{
    orders: 'order.order:read',
    orderExtend: 'order.order:read',
    orderHistories: 'order.order:read',
    orderStatusDescriptions: 'order.status:read',
  },
  ...{
    categories: 'product.category:read',
    categoryExtend: 'product.category:read',
    settings: 'store.setting:read',
    languages: 'localization.language:read',
    countries: 'localization.location:read',
    webHooks: 'store.webhook:write',
  },
}

/** What the app is registered for. */
export const appScopes: readonly string[] = [...new Set(Object.values(scopes)), 'product.product:write']
