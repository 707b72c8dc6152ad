/** What a token needs for a resource: with `:read` or `:write` behind it. https://doc.shoprenter.hu/development/api/11_scopes.html */
const families: Readonly<Record<string, string>> = {
  ...{ products: 'product.product', productExtend: 'product.product' },
  ...{ productDescriptions: 'product.product', productCategoryRelations: 'product.product' },
  ...{ productImages: 'product.product', productSpecials: 'product.product', productTags: 'product.product' },
  files: 'store.file',
  ...{ categories: 'product.category', categoryExtend: 'product.category' },
  ...{ customers: 'customer.customer', customerExtend: 'customer.customer', addresses: 'customer.customer' },
  ...{ customerGroups: 'customer.customerGroup', newsletterSubscribers: 'newsletter.subscriber' },
  ...{ orders: 'order.order', orderExtend: 'order.order', orderProducts: 'order.order', orderTotals: 'order.order' },
  orderInvoices: 'order.order',
  ...{ orderHistories: 'order.order', orderStatuses: 'order.status', orderStatusDescriptions: 'order.status' },
  ...{ settings: 'store.setting', languages: 'localization.language', currencies: 'localization.currency' },
  ...{ countries: 'localization.location', taxClasses: 'taxClass.taxClass' },
  taxRates: 'taxClass.taxClass',
  shippingModeExtend: 'shipping.shippingMethod',
}
const WEBHOOKS = 'store.webhook:write'
const PRODUCT_WRITE = 'product.product:write'

export function scopeOf(root: string, method: string): string | null {
  if (root === 'webHooks') return WEBHOOKS
  const family = families[root]
  return family === undefined ? null : `${family}:${method === 'GET' ? 'read' : 'write'}`
}

const reads = [...new Set(Object.values(families).map((family) => `${family}:read`))]

/** What the app is registered for. */
export const appScopes: readonly string[] = [...reads, WEBHOOKS, PRODUCT_WRITE]

/** Of an app that writes everything that can be written. */
export const writingScopes: readonly string[] = [
  ...appScopes,
  ...['order.order:write', 'customer.customer:write', 'newsletter.subscriber:write', 'store.file:write'],
]
