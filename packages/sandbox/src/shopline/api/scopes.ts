/** Scopes of each address; one of them is enough. Addresses without an entry are open to every token. */
const byRoot: Readonly<Record<string, readonly string[]>> = {
  products: ['products'],
  categories: ['categories'],
  warehouses: ['warehouses'],
  merchants: ['merchants'],
  webhooks: ['webhooks'],
  orders: ['orders'],
  order_deliveries: ['order_deliveries', 'orders'],
  customers: ['customers'],
  payments: ['payments'],
  delivery_options: ['delivery_options', 'orders'],
}

/** https://shopline-developers.readme.io/docs/app-scopes */
export function scopesFor([root = '', id, part]: readonly string[]): readonly string[] {
  if (root === 'products' && (part === 'stocks' || id === 'bulk_update_stocks')) return ['stocks', 'products']
  return byRoot[root] ?? []
}

const actions: Readonly<Record<string, string>> = { PUT: 'update', PATCH: 'update', DELETE: 'delete' }

/** The action as the developer centre splits a scope: `orders:create`. Adding to an object is an update. */
export function actionOf(method: string, path: readonly string[]): string {
  const [root = '', part] = path
  if (method === 'GET' || part === 'search') return `${root}:${path.length > 1 && part !== 'search' ? 'show' : 'index'}`
  const action = method === 'POST' ? (path.length === 1 ? 'create' : 'update') : (actions[method] ?? 'update')
  return `${root}:${action}`
}
