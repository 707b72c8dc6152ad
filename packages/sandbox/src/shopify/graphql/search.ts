import type { CallContext } from './resolvers.ts'
import { type Comparator, describe, readSearch, type Term, type Tree, termsIn } from './search-tree.ts'

export type { Comparator } from './search-tree.ts'
/** How a field is compared: `value` is as in the query, without quotes. */
export type Matcher<T> = (object: T, comparator: Comparator, value: string) => boolean

type Predicate<T> = (object: T) => boolean

/** Shopify's search, as far as programs use it: https://shopify.dev/docs/api/usage/search-syntax. Unknown fields are returned as warnings and match everything; `null` when everything is wanted. */
export function matcherOf<T>(
  query: unknown,
  fields: Record<string, Matcher<T>>,
  context: Pick<CallContext, 'path' | 'search'>,
): Predicate<T> | null {
  if (typeof query !== 'string' || query.trim() === '') return null
  const tree = readSearch(query)
  const unknown = new Set(termsIn(tree).flatMap(({ field }) => (fields[field] ? [] : [field || 'default'])))
  if (unknown.size > 0) {
    const warnings = [...unknown].map((field) => ({
      ...{ field, message: 'Invalid search field for this query.' },
      code: 'invalid_field' as const,
    }))
    context.search.push({ path: context.path, query, parsed: describe(tree), warnings })
  }
  return (object) => holds(tree, ({ field, comparator, value }) => fields[field]?.(object, comparator, value)) !== false
}

/** `undefined` is what an unknown field says: nothing, negated or not, so that it takes nothing away. */
function holds(tree: Tree, matches: (term: Term) => boolean | undefined): boolean | undefined {
  if ('not' in tree) return negate(holds(tree.not, matches))
  if ('or' in tree) return either(tree.or.map((each) => holds(each, matches)))
  if ('and' in tree) return negate(either(tree.and.map((each) => negate(holds(each, matches)))))
  return matches(tree)
}

function either(verdicts: readonly (boolean | undefined)[]): boolean | undefined {
  return verdicts.includes(true) || (verdicts.includes(undefined) ? undefined : false)
}

function negate(verdict: boolean | undefined): boolean | undefined {
  return verdict === undefined ? undefined : !verdict
}

/** For times in ms: without a comparator, or of a whole day, the day is meant. */
export function matchTime(time: number, comparator: Comparator, value: string): boolean {
  const wanted = parseTime(value)
  if (Number.isNaN(wanted)) return false
  if (comparator === '' || comparator === '=')
    return value.length > 10 ? time === wanted : time >= wanted && time < wanted + 86_400_000
  return compare(time, wanted, comparator)
}

// One search compares a hundred thousand objects with the same few times.
const parsed = new Map<string, number>()
const PARSED_MAX = 100

function parseTime(text: string): number {
  const known = parsed.get(text)
  if (known !== undefined) return known
  if (parsed.size >= PARSED_MAX) parsed.clear()
  const time = Date.parse(text)
  parsed.set(text, time)
  return time
}

export function matchNumber(number: bigint, comparator: Comparator, value: string): boolean {
  return /^\d+$/.test(value) && compare(number, BigInt(value), comparator)
}

export function matchText(text: string, _comparator: Comparator, value: string): boolean {
  return value.split(',').some((option) => option.toLowerCase() === text.toLowerCase())
}

function compare<T extends number | bigint>(a: T, b: T, comparator: Comparator): boolean {
  if (comparator === '<') return a < b
  if (comparator === '<=') return a <= b
  if (comparator === '>') return a > b
  return comparator === '>=' ? a >= b : a === b
}
