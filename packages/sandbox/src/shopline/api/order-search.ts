import type { Order } from '../../world/model.ts'
import { nameOf, phoneOf } from '../documents/contact.ts'
import { type Moments, momentsOf } from '../documents/moments.ts'
import { orderNumberOf, totalOf, trackingNumberOf } from '../documents/order.ts'
import { itemDocuments } from '../documents/order-items.ts'
import { parseTime } from '../times.ts'
import { ids } from '../world-ids.ts'
import { refuse } from './answers.ts'
import { listedOrder } from './orders.ts'
import { page } from './paging.ts'
import { findOrder, touchedOrders } from './placed-orders.ts'
import { listOf } from './select.ts'
import type { Answer, ApiShop, Route } from './shell.ts'
import { isEverything, isWithin, readSpan, type Span } from './window.ts'

const bounds = {
  shipped: 'shippedAt',
  arrived: 'arrivedAt',
  collected: 'collectedAt',
  returned: 'returnedAt',
  cancelled: 'cancelledAt',
  paid: 'paidAt',
  updated: 'updatedAt',
  created: 'createdAt',
} as const satisfies Record<string, keyof Moments>
type Bound = keyof typeof bounds

/** `GET /orders/search`: also by what happened to the delivery, which lists of what changed do not show. */
export const orderSearchRoutes: Route = ({ method, path, query }, shop) => {
  if (method !== 'GET' || path.join('/') !== 'orders/search') return undefined
  const wrong = wrongBoundIn(query)
  if (wrong) return refuse(422, 'UnprocessableEntity', `${wrong} is not a time such as 2026-01-01 00:00:00`)
  return search(query, shop)
}

function wrongBoundIn(query: URLSearchParams): string | undefined {
  return Object.keys(bounds)
    .flatMap((name) => [`${name}_after`, `${name}_before`])
    .find((name) => query.get(name) && parseTime(query.get(name) ?? '') === undefined)
}

function search(query: URLSearchParams, shop: ApiShop): Answer {
  const { world, state, quirks } = shop
  const spans = spansIn(query)
  const from = Math.max(Number.NEGATIVE_INFINITY, ...spans.map(([, span]) => span.from))
  const numbers = touchedOrders(world, state, from).filter((number) => {
    const order = findOrder(world, number)
    return order !== undefined && isFound(order, { query, spans, shop })
  })
  const listing = {
    kind: 'order' as const,
    numbers: query.get('sort_by') === 'total' ? byTotal(numbers, shop) : numbers,
    document: (number: number) => listedOrder(number, shop),
  }
  return page(listing, { params: toPaging(query), perPageMax: quirks.searchPerPageMax }, quirks)
}

/** Searches say in `sort_by` by what, and in `order_by` which way. */
function toPaging(query: URLSearchParams): URLSearchParams {
  const params = new URLSearchParams(query)
  const direction = query.get('order_by')
  if (direction) params.set('sort_by', direction)
  return params
}

function byTotal(numbers: number[], { world }: ApiShop): number[] {
  const total = (number: number) => Number(totalOf(findOrder(world, number) as Order))
  return numbers
    .map((number) => [number, total(number)] as const)
    .sort(byAmount)
    .map(([number]) => number)
}

const byAmount = ([a, amountA]: readonly [number, number], [b, amountB]: readonly [number, number]) =>
  amountA - amountB || a - b

function spansIn(query: URLSearchParams): [Bound, Span][] {
  const names = Object.keys(bounds) as Bound[]
  return names.flatMap((name) => {
    const span = readSpan(query, name)
    return isEverything(span) ? [] : [[name, span] satisfies [Bound, Span]]
  })
}

interface Asked {
  query: URLSearchParams
  spans: [Bound, Span][]
  shop: ApiShop
}

function isFound(order: Order, { query, spans, shop }: Asked): boolean {
  const moments = momentsOf(order, shop.state)
  const isThen = ([name, span]: [Bound, Span]) => isWithin(span, moments[bounds[name]] ?? Number.NaN)
  return (
    spans.every(isThen) && isIn(query, statusesOf(moments)) && isIn(query, namesOf(order, shop)) && holds(order, query)
  )
}

type Named = Record<string, readonly (string | null)[]>

function statusesOf({ status, paymentStatus, deliveryStatus }: Moments): Named {
  return {
    ...{ status: [status], statuses: [status], payment_status: [paymentStatus] },
    ...{ delivery_status: [deliveryStatus], delivery_statuses: [deliveryStatus], created_by: ['shop'] },
    ...{ payment_id: [ids.paymentMethod(1)], delivery_option_id: [ids.deliveryOption(1)] },
  }
}

function namesOf(order: Order, shop: ApiShop): Named {
  const { customerId, email, phone } = order
  return {
    order_number: [orderNumberOf(order)],
    customer_id: [customerId === null ? null : ids.customer(customerId)],
    customer_email: [email],
    name: [nameOf(order), nameOf(order.address)],
    phone_number: [phoneOf(phone).local],
    delivery_data_tracking_number: [trackingNumberOf(order)],
    get item_id() {
      return itemDocuments(order, shop).map(({ item_id: id }) => String(id))
    },
  }
}

/** Whatever is asked has to be one of what the order says of it. */
function isIn(query: URLSearchParams, named: Named): boolean {
  return [...new Set([...query.keys()].map((key) => key.replace('[]', '')))].every((key) => {
    const values = key in named ? named[key] : undefined
    const asked = values && listOf(query, key)
    return !asked?.length || asked.some((each) => values?.includes(each))
  })
}

function holds(order: Order, query: URLSearchParams): boolean {
  const wanted = query.get('query')?.toLowerCase()
  if (!wanted) return true
  const { email, lines, phone } = order
  return [orderNumberOf(order), nameOf(order), email, phoneOf(phone).local, ...lines.map(({ name }) => name)].some(
    (text) => text.toLowerCase().includes(wanted),
  )
}
