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

type Predicate<T> = (object: T) => boolean

const TOKEN = /\s*(\(|\)|-?[\w.]+:(?:>=|<=|>|<|=)?(?:'[^']*'|"[^"]*"|[^\s()]+)|[^\s()]+)/gy

/** Shopify's search, as far as a mirror asks: https://shopify.dev/docs/api/usage/search-syntax. Unknown fields are told, and hold for all. */
export function matcherOf<T>(
  query: unknown,
  { path, fields }: { path: string; fields: Record<string, Matcher<T>> },
  context: FaceContext,
): Predicate<T> {
  if (typeof query !== 'string' || query.trim() === '') return () => true
  const unknown = new Set<string>()
  const toPredicate = ({ field, comparator, value, isNot }: Term): Predicate<T> => {
    const matches = fields[field]
    if (!matches) {
      unknown.add(field || 'default')
      return () => true
    }
    return (object) => matches(object, comparator, value) !== isNot
  }
  const predicate = parseOr(tokensIn(query), toPredicate)
  if (unknown.size > 0) {
    const warnings = [...unknown].map((field) => ({
      ...{ field, message: 'Invalid search field for this query.' },
      code: 'invalid_field' as const,
    }))
    context.search.push({ path: [path], query, warnings })
  }
  return predicate
}

function tokensIn(query: string): string[] {
  return [...query.matchAll(TOKEN)].map(([, token = '']) => token)
}

function parseOr<T>(tokens: string[], toPredicate: (term: Term) => Predicate<T>): Predicate<T> {
  const options = [parseAnd(tokens, toPredicate)]
  while (tokens[0] === 'OR') {
    tokens.shift()
    options.push(parseAnd(tokens, toPredicate))
  }
  return (object) => options.some((option) => option(object))
}

function parseAnd<T>(tokens: string[], toPredicate: (term: Term) => Predicate<T>): Predicate<T> {
  const parts: Predicate<T>[] = []
  while (tokens.length > 0 && tokens[0] !== ')' && tokens[0] !== 'OR') {
    const token = tokens.shift() ?? ''
    if (token === 'AND') continue
    if (token === '(') {
      parts.push(parseOr(tokens, toPredicate))
      if (tokens[0] === ')') tokens.shift()
    } else parts.push(toPredicate(termIn(token)))
  }
  return (object) => parts.every((part) => part(object))
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
