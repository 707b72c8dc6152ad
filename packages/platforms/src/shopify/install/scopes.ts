/**
 * Which of the wanted scopes are not granted. Leave to write is leave to read, and Shopify then lists only the former.
 * https://shopify.dev/docs/api/usage/access-scopes
 */
export function missingScopes(wanted: readonly string[], granted: readonly string[]): string[] {
  const held = new Set(granted)
  for (const scope of granted) held.add(scope.replace(/^(unauthenticated_)?write_/, '$1read_'))
  return wanted.filter((scope) => !held.has(scope))
}
