import type { FaceContext } from './resolvers.ts'

/** How a field is compared: `value` is as it was asked for, without quotes. */
export type Matcher<T> = (object: T, comparator: Comparator, value: string) => boolean
export type Comparator = '' | '=' | '<' | '<=' | '>' | '>='

interface Term {
  field: string
  comparator: Comparator
  value: string
  isNot: boolean
}

type Tree = Term | { and: Tree[] } | { or: Tree[] }

type Predicate<T> = (object: T) => boolean

const TOKEN = /\s*(\(|\)|-?[\w.]+:(?:>=|<=|>|<|=)?(?:'[^']*'|"[^"]*"|[^\s()]+)|[^\s()]+)/gy

/** Shopify's search, as far as a mirror asks: https://shopify.dev/docs/api/usage/search-syntax. Unknown fields are told, and hold for all. */
export function matcherOf<T>(query: unknown, fields: Record<string, Matcher<T>>, context: FaceContext): Predicate<T> {
  if (typeof query !== 'string' || query.trim() === '') return () => true
  const tree = readOr(tokensIn(query))
  const unknown = new Set(termsIn(tree).flatMap(({ field }) => (fields[field] ? [] : [field || 'default'])))
  if (unknown.size > 0) {
    const warnings = [...unknown].map((field) => ({
      ...{ field, message: 'Invalid search field for this query.' },
      code: 'invalid_field' as const,
    }))
    context.search.push({ path: context.path, query, parsed: describe(tree), warnings })
  }
  return (object) => holds(tree, ({ field, comparator, value }) => fields[field]?.(object, comparator, value))
}

function tokensIn(query: string): string[] {
  return [...query.matchAll(TOKEN)].map(([, token = '']) => token)
}

function readOr(tokens: string[]): Tree {
  const or = [readAnd(tokens)]
  while (tokens[0] === 'OR') {
    tokens.shift()
    or.push(readAnd(tokens))
  }
  return or.length === 1 && or[0] ? or[0] : { or }
}

function readAnd(tokens: string[]): Tree {
  const and: Tree[] = []
  while (tokens.length > 0 && tokens[0] !== ')' && tokens[0] !== 'OR') {
    const token = tokens.shift() ?? ''
    if (token === 'AND') continue
    if (token === '(') {
      and.push(readOr(tokens))
      if (tokens[0] === ')') tokens.shift()
    } else and.push(termIn(token))
  }
  return and.length === 1 && and[0] ? and[0] : { and }
}

/** What a term of an unknown field says is nothing: it holds, negated or not. */
function holds(tree: Tree, matches: (term: Term) => boolean | undefined): boolean {
  if ('or' in tree) return tree.or.some((each) => holds(each, matches))
  if ('and' in tree) return tree.and.every((each) => holds(each, matches))
  const isMatch = matches(tree)
  return isMatch === undefined || isMatch !== tree.isNot
}

function termsIn(tree: Tree): Term[] {
  if ('or' in tree) return tree.or.flatMap(termsIn)
  return 'and' in tree ? tree.and.flatMap(termsIn) : [tree]
}

const RANGES: Partial<Record<Comparator, string>> = {
  ...{ '<': 'range_lt', '<=': 'range_lte', '>': 'range_gt', '>=': 'range_gte' },
}

/** As https://shopify.dev/docs/api/usage/search-syntax shows what it understood. */
function describe(tree: Tree): object {
  if ('or' in tree) return { or: tree.or.map(describe) }
  if ('and' in tree) return { and: tree.and.map(describe) }
  const { field, comparator, value, isNot } = tree
  const term = { field: field || 'default', [RANGES[comparator] ?? 'match_all']: value }
  return isNot ? { not: term } : term
}

function termIn(token: string): Term {
  const [, minus, field = '', comparator = '', value = ''] = /^(-?)([\w.]+):(>=|<=|>|<|=)?(.*)$/.exec(token) ?? []
  const bare = value.replace(/^(['"])(.*)\1$/, '$2')
  return { field, comparator: comparator as Comparator, value: bare, isNot: minus === '-' }
}

/** For times in ms: without a comparator, or of a whole day, the day is meant. */
export function matchTime(time: number, comparator: Comparator, value: string): boolean {
  const asked = Date.parse(value)
  if (Number.isNaN(asked)) return false
  if (comparator === '' || comparator === '=')
    return value.length > 10 ? time === asked : time >= asked && time < asked + 86_400_000
  return compare(time, asked, comparator)
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
