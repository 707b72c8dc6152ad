import type { Order } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'
import { type OrderTimeline, plannedTimeline, withParts } from '../documents/order-timeline.ts'
import type { ShopState } from '../state/shop-state.ts'
import { isEverything, type Span } from './window.ts'

const untouched = new WeakMap<WorldShop['orders'], Map<number, OrderTimeline>>()

/** Baskets are not found. */
export function findOrder(world: WorldShop, number: number | undefined): Order | undefined {
  const order = number === undefined ? null : world.orders.get(number)
  return order && order.status !== null ? order : undefined
}

/** Numbers of orders, the oldest first, that changed within. None of them has to be computed. */
export function changedOrders(world: WorldShop, span: Span): readonly number[] {
  if (isEverything(span)) return world.placedOrders()
  return world.orders.changed(span, world.placedOrders())
}

/** Of some numbers, ascending, those of orders placed within. */
export function createdOrders(numbers: readonly number[], { orders }: WorldShop, span: Span): readonly number[] {
  return isEverything(span) ? numbers : orders.within(({ createdAt }) => createdAt, span, numbers)
}

/** Orders that may have changed since: every change stamps the order, except one of its delivery or payment. */
export function touchedOrders(world: WorldShop, state: ShopState, from: number): readonly number[] {
  const changed = changedOrders(world, { from, to: Number.POSITIVE_INFINITY })
  const apart = [...state.separated()].filter((number) => findOrder(world, number))
  if (from === Number.NEGATIVE_INFINITY || apart.length === 0) return changed
  return [...new Set([...changed, ...apart])].sort((a, b) => a - b)
}

/** `undefined` when it is not an order. An unchanged order is computed once, not for every page that contains it. */
export function momentsOfNumber(number: number, { world, state }: Places): OrderTimeline | undefined {
  const isTouched = world.orders.touched(number) !== undefined
  const planned = isTouched ? computeMoments(number, world) : keepMoments(number, world)
  return planned && withParts(number, planned, state)
}

interface Places {
  world: WorldShop
  state: ShopState
}

function keepMoments(number: number, world: WorldShop): OrderTimeline | undefined {
  const kept = untouched.get(world.orders) ?? new Map<number, OrderTimeline>()
  untouched.set(world.orders, kept)
  const known = kept.get(number)
  if (known) return known
  const timeline = computeMoments(number, world)
  if (timeline) kept.set(number, timeline)
  return timeline
}

function computeMoments(number: number, world: WorldShop): OrderTimeline | undefined {
  const order = findOrder(world, number)
  return order && plannedTimeline(order)
}
