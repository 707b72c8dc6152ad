import type { Resolver, Resolvers } from '../graphql/resolvers.ts'
import { parseGid } from './gid.ts'
import type { Subject } from './node.ts'

/** Query fields that take the id of one type. */
const typed: Readonly<Record<string, string>> = {
  collection: 'Collection',
  customer: 'Customer',
  domain: 'Domain',
  event: 'BasicEvent',
  fulfillment: 'Fulfillment',
  fulfillmentOrder: 'FulfillmentOrder',
  inventoryItem: 'InventoryItem',
  inventoryLevel: 'InventoryLevel',
  order: 'Order',
  product: 'Product',
  productVariant: 'ProductVariant',
  refund: 'Refund',
  webhookSubscription: 'WebhookSubscription',
}

/** Look-ups by id: of any type, and of one. All of them find what the subjects find. */
export function lookupResolvers(subjects: readonly Subject[]): Resolvers {
  const finders = Object.assign({}, ...subjects.map(({ find }) => find)) as NonNullable<Subject['find']>
  const find = (id: unknown, type?: string) => {
    const parsed = parseGid(id)
    if (!parsed || (type && parsed.type !== type)) return null
    return finders[parsed.type]?.(parsed) ?? null
  }
  const byType = Object.entries(typed).map(([field, type]): [string, Resolver] => [
    field,
    (_source, { id }) => find(id, type),
  ])
  return {
    Query: {
      node: (_source, { id }) => find(id),
      nodes: (_source, { ids }) => (ids as unknown[]).map((id) => find(id)),
      ...Object.fromEntries(byType),
    },
  }
}
