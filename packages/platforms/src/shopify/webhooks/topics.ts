import type { Resource } from '../../contract/mirror-rows.ts'
import { missingScopes } from '../install/scopes.ts'

/**
 * The topics that are subscribed to, each with the scope it requires; `null`: none.
 * https://shopify.dev/docs/api/admin-graphql/latest/enums/WebhookSubscriptionTopic
 */
const scopes = {
  'orders/create': 'read_orders',
  'orders/updated': 'read_orders',
  'orders/cancelled': 'read_orders',
  'orders/fulfilled': 'read_orders',
  'orders/partially_fulfilled': 'read_orders',
  'orders/paid': 'read_orders',
  'orders/edited': 'read_orders',
  'orders/delete': 'read_orders',
  'refunds/create': 'read_orders',
  'fulfillments/create': 'read_fulfillments',
  'fulfillments/update': 'read_fulfillments',
  'products/create': 'read_products',
  'products/update': 'read_products',
  'products/delete': 'read_products',
  'collections/create': 'read_products',
  'collections/update': 'read_products',
  'collections/delete': 'read_products',
  'inventory_levels/connect': 'read_inventory',
  'inventory_levels/update': 'read_inventory',
  'inventory_levels/disconnect': 'read_inventory',
  'locations/create': 'read_locations',
  'locations/update': 'read_locations',
  'locations/activate': 'read_locations',
  'locations/deactivate': 'read_locations',
  'locations/delete': 'read_locations',
  'customers/create': 'read_customers',
  'customers/update': 'read_customers',
  'customers/delete': 'read_customers',
  'customers/merge': 'read_customer_merge',
  'shop/update': null,
  'bulk_operations/finish': null,
  'app/uninstalled': null,
  'app/scopes_update': null,
} as const

export type Topic = keyof typeof scopes

/** The resource of a topic's subject. Other topics are about the shop itself. */
const resources: Record<string, Resource> = {
  ...{ orders: 'orders', refunds: 'orders', fulfillments: 'orders', products: 'products', collections: 'categories' },
  ...{ inventory_levels: 'inventory', locations: 'locations', customers: 'customers' },
}

/** The resources to read again when webhooks of a topic were missed. */
export function resourcesOf(topic: string): Resource[] {
  const resource = resources[topic.split('/')[0] ?? '']
  return resource ? [resource] : []
}

/** The topics that an app with these scopes may subscribe to, as written in the header of a delivery. */
export function topicsFor(granted: readonly string[]): Topic[] {
  return (Object.keys(scopes) as Topic[]).filter((topic) => {
    const scope = scopes[topic]
    return scope === null || missingScopes([scope], granted).length === 0
  })
}

type NameOf<Text extends string> = Text extends `${infer Subject}/${infer Event}`
  ? Uppercase<`${Subject}_${Event}`>
  : never

/** A topic's name in GraphQL: `ORDERS_CREATE`. */
export function nameOfTopic<T extends Topic>(topic: T): NameOf<T> {
  return topic.replace('/', '_').toUpperCase() as NameOf<T>
}

const byName = new Map<string, Topic>((Object.keys(scopes) as Topic[]).map((topic) => [nameOfTopic(topic), topic]))

/** `null` for a topic that we do not subscribe to. */
export function topicOfName(name: string): Topic | null {
  return byName.get(name) ?? null
}

export function isTopic(text: string): text is Topic {
  return Object.hasOwn(scopes, text)
}

/** The scope that a topic requires; `null` for none. */
export function scopeOfTopic(topic: Topic): string | null {
  return scopes[topic]
}
