/**
 * The wanted scopes that are not granted. A write scope includes its read scope, and Shopify then lists only the former.
 * https://shopify.dev/docs/api/usage/access-scopes
 */
export function missingScopes(wanted: readonly string[], granted: readonly string[]): string[] {
  const held = new Set(granted)
  for (const scope of granted) held.add(scope.replace(/^(unauthenticated_)?write_/, '$1read_'))
  return wanted.filter((scope) => !held.has(scope))
}
