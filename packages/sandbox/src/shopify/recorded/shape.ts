/** Numbers that every shop gets the same. */
const TELLING_NUMBERS = new Set(['requestedQueryCost', 'maximumAvailable', 'restoreRate', 'count'])
const CURSORS = new Set(['cursor', 'startCursor', 'endCursor'])

/**
 * An answer with what belongs to one shop or one moment replaced by placeholders: ids, cursors, times, amounts. `own`
 * names more of that, by the ends of paths without places (`location.name`). All else stays, for it is the platform's.
 */
export function shapeOf(value: unknown, own: readonly string[] = [], path = ''): unknown {
  if (own.some((end) => path === end || path.endsWith(`.${end}`))) return '<own>'
  if (Array.isArray(value)) return value.map((each) => shapeOf(each, own, path))
  if (typeof value === 'object' && value !== null) {
    const inner = (name: string) => (path === '' ? name : `${path}.${name}`)
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shapeOf(each, own, inner(name))]))
  }
  const name = path.slice(path.lastIndexOf('.') + 1)
  if (typeof value === 'number') return TELLING_NUMBERS.has(name) ? value : '<number>'
  return typeof value === 'string' ? textShape(value, name) : value
}

function textShape(text: string, name: string): string {
  if (CURSORS.has(name)) return '<cursor>'
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return '<time>'
  if (/^\d+$/.test(text)) return '<digits>'
  if (/^\d+\.\d+$/.test(text)) return '<decimal>'
  return text.replace(/(gid:\/\/shopify\/\w+\/|_id[=:])\d+/g, '$1<id>')
}

/** What stands here for what stood there, learned from two answers to the same question. */
export interface Translation {
  learn(recorded: unknown, answered: unknown): void
  /** The recorded value, with this world's ids and cursors. */
  translate<T>(recorded: T): T
}

export function createTranslation(known: Readonly<Record<string, string>> = {}): Translation {
  const words = new Map(Object.entries(known))
  const learn = (recorded: unknown, answered: unknown, name = ''): void => {
    if (typeof recorded === 'string' && typeof answered === 'string') {
      if (CURSORS.has(name) || recorded.startsWith('gid://shopify/')) words.set(recorded, answered)
    } else if (isObject(recorded) && isObject(answered))
      for (const [key, value] of Object.entries(recorded)) learn(value, answered[key], key)
  }
  const inText = (text: string) =>
    [...words].sort(([a], [b]) => b.length - a.length).reduce((all, [from, to]) => all.replaceAll(from, to), text)
  const translate = (value: unknown): unknown => {
    if (typeof value === 'string') return inText(value)
    if (Array.isArray(value)) return value.map(translate)
    if (!isObject(value)) return value
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, translate(each)]))
  }
  return { learn, translate: <T>(recorded: T) => translate(recorded) as T }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
