import type { Product } from '../../world/model.ts'
import type { Change, WorldShop } from '../../world/shop.ts'
import type { WriteQuirks } from '../api/write-quirks.ts'
import type { MailKind } from '../state/messages.ts'
import type { ShopState, StateChange } from '../state/shop-state.ts'
import { timeOf } from '../times.ts'
import { variantGroupsOf } from '../variant-groups.ts'
import { ids } from '../world-ids.ts'

/** A change as a webhook: the app's and the merchant's webhooks have different topic names for customers. */
export interface TopicEvent {
  topic: string
  /** The topic of webhooks created with a merchant's token, if different; `null` if those have none. */
  merchantTopic?: string | null
  resource: Record<string, unknown>
}

const milestones: Readonly<Record<string, readonly string[]>> = {
  processing: ['order/pending'],
  paid: ['order/confirm', 'order_payment/complete'],
  shipped: ['order_delivery/update'],
  complete: ['order/complete', 'order_delivery/update'],
  cancelled: ['order/cancel', 'order_payment/refund'],
}

/** https://shopline-developers.readme.io/docs/2-webhook-topics-tabs: one change has several topics. */
export function topicsOf(change: Change | StateChange, context: TopicContext): TopicEvent[] {
  const { state } = context
  if (change.kind === 'delivery.changed') return [partOfOrder('order_delivery/update', change.order)]
  if (change.kind === 'payment.changed') return paymentTopics(change)
  if (change.kind === 'mail.sent') return noticeTopics(change.mail.kind, change.mail.about)
  if (change.kind === 'order.archived') return []
  if ('product' in change) return productTopics(change, context)
  if ('customer' in change) return [customerTopic(change)]
  if ('category' in change) return [categoryTopic(change)]
  return orderTopics(change, state)
}

interface TopicContext {
  world: WorldShop
  state: ShopState
  quirks: Pick<WriteQuirks, 'stockTopics'>
}

function verbOf(kind: string): 'create' | 'update' | 'remove' {
  if (kind.endsWith('.created')) return 'create'
  return kind.endsWith('.deleted') ? 'remove' : 'update'
}

type Verb = ReturnType<typeof verbOf>

function document(id: string, updatedAt: number, verb: Verb): Record<string, unknown> {
  return { _id: id, status: verb === 'remove' ? 'removed' : 'active', updated_at: timeOf(updatedAt) }
}

function orderTopics({ kind, order }: Extract<Change, { order: unknown }>, state: ShopState): TopicEvent[] {
  const { id, status, updatedAt } = order
  // An abandoned cart is not an order.
  if (status === null) return []
  const verb = verbOf(kind)
  const itself = { topic: `order/${verb}`, resource: document(ids.order(id), updatedAt, verb) }
  if (kind !== 'order.status') return [itself]
  // Payment and delivery with statuses of their own did not change.
  const isAlone = state.payment(id) !== undefined
  const topics = (milestones[status] ?? []).filter((topic) => topic.startsWith('order/') || !isAlone)
  const more = topics.map((topic) => (topic.startsWith('order/') ? { ...itself, topic } : partOfOrder(topic, id)))
  return [itself, ...more]
}

function paymentTopics({ order, payment }: Extract<StateChange, { kind: 'payment.changed' }>): TopicEvent[] {
  const topics = ['order_payment/update']
  if (payment.status === 'completed') topics.push('order_payment/complete')
  if (payment.status === 'refunded') topics.push('order_payment/refund')
  return topics.map((topic) => partOfOrder(topic, order))
}

const notices: Partial<Record<MailKind, string>> = {
  order_created: 'order/status_notify_customer',
  order_status: 'order/status_notify_customer',
  order_cancelled: 'order/status_notify_customer',
  order_payment_status: 'order_payment/status_notify_customer',
  order_delivery_status: 'order_delivery/status_notify_customer',
}

/** Only for notifications of customers. */
function noticeTopics(kind: MailKind, about: number): TopicEvent[] {
  const topic = notices[kind]
  if (topic === undefined) return []
  return [topic.startsWith('order/') ? { topic, resource: { _id: ids.order(about) } } : partOfOrder(topic, about)]
}

function partOfOrder(topic: string, order: number): TopicEvent {
  const kind = topic.startsWith('order_payment') ? 'payment' : 'delivery'
  return { topic, resource: { _id: ids[kind](order), order_id: ids.order(order) } }
}

function productTopics(change: Extract<Change, { product: unknown }>, { world, quirks }: TopicContext): TopicEvent[] {
  const { kind, product } = change
  const number = product.parentId ?? product.id
  const group = variantGroupsOf(world).all().get(number)
  const others = group?.members.filter(({ id }) => id !== product.id) ?? []
  // A variation that comes or goes is a change of its product.
  const verb = others.length > 0 && !group?.isRemoved ? 'update' : verbOf(kind)
  const id = ids.product(number)
  const itself: TopicEvent = { topic: `product/${verb}`, resource: document(id, product.updatedAt, verb) }
  const { before } = change
  if (!before || String(before.stocks) === String(product.stocks)) return [itself]
  const topics: readonly string[] = isOnlyStock(before, product)
    ? quirks.stockTopics
    : ['product/update', 'stock/update']
  const events = [itself, { topic: 'stock/update', resource: { product_id: id } }]
  return events.filter(({ topic }) => topics.includes(topic))
}

function isOnlyStock(before: Product, after: Product): boolean {
  const { stocks, stockTimes, updatedAt } = before
  return JSON.stringify({ ...after, stocks, stockTimes, updatedAt }) === JSON.stringify(before)
}

function customerTopic({ kind, customer }: Extract<Change, { customer: unknown }>): TopicEvent {
  const verb = verbOf(kind)
  const resource = document(ids.customer(customer.id), customer.updatedAt, verb)
  return { topic: `customer/${verb}`, merchantTopic: `user/${verb}`, resource }
}

function categoryTopic({ kind, category }: Extract<Change, { category: unknown }>): TopicEvent {
  const verb = verbOf(kind)
  const resource = document(ids.category(category.id), category.updatedAt, verb)
  return { topic: `category/${verb}`, merchantTopic: null, resource }
}
