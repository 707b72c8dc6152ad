import type { WorldShop } from '../world/shop.ts'

/** The work left of an order, at one place. https://shopify.dev/docs/api/admin-graphql/latest/objects/FulfillmentOrder */
export interface FulfillmentOrder {
  status: 'OPEN' | 'ON_HOLD' | 'SCHEDULED' | 'IN_PROGRESS'
  requestStatus: 'UNSUBMITTED' | 'SUBMITTED' | 'ACCEPTED' | 'REJECTED'
}

/** What can happen to it, with the webhook topic: https://shopify.dev/docs/api/webhooks/latest */
const steps = {
  hold: { to: { status: 'ON_HOLD', requestStatus: 'UNSUBMITTED' }, topic: 'placed_on_hold' },
  release: { to: { status: 'OPEN', requestStatus: 'UNSUBMITTED' }, topic: 'hold_released' },
  schedule: { to: { status: 'SCHEDULED', requestStatus: 'UNSUBMITTED' }, topic: 'rescheduled' },
  ready: { to: { status: 'OPEN', requestStatus: 'UNSUBMITTED' }, topic: 'scheduled_fulfillment_order_ready' },
  progress: { to: { status: 'IN_PROGRESS', requestStatus: 'UNSUBMITTED' }, topic: 'progress_reported' },
  stop: { to: { status: 'OPEN', requestStatus: 'UNSUBMITTED' }, topic: 'manually_reported_progress_stopped' },
  submit: { to: { status: 'OPEN', requestStatus: 'SUBMITTED' }, topic: 'fulfillment_request_submitted' },
  accept: { to: { status: 'IN_PROGRESS', requestStatus: 'ACCEPTED' }, topic: 'fulfillment_request_accepted' },
  decline: { to: { status: 'OPEN', requestStatus: 'REJECTED' }, topic: 'fulfillment_request_rejected' },
} as const satisfies Record<string, { to: FulfillmentOrder; topic: string }>

export type FulfillmentStep = keyof typeof steps
export const fulfillmentSteps = Object.keys(steps) as FulfillmentStep[]
export const fulfillmentTopics = Object.values(steps).map(({ topic }) => `fulfillment_orders/${topic}`)

export interface FulfillmentOrders {
  /** Of an order by its number in the world; until something happens to it, it is open. */
  of(order: number): FulfillmentOrder
  /** Also updates the order: `orders/updated` is sent, although its body does not show the change. */
  take(order: number, step: FulfillmentStep): FulfillmentOrder
  listen(listener: (event: { topic: string; order: number }) => void): void
}

const OPEN: FulfillmentOrder = { status: 'OPEN', requestStatus: 'UNSUBMITTED' }
// Per shop, not per app: all installed apps see the same fulfilment orders.
const known = new WeakMap<WorldShop, FulfillmentOrders>()

export function fulfillmentOrdersOf(world: WorldShop): FulfillmentOrders {
  const found = known.get(world) ?? createFulfillmentOrders(world)
  known.set(world, found)
  return found
}

function createFulfillmentOrders(world: WorldShop): FulfillmentOrders {
  const changed = new Map<number, FulfillmentOrder>()
  const listeners: Parameters<FulfillmentOrders['listen']>[0][] = []
  const of = (order: number) => changed.get(order) ?? OPEN
  return {
    of,
    take(order, step) {
      if (world.orders.get(order)?.status == null) throw new Error(`There is no order ${order} at ${world.domain}.`)
      const { to, topic } = steps[step]
      changed.set(order, to)
      world.updateOrder(order, {})
      for (const listener of listeners) listener({ topic: `fulfillment_orders/${topic}`, order })
      return of(order)
    },
    listen: (listener) => void listeners.push(listener),
  }
}
