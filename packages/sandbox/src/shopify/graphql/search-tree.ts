export type Comparator = '' | '=' | '<' | '<=' | '>' | '>='

export interface Term {
  /** Empty when the search names none. */
  field: string
  comparator: Comparator
  /** Without its quotes. */
  value: string
}

export type Tree = Term | { and: Tree[] } | { or: Tree[] } | { not: Tree }

const QUOTED = /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"/.source
const TOKEN = new RegExp(
  `\\s*(-?\\(|\\)|-?[\\w.]+:(?:>=|<=|>|<|=)?(?:${QUOTED}|[^\\s()]+)|-?(?:${QUOTED})|[^\\s()]+)`,
  'gy',
)

/** Lists of words are joined by AND, which binds tighter than OR. */
export function readSearch(query: string): Tree {
  return readOr([...query.matchAll(TOKEN)].map(([, token = '']) => token))
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
    if (tokens[0] === 'AND') tokens.shift()
    else and.push(readUnit(tokens))
  }
  return and.length === 1 && and[0] ? and[0] : { and }
}

function readUnit(tokens: string[]): Tree {
  const token = tokens.shift() ?? ''
  if (token === 'NOT') return { not: readUnit(tokens) }
  const isNot = token.startsWith('-')
  const bare = isNot ? token.slice(1) : token
  const unit = bare === '(' ? readGroup(tokens) : termIn(bare)
  return isNot ? { not: unit } : unit
}

function readGroup(tokens: string[]): Tree {
  const group = readOr(tokens)
  if (tokens[0] === ')') tokens.shift()
  return group
}

function termIn(token: string): Term {
  const [, field = '', comparator = '', value = token] = /^([\w.]+):(>=|<=|>|<|=)?(.*)$/s.exec(token) ?? []
  return { field, comparator: comparator as Comparator, value: unquote(value) }
}

function unquote(value: string): string {
  const [, , inner] = /^(['"])(.*)\1$/s.exec(value) ?? []
  return inner === undefined ? value : inner.replaceAll(/\\(.)/gs, '$1')
}

export function termsIn(tree: Tree): Term[] {
  if ('or' in tree) return tree.or.flatMap(termsIn)
  if ('and' in tree) return tree.and.flatMap(termsIn)
  return 'not' in tree ? termsIn(tree.not) : [tree]
}

const RANGES: Partial<Record<Comparator, string>> = {
  ...{ '<': 'range_lt', '<=': 'range_lte', '>': 'range_gt', '>=': 'range_gte' },
}

/** As https://shopify.dev/docs/api/usage/search-syntax shows what it understood. */
export function describe(tree: Tree): object {
  if ('or' in tree) return { or: tree.or.map(describe) }
  if ('and' in tree) return { and: tree.and.map(describe) }
  if ('not' in tree) return { not: describe(tree.not) }
  const { field, comparator, value } = tree
  return { field: field || 'default', [RANGES[comparator] ?? 'match_all']: value }
}
