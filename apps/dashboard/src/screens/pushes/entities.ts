/** What can be switched and filtered together. */
export const entities = ['orders', 'inventory', 'products', 'customers', 'tags'] as const
export type Entity = (typeof entities)[number]
