import type { Order } from '../../world/model.ts'
import { orderDocument } from '../documents/order.ts'
import { numberOf } from '../world-ids.ts'
import { isAnswer, notFound, ok, refuse } from './answers.ts'
import type { Answer, ApiCall, ApiShop, Route } from './open-api-types.ts'
import { page } from './paging.ts'
import { changedOrders, createdOrders, findOrder } from './placed-orders.ts'
import { listOf, readSelection } from './select.ts'
import { readWindow, type Window } from './window.ts'

/** https://open-api.docs.shoplineapp.com/docs/get-orders */
export const orderRoutes: Route = (call, shop) => {
  const [root, id, ...rest] = call.path
  if (call.method !== 'GET' || root !== 'orders' || rest.length > 0) return undefined
  if (id === undefined) return list(call, shop)
  return id === 'search' ? undefined : one(call, shop)
}

function list({ query }: ApiCall, shop: ApiShop): Answer {
  const window = readWindow(query)
  if (isAnswer(window)) return window
  const wanted = new Set(listOf(query, 'order_ids').map((id) => numberOf('order', id)))
  const customer = numberOf('customer', query.get('customer_id') ?? '')
  const found = ordersIn(window, shop)
  const all = shop.quirks.searchLagMs > 0 ? found.filter((number) => isListed(number, shop)) : found
  const numbers = wanted.size === 0 ? all : all.filter((number) => wanted.has(number))
  return page(
    {
      kind: 'order',
      numbers: query.get('customer_id') ? numbers.filter((number) => buyerOf(number, shop) === customer) : numbers,
      document: (number) => listedOrder(number, shop),
    },
    { params: query, perPageMax: shop.quirks.perPageMax },
    shop.quirks,
  )
}

function ordersIn({ created, updated }: Window, { world }: ApiShop): readonly number[] {
  return createdOrders(changedOrders(world, updated), world, created)
}

function buyerOf(number: number, { world }: ApiShop): number | undefined {
  return findOrder(world, number)?.customerId ?? undefined
}

/** Whether lists and searches already contain the order. */
export function isListed(number: number, { versions, quirks }: ApiShop): boolean {
  return versions.seen('order', number, quirks.searchLagMs) !== null
}

/** As in lists: an archived order is flagged. */
export function listedOrder(number: number, shop: ApiShop): object {
  const { versions, quirks } = shop
  const seen = versions.seen('order', number, quirks.searchLagMs)
  const document = seen ?? orderDocument(findOrder(shop.world, number) as Order, shop)
  return shop.state.isArchived(number) ? { ...document, archived: true } : document
}

function one({ path, query }: ApiCall, shop: ApiShop): Answer {
  const order = findOrder(shop.world, numberOf('order', path[1] ?? ''))
  const seen = order && shop.versions.seen('order', order.id, shop.quirks.readLagMs)
  if (!order || seen === null) return notFound('Order')
  if (shop.state.isArchived(order.id)) return refuse(410, 'Gone', 'Order is archived')
  return ok(readSelection(query)(seen ?? orderDocument(order, shop)))
}
