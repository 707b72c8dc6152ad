/** What the app asks for unless it says otherwise. */
export const defaultScopes = [
  'read_products',
  'read_inventory',
  'read_locations',
  'read_orders',
  'read_fulfillments',
  'read_customers',
] as const

/** The same, with the write scopes that the sandbox implements. */
export const writingScopes = [
  ...defaultScopes,
  'write_customers',
  'write_inventory',
  'write_merchant_managed_fulfillment_orders',
  'write_order_edits',
  'write_orders',
  'write_products',
] as const

const SCOPE = /^(unauthenticated_)?(read|write)_[a-z_]+$/

export function isScope(text: string): boolean {
  return SCOPE.test(text)
}

export function splitScopes(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean)
}

/** Leave to write is leave to read, and then only the former is named. */
export function compressScopes(scopes: Iterable<string>): string[] {
  const all = new Set(scopes)
  return [...all].filter((scope) => !all.has(scope.replace(/^(unauthenticated_)?read_/, '$1write_')) || isWrite(scope))
}

/** What a list allows, the implied reading included. */
export function expandScopes(scopes: Iterable<string>): Set<string> {
  const all = new Set(scopes)
  for (const scope of [...all]) if (isWrite(scope)) all.add(scope.replace(/^(unauthenticated_)?write_/, '$1read_'))
  return all
}

function isWrite(scope: string): boolean {
  return /^(unauthenticated_)?write_/.test(scope)
}
