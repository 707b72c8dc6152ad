/** Tables of the mirror, by their names. */
export const tables = [
  'products',
  'product_variants',
  'categories',
  'locations',
  'inventory_levels',
  'customers',
  'orders',
  'order_lines',
  'fulfillments',
  'refunds',
] as const

/** Their objects are read with the object that they belong to. */
export const partTables: readonly string[] = ['product_variants', 'order_lines', 'fulfillments', 'refunds']
