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
}

/** https://shopline-developers.readme.io/docs/app-scopes */
export function scopesFor([root = '', , part]: readonly string[]): readonly string[] {
  if (root === 'products' && part === 'stocks') return ['stocks', 'products']
  return byRoot[root] ?? []
}
