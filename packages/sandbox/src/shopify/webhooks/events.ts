import type { Product } from '../../world/model.ts'
import type { Change, WorldShop } from '../../world/shop.ts'

/** A topic, and the number of the object it is about. */
export interface ObjectTopic {
  topic: string
  id: number
  /** Of stock: where. */
  place?: number
}

const milestones: Readonly<Record<string, readonly string[]>> = {
  paid: ['orders/paid'],
  shipped: ['orders/partially_fulfilled', 'fulfillments/create'],
  complete: ['orders/fulfilled', 'fulfillments/create'],
  cancelled: ['orders/cancelled', 'refunds/create'],
}

/** https://shopify.dev/docs/api/webhooks/latest: one change has several topics. */
export function topicsOf(change: Change, world: WorldShop): ObjectTopic[] {
  if ('order' in change) return orderTopics(change)
  if ('product' in change) return productTopics(change, world)
  if ('customer' in change) return [{ topic: `customers/${verbOf(change.kind)}`, id: change.customer.id }]
  return [{ topic: `collections/${verbOf(change.kind)}`, id: change.category.id }]
}

function verbOf(kind: Change['kind']): string {
  return kind.endsWith('.created') ? 'create' : kind.endsWith('.deleted') ? 'delete' : 'update'
}

function orderTopics({ kind, order: { id, status } }: Extract<Change, { order: unknown }>): ObjectTopic[] {
  // An abandoned cart is not an order.
  if (status === null) return []
  if (kind === 'order.created') return [{ topic: 'orders/create', id }]
  if (kind === 'order.deleted') return [{ topic: 'orders/delete', id }]
  const more = kind === 'order.status' ? (milestones[status] ?? []) : []
  return ['orders/updated', ...more].map((topic) => ({ topic, id }))
}

function productTopics(change: Extract<Change, { product: unknown }>, world: WorldShop): ObjectTopic[] {
  const { kind, product } = change
  const id = product.parentId ?? product.id
  if (kind === 'product.updated')
    return [{ topic: 'products/update', id }, ...stockTopics(product, change.before, world)]
  const isAlone = !world.products
    .ids()
    .some((other) => other !== product.id && groupIdOf(world.products.get(other)) === id)
  const whole = kind === 'product.deleted' ? 'products/delete' : 'products/create'
  return [{ topic: isAlone ? whole : 'products/update', id }, ...itemTopics(kind, product.id, world)]
}

/** With a variant comes and goes what of it lies where. */
function itemTopics(kind: Change['kind'], id: number, { stockCount }: WorldShop): ObjectTopic[] {
  const [item, level] =
    kind === 'product.deleted'
      ? ['inventory_items/delete', 'inventory_levels/disconnect']
      : ['inventory_items/create', 'inventory_levels/connect']
  const levels = Array.from({ length: stockCount }, (_, index) => ({ topic: level, id, place: index + 1 }))
  return [{ topic: item, id }, ...levels]
}

function groupIdOf(product: Product | null): number | null {
  return product && (product.parentId ?? product.id)
}

function stockTopics(product: Product, before: Product | undefined, { stockCount }: WorldShop): ObjectTopic[] {
  return product.stocks
    .slice(0, stockCount)
    .flatMap((count, index) =>
      count === before?.stocks[index] ? [] : [{ topic: 'inventory_levels/update', id: product.id, place: index + 1 }],
    )
}
