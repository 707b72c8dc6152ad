import type { Order } from '../../world/model.ts'
import { totalOf } from '../documents/order.ts'
import type { OrderTimeline } from '../documents/order-timeline.ts'
import { parseTime } from '../times.ts'
import { refuse } from './answers.ts'
import type { Answer, ApiShop, Route } from './open-api-types.ts'
import { filterOf } from './order-filter.ts'
import { isListed, listedOrder } from './orders.ts'
import { page } from './paging.ts'
import { changedOrders, createdOrders, findOrder, momentsOfNumber, touchedOrders } from './placed-orders.ts'
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
} as const satisfies Record<string, keyof OrderTimeline>
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
  const { quirks } = shop
  const found = ordersFound(query, shop)
  const numbers = quirks.searchLagMs > 0 ? found.filter((number) => isListed(number, shop)) : found
  const listing = {
    kind: 'order' as const,
    numbers: query.get('sort_by') === 'total' ? byTotal(numbers, shop) : numbers,
    document: (number: number) => listedOrder(number, shop),
  }
  return page(listing, { params: toPaging(query), perPageMax: quirks.searchPerPageMax }, quirks)
}

/** Times of the order itself are found by halving; those of its delivery and payment, and other conditions, one by one. */
function ordersFound(query: URLSearchParams, shop: ApiShop): readonly number[] {
  const { world, state } = shop
  const spans = spansIn(query)
  const from = Math.max(Number.NEGATIVE_INFINITY, ...spans.map(([, span]) => span.from))
  const parts = spans.filter(([name]) => name !== 'created' && name !== 'updated')
  const isAsked = filterOf(query, shop)
  const own = createdOrders(changedOrders(world, readSpan(query, 'updated')), world, readSpan(query, 'created'))
  if (parts.length === 0 && !isAsked) return own
  const candidates = parts.length === 0 ? own : touchedOrders(world, state, from)
  return candidates.filter((number) => {
    const timeline = momentsOfNumber(number, shop)
    return timeline !== undefined && isThen(timeline, spans) && (isAsked?.(number, timeline) ?? true)
  })
}

/** Searches have the field in `sort_by` and the direction in `order_by`. */
function toPaging(query: URLSearchParams): URLSearchParams {
  const params = new URLSearchParams(query)
  const direction = query.get('order_by')
  if (direction) params.set('sort_by', direction)
  return params
}

function byTotal(numbers: readonly number[], { world }: ApiShop): number[] {
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

function isThen(timeline: OrderTimeline, spans: [Bound, Span][]): boolean {
  return spans.every(([name, span]) => isWithin(span, timeline[bounds[name]] ?? Number.NaN))
}
