import type { Clock } from '../clock.ts'
import type { WorldShop } from '../world/shop.ts'

export const deliveryStatuses = [
  'pending',
  'shipping',
  'shipped',
  'arrived',
  'collected',
  'returned',
  'returning',
] as const
export type DeliveryStatus = (typeof deliveryStatuses)[number]

/** The status of an order's delivery since the world last changed the order. Times in ms, whole seconds. */
export interface DeliveryState {
  status: DeliveryStatus
  updatedAt: number
  shippedAt?: number
  arrivedAt?: number
  collectedAt?: number
  returnedAt?: number
}

export type StateChange =
  | { kind: 'delivery.changed'; order: number; delivery: DeliveryState }
  | { kind: 'order.archived'; order: number }

/** What SHOPLINE stores about a shop in addition to the world. Orders are named by their number in the world. */
export interface ShopState {
  /** Changes neither the order in the world nor its `updated_at`. */
  changeDelivery(order: number, status: DeliveryStatus): DeliveryState
  /** `undefined` where the world's status is the newest information. */
  delivery(order: number): DeliveryState | undefined
  deliveries(): ReadonlyMap<number, DeliveryState>
  /** Replaces them all; a change of the order itself. */
  tag(order: number, tags: readonly string[]): void
  tags(order: number): readonly string[]
  /** Of all orders, each once. */
  allTags(): ReadonlySet<string>
  archive(order: number): void
  isArchived(order: number): boolean
  archived(): ReadonlySet<number>
  listen(listener: (change: StateChange) => void): void
}

const stamps: Partial<Record<DeliveryStatus, 'shippedAt' | 'arrivedAt' | 'collectedAt' | 'returnedAt'>> = {
  shipped: 'shippedAt',
  arrived: 'arrivedAt',
  collected: 'collectedAt',
  returned: 'returnedAt',
}

export function createShopState({ world, clock }: { world: WorldShop; clock: Clock }): ShopState {
  const deliveries = new Map<number, DeliveryState>()
  const archived = new Set<number>()
  const tags = new Map<number, readonly string[]>()
  const listeners: ((change: StateChange) => void)[] = []
  const tell = (change: StateChange) => {
    for (const listener of listeners) listener(change)
  }
  const expectOrder = (order: number) => {
    if (world.orders.get(order)?.status == null) throw new Error(`There is no order ${order} at ${world.domain}.`)
  }
  // A newer status of the order also determines the status of its delivery.
  world.listen((change) => {
    if (change.kind === 'order.status' || change.kind === 'order.deleted') deliveries.delete(change.order.id)
  })

  return {
    changeDelivery(order, status) {
      expectOrder(order)
      const updatedAt = Math.floor(clock.now() / 1_000) * 1_000
      const stamp = stamps[status]
      const delivery = { ...deliveries.get(order), status, updatedAt, ...(stamp && { [stamp]: updatedAt }) }
      deliveries.set(order, delivery)
      tell({ kind: 'delivery.changed', order, delivery })
      return delivery
    },
    tag(order, wanted) {
      expectOrder(order)
      tags.set(order, wanted)
      world.updateOrder(order, {})
    },
    tags: (order) => tags.get(order) ?? [],
    allTags: () => new Set([...tags.values()].flat()),
    archive(order) {
      expectOrder(order)
      archived.add(order)
      tell({ kind: 'order.archived', order })
    },
    delivery: (order) => deliveries.get(order),
    deliveries: () => deliveries,
    isArchived: (order) => archived.has(order),
    archived: () => archived,
    listen: (listener) => void listeners.push(listener),
  }
}
