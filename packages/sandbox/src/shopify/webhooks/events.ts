import type { Product } from '../../world/model.ts'
import type { Change, WorldShop } from '../../world/shop.ts'
import type { ObjectTopic } from './object-topic.ts'
import { orderTopics } from './order-topics.ts'

/** https://shopify.dev/docs/api/webhooks/latest: one change has several topics. */
export function topicsOf(change: Change, world: WorldShop): ObjectTopic[] {
  if ('order' in change) return orderTopics(change, world)
  if ('product' in change) return productTopics(change, world)
  if ('customer' in change) return customerTopics(change)
  return [{ topic: `collections/${verbOf(change.kind)}`, id: change.category.id }]
}

function customerTopics({ kind, customer, before }: Extract<Change, { customer: unknown }>): ObjectTopic[] {
  const { id, written = {} } = customer
  const changed = { topic: `customers/${verbOf(kind)}`, id }
  if (kind !== 'customer.updated' || !before) return [changed]
  const { written: was = {} } = before
  const { tags = [] } = written
  const { tags: old = [] } = was
  const added = tags.filter((tag) => !old.includes(tag))
  const removed = old.filter((tag) => !tags.includes(tag))
  return [
    changed,
    ...(written.emailConsent === was.emailConsent ? [] : [{ topic: 'customers_email_marketing_consent/update', id }]),
    ...(written.smsConsent === was.smsConsent ? [] : [{ topic: 'customers_marketing_consent/update', id }]),
    ...(added.length > 0 ? [{ topic: 'customer.tags_added', id, more: { tags: added } }] : []),
    ...(removed.length > 0 ? [{ topic: 'customer.tags_removed', id, more: { tags: removed } }] : []),
  ]
}

function verbOf(kind: Change['kind']): string {
  return kind.endsWith('.created') ? 'create' : kind.endsWith('.deleted') ? 'delete' : 'update'
}

function productTopics(change: Extract<Change, { product: unknown }>, world: WorldShop): ObjectTopic[] {
  const { kind, product } = change
  const id = product.parentId ?? product.id
  if (kind === 'product.updated')
    return [
      { topic: 'products/update', id },
      ...(change.before && itemOf(change.before) !== itemOf(product)
        ? [{ topic: 'inventory_items/update', id: product.id }]
        : []),
      ...stockTopics(product, change.before, world),
    ]
  const isAlone = !world.products
    .ids()
    .some((other) => other !== product.id && groupIdOf(world.products.get(other)) === id)
  const whole = kind === 'product.deleted' ? 'products/delete' : 'products/create'
  return [{ topic: isAlone ? whole : 'products/update', id }, ...itemTopics(kind, product.id, world)]
}

/** What the body of an inventory item shows. */
function itemOf({ sku, written = {} }: Product): string {
  return JSON.stringify([sku, written.cost, written.tracked, written.requiresShipping])
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
