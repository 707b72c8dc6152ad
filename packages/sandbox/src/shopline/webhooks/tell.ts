import type { Change, WorldShop } from '../../world/shop.ts'
import { familiesOf } from '../families.ts'
import type { StateChange } from '../shop-state.ts'
import { timeOf } from '../times.ts'
import { ids } from '../world-ids.ts'

/** What a change is told as; of people the app and the merchant's webhooks have different names. */
export interface Told {
  topic: string
  /** Another name of it for webhooks that a merchant's token made; `null` where those do not tell it. */
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

/** https://shopline-developers.readme.io/docs/2-webhook-topics-tabs: one change is told under several topics. */
export function topicsOf(change: Change | StateChange, world: WorldShop): Told[] {
  if (change.kind === 'delivery.changed') return [partOfOrder('order_delivery/update', change.order)]
  if (change.kind === 'order.archived') return []
  if ('product' in change) return productTopics(change, world)
  if ('customer' in change) return [customerTopic(change)]
  if ('category' in change) return [categoryTopic(change)]
  return orderTopics(change)
}

function verbOf(kind: string): 'create' | 'update' | 'remove' {
  if (kind.endsWith('.created')) return 'create'
  return kind.endsWith('.deleted') ? 'remove' : 'update'
}

type Verb = ReturnType<typeof verbOf>

function document(id: string, updatedAt: number, verb: Verb): Record<string, unknown> {
  return { _id: id, status: verb === 'remove' ? 'removed' : 'active', updated_at: timeOf(updatedAt) }
}

function orderTopics({ kind, order }: Extract<Change, { order: unknown }>): Told[] {
  const { id, status, updatedAt } = order
  // An abandoned cart is not an order.
  if (status === null) return []
  const verb = verbOf(kind)
  const itself = { topic: `order/${verb}`, resource: document(ids.order(id), updatedAt, verb) }
  if (kind !== 'order.status') return [itself]
  const more = (milestones[status] ?? []).map((topic) =>
    topic.startsWith('order/') ? { ...itself, topic } : partOfOrder(topic, id),
  )
  return [itself, ...more]
}

function partOfOrder(topic: string, order: number): Told {
  const kind = topic.startsWith('order_payment') ? 'payment' : 'delivery'
  return { topic, resource: { _id: ids[kind](order), order_id: ids.order(order) } }
}

function productTopics(change: Extract<Change, { product: unknown }>, world: WorldShop): Told[] {
  const { kind, product } = change
  const number = product.parentId ?? product.id
  const family = familiesOf(world).all().get(number)
  const others = family?.members.filter(({ id }) => id !== product.id) ?? []
  // A variation that comes or goes is a change of its product.
  const verb = others.length > 0 && !family?.isRemoved ? 'update' : verbOf(kind)
  const id = ids.product(number)
  const told: Told[] = [{ topic: `product/${verb}`, resource: document(id, product.updatedAt, verb) }]
  const hasMoved = 'before' in change && String(change.before?.stocks) !== String(product.stocks)
  return hasMoved ? [...told, { topic: 'stock/update', resource: { product_id: id } }] : told
}

function customerTopic({ kind, customer }: Extract<Change, { customer: unknown }>): Told {
  const verb = verbOf(kind)
  const resource = document(ids.customer(customer.id), customer.updatedAt, verb)
  return { topic: `customer/${verb}`, merchantTopic: `user/${verb}`, resource }
}

function categoryTopic({ kind, category }: Extract<Change, { category: unknown }>): Told {
  const verb = verbOf(kind)
  const resource = document(ids.category(category.id), category.updatedAt, verb)
  return { topic: `category/${verb}`, merchantTopic: null, resource }
}
