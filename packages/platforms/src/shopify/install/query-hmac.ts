import { isSignedBy } from '../../crypto/signature.ts'

/** Parameters that are not signed: the signature itself, and that of an older scheme. */
const UNSIGNED: ReadonlySet<string> = new Set(['hmac', 'signature'])
const HMAC = /^[0-9a-f]{64}$/

/** Values by parameter name; only names that end in `[]` have more than one. */
export type Query = ReadonlyMap<string, readonly string[]>

/** `null` when a parameter is repeated: two readers could choose different values. */
export function parseQuery(text: string): Query | null {
  const query = new Map<string, string[]>()
  for (const [name, value] of new URLSearchParams(text)) {
    const values = query.get(name)
    if (values && !name.endsWith('[]')) return null
    query.set(name, [...(values ?? []), value])
  }
  return [...query.keys()].some((name) => name.endsWith('[]') && query.has(name.slice(0, -2))) ? null : query
}

/**
 * Whether Shopify signed the whole query. Shopify's own libraries differ in how they write lists and `=` in values, and it
 * is not documented which is right, so both are accepted. In both ways, different queries give different texts.
 * https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant
 */
export function isAuthentic(query: Query, secrets: readonly string[]): boolean {
  const [hmac = ''] = query.get('hmac') ?? []
  if (!HMAC.test(hmac)) return false
  const signature = Buffer.from(hmac, 'hex')
  const signed = [...query].filter(([name]) => !UNSIGNED.has(name))
  const messages = new Set([writeEncoded(signed), writeEscaped(signed)])
  return [...messages].filter((message) => isSignedBy(secrets, message, signature)).length > 0
}

type Parameters = (readonly [string, readonly string[]])[]

/** The text that Shopify's JavaScript library signs: percent-encoded, a list as repeated pairs. */
function writeEncoded(parameters: Parameters): string {
  const pairs = parameters
    .toSorted(([a], [b]) => compare(a, b))
    .flatMap(([name, values]) => values.map((value): [string, string] => [name, value]))
  return new URLSearchParams(pairs).toString().replaceAll('+', '%20')
}

/** The text that the documentation and the Python library sign: only delimiters are escaped, a list is a JSON array. */
function writeEscaped(parameters: Parameters): string {
  return parameters.map(escapePair).toSorted(compare).join('&')
}

function escapePair([name, values]: Parameters[number]): string {
  const isList = name.endsWith('[]')
  const value = isList ? `[${values.map((each) => JSON.stringify(each)).join(', ')}]` : (values[0] ?? '')
  return `${escapeText(isList ? name.slice(0, -2) : name).replaceAll('=', '%3D')}=${escapeText(value)}`
}

function escapeText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('&', '%26')
}

/** Sorts by code units, independently of the locale. */
function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
