import type { Resource } from '../../contract/mirror-rows.ts'

export const PAGE_SIZE = 200

interface Collection {
  path: string
  /** Query parameters of a window of changes; absent when the platform has no such filter. */
  window?: { from: string; to: string }
  query: Record<string, string>
  /** The scope in error messages. */
  scope: string
}

/** https://doc.shoprenter.hu/development/api/11_scopes.html; filters are documented on each resource's page. */
const collections: Partial<Record<Resource, Collection>> = {
  categories: { path: 'categoryExtend', query: {}, scope: 'product.category:read' },
  products: {
    path: 'productExtend',
    window: { from: 'updatedAfter', to: 'updatedBefore' },
    query: {},
    scope: 'product.product:read',
  },
  customers: {
    path: 'customerExtend',
    window: { from: 'updatedAtMin', to: 'updatedAtMax' },
    query: {},
    scope: 'customer.customer:read',
  },
  orders: {
    path: 'orderExtend',
    window: { from: 'updatedAtMin', to: 'updatedAtMax' },
    query: { excludeAbandonedCart: '1' },
    scope: 'order.order:read',
  },
}

export const resources = Object.keys(collections) as Resource[]

export function collectionOf(resource: Resource): Collection {
  const collection = collections[resource]
  if (!collection) throw new Error(`ShopRenter has no ${resource}.`)
  return collection
}

const scopes: Record<string, string> = {
  webHooks: 'store.webhook:write',
  settings: 'store.setting:read',
  languages: 'localization.language:read',
  currencies: 'localization.currency:read',
  countries: 'localization.location:read',
  orderStatusDescriptions: 'order.status:read',
  orderHistories: 'order.order:read',
  orderProducts: 'order.order:read',
  orderTotals: 'order.order:read',
  orders: 'order.order:read',
  customers: 'customer.customer:read',
  addresses: 'customer.customer:read',
  newsletterSubscribers: 'newsletter.subscriber:read',
  productDescriptions: 'product.product:read',
  productSpecials: 'product.product:read',
  productImages: 'product.product:read',
  files: 'store.file:read',
  productTags: 'product.product:read',
  taxRates: 'taxClass.taxClass:read',
  batch: 'order.order:read',
}

/** The scope that a call needs. */
export function scopeOf(path: string, method = 'GET'): string {
  const root = path.split('/')[0] ?? path
  const scope = scopes[root] ?? Object.values(collections).find((collection) => collection.path === root)?.scope ?? root
  return method === 'GET' || root === 'batch' ? scope : scope.replace(/:read$/, ':write')
}
