import type { Clock } from '../../clock.ts'
import type { WorldShop } from '../../world/shop.ts'
import { type CustomerExtras, plainCustomer } from './customer-extras.ts'
import { createExtras, type Extras } from './extras.ts'
import type { Mail, OrderMessage, Refund } from './messages.ts'
import { type OrderExtras, plainExtras, type Tracking } from './order-extras.ts'
import { type ProductExtras, plainProduct } from './product-extras.ts'
import { type DeliveryState, type DeliveryStatus, type PaymentState, type PaymentStatus, stampOf } from './statuses.ts'

export type StateChange =
  | { kind: 'delivery.changed'; order: number; delivery: DeliveryState }
  | { kind: 'payment.changed'; order: number; payment: PaymentState }
  | { kind: 'order.archived'; order: number }
  | { kind: 'mail.sent'; mail: Mail }

export interface OrderParts {
  delivery: DeliveryState
  payment: PaymentState
  tracking: Tracking
}

/** What SHOPLINE stores about a shop in addition to the world. Orders are named by their number in the world. */
export interface ShopState {
  /** Gives payment and delivery statuses of their own, which the change of the order's status then leaves as they are. */
  separate(order: number, parts: OrderParts, change: () => void): void
  /** Changes neither the order in the world nor its `updated_at`. */
  changeDelivery(order: number, status: DeliveryStatus): DeliveryState
  /** The same for the payment. `paidAt` is the time at which it was paid before, ms. */
  changePayment(order: number, change: { status: PaymentStatus; paidAt: number | null }): PaymentState
  /** `undefined` where the world's status is the newest information. */
  delivery(order: number): DeliveryState | undefined
  payment(order: number): PaymentState | undefined
  /** Orders whose delivery or payment has its own status. */
  separated(): ReadonlySet<number>
  extras(order: number): OrderExtras
  /** Does not change the order in the world. */
  changeExtras(order: number, change: Partial<OrderExtras>): void
  customers: Extras<CustomerExtras>
  products: Extras<ProductExtras>
  /** Replaces them all; a change of the order itself. */
  tag(order: number, tags: readonly string[]): void
  tags(order: number): readonly string[]
  /** Of all orders, each once. */
  allTags(): ReadonlySet<string>
  /** Of one order, oldest first. */
  messages(order: number): readonly OrderMessage[]
  addMessage(message: Omit<OrderMessage, 'number' | 'at'>): OrderMessage
  /** Mails to customers, oldest first; nothing is really sent. */
  mails: readonly Mail[]
  sendMail(mail: Omit<Mail, 'at'>): void
  refunds: readonly Refund[]
  refund(order: number, amount: string): void
  archive(order: number): void
  isArchived(order: number): boolean
  archived(): ReadonlySet<number>
  listen(listener: (change: StateChange) => void): void
}

export function createShopState({ world, clock }: { world: WorldShop; clock: Clock }): ShopState {
  const deliveries = new Map<number, DeliveryState>()
  const payments = new Map<number, PaymentState>()
  const orders = createExtras(plainExtras)
  const archived = new Set<number>()
  const tags = new Map<number, readonly string[]>()
  const messages: OrderMessage[] = []
  const mails: Mail[] = []
  const refunds: Refund[] = []
  const listeners: ((change: StateChange) => void)[] = []
  /** Orders of which only the status is being changed. */
  const separating = new Set<number>()
  const now = () => Math.floor(clock.now() / 1_000) * 1_000
  const tell = (change: StateChange) => {
    for (const listener of listeners) listener(change)
  }
  const expectOrder = (order: number) => {
    if (world.orders.get(order)?.status == null) throw new Error(`There is no order ${order} at ${world.domain}.`)
  }
  // A newer status of the order also determines the status of its delivery and payment.
  world.listen((change) => {
    if (change.kind !== 'order.status' && change.kind !== 'order.deleted') return
    if (separating.has(change.order.id)) return
    deliveries.delete(change.order.id)
    payments.delete(change.order.id)
    if (orders.get(change.order.id).tracking?.number === null) orders.change(change.order.id, { tracking: null })
  })

  const state: ShopState = {
    separate(order, { delivery, payment, tracking }, change) {
      expectOrder(order)
      deliveries.set(order, delivery)
      payments.set(order, payment)
      orders.change(order, { tracking })
      separating.add(order)
      change()
      separating.delete(order)
    },
    changeDelivery(order, status) {
      expectOrder(order)
      const updatedAt = now()
      const delivery = { ...deliveries.get(order), status, updatedAt, ...stampOf(status, updatedAt) }
      deliveries.set(order, delivery)
      tell({ kind: 'delivery.changed', order, delivery })
      return delivery
    },
    changePayment(order, { status, paidAt }) {
      expectOrder(order)
      const updatedAt = now()
      const payment = { status, updatedAt, paidAt: status === 'completed' ? (paidAt ?? updatedAt) : paidAt }
      payments.set(order, payment)
      tell({ kind: 'payment.changed', order, payment })
      return payment
    },
    delivery: (order) => deliveries.get(order),
    payment: (order) => payments.get(order),
    separated: () => new Set([...deliveries.keys(), ...payments.keys()]),
    ...{ extras: orders.get, changeExtras: orders.change, customers: createExtras(plainCustomer) },
    products: createExtras(plainProduct),
    tag(order, wanted) {
      expectOrder(order)
      tags.set(order, wanted)
      world.updateOrder(order, {})
    },
    tags: (order) => tags.get(order) ?? [],
    allTags: () => new Set([...tags.values()].flat()),
    messages: (order) => messages.filter((message) => message.order === order),
    addMessage(message) {
      expectOrder(message.order)
      const added = { ...message, number: messages.length + 1, at: now() }
      messages.push(added)
      return added
    },
    mails,
    sendMail(mail) {
      const sent = { ...mail, at: now() }
      mails.push(sent)
      tell({ kind: 'mail.sent', mail: sent })
    },
    refunds,
    refund: (order, amount) => void refunds.push({ order, amount, at: now() }),
    archive(order) {
      expectOrder(order)
      archived.add(order)
      tell({ kind: 'order.archived', order })
    },
    isArchived: (order) => archived.has(order),
    archived: () => archived,
    listen: (listener) => void listeners.push(listener),
  }
  return state
}
