import { graphqlError } from './graphql-error.ts'

const PAGE_MAX = 250

type Key = readonly (string | number | bigint)[]

/** Objects in ascending order of their keys; `matches` filters them. */
export interface SortedList<T> {
  objects: readonly T[]
  keyOf(object: T): Key
  node(object: T): unknown
  matches?: (object: T) => boolean
}

/** Set by the engine while a bulk query runs: a part of the outermost list, everything of those within. */
export interface Slice {
  offset: number
  limit: number
}

/** Cursors and flags are functions: most queries do not select them. */
export interface Connection {
  nodes: unknown[]
  edges: { node: unknown; cursor: () => string }[]
  pageInfo: {
    hasNextPage: () => boolean
    hasPreviousPage: () => boolean
    startCursor: () => string | null
    endCursor: () => string | null
  }
}

interface Range {
  from: number
  to: number
}

/** A page of a list. Cursors name a place by its key, so they survive inserts and deletes. */
export function connect<T>(list: SortedList<T>, args: Record<string, unknown>): Connection {
  const { first, last, after, before, slice } = args as {
    first?: number | null
    last?: number | null
    after?: string | null
    before?: string | null
    slice?: Slice
  }
  const view = viewOf(list, args.reverse === true)
  if (slice) return pageOf(view, { from: slice.offset, to: slice.offset + slice.limit }, slice.limit)
  const size = sizeOf(first ?? null, last ?? null)
  const range = {
    from: after ? view.search(keyIn(after), 'after') : 0,
    to: before ? view.search(keyIn(before), 'at') : view.length,
  }
  return pageOf(view, range, typeof first === 'number' ? size : -size)
}

/** A list in ascending or descending order, without a copy of it. */
interface View<T> extends SortedList<T> {
  length: number
  at(index: number): T
  holds(index: number): boolean
  /** The first index at or after a key. */
  search(key: Key, bound: 'at' | 'after'): number
}

function viewOf<T>(list: SortedList<T>, isReversed: boolean): View<T> {
  const { objects, keyOf, matches } = list
  const { length } = objects
  const sign = isReversed ? -1 : 1
  const at = (index: number) => objects[isReversed ? length - 1 - index : index] as T
  const search: View<T>['search'] = (key, bound) => {
    let [low, high] = [0, length]
    while (low < high) {
      const middle = (low + high) >>> 1
      const order = compareKeys(keyOf(at(middle)), key) * sign
      if (bound === 'at' ? order >= 0 : order > 0) high = middle
      else low = middle + 1
    }
    return low
  }
  return { ...list, length, at, search, holds: (index) => !matches || matches(at(index)) }
}

function sizeOf(first: number | null, last: number | null): number {
  if (first !== null && last !== null) throw graphqlError('providing both first and last is not supported')
  const size = first ?? last
  if (size === null) throw graphqlError('you must provide one of first or last')
  if (size > PAGE_MAX || size < 1)
    throw graphqlError(
      `The input array size of ${size} is greater than the maximum allowed of ${PAGE_MAX}.`,
      'MAX_INPUT_SIZE_EXCEEDED',
    )
  return size
}

/** So many from the front of a range, or from its end when `size` is negative. */
function pageOf<T>(view: View<T>, range: Range, size: number): Connection {
  const end = Math.min(range.to, view.length)
  const from = Math.min(range.from, end)
  const found =
    size < 0 ? take(view, { from: end - 1, to: from - 1 }, -size).reverse() : take(view, { from, to: end }, size)
  const [first = from] = found
  const last = found.at(-1) ?? end - 1
  const cursor = (index: number | undefined) => (index === undefined ? null : cursorOf(view.keyOf(view.at(index))))
  const edges = found.map((index) => ({ node: view.node(view.at(index)), cursor: () => cursor(index) ?? '' }))
  return {
    nodes: edges.map(({ node }) => node),
    edges,
    pageInfo: {
      hasNextPage: () => take(view, { from: last + 1, to: view.length }, 1).length > 0,
      hasPreviousPage: () => take(view, { from: first - 1, to: -1 }, 1).length > 0,
      startCursor: () => cursor(found[0]),
      endCursor: () => cursor(found.at(-1)),
    },
  }
}

/** Indexes of what matches, from one end of a range towards the other. */
function take<T>(view: View<T>, { from, to }: Range, size: number): number[] {
  const step = from <= to ? 1 : -1
  const found: number[] = []
  for (let index = from; index !== to && found.length < size; index += step) if (view.holds(index)) found.push(index)
  return found
}

function cursorOf(key: Key): string {
  const written = key.map((part) => (typeof part === 'bigint' ? { n: String(part) } : part))
  return Buffer.from(JSON.stringify(written)).toString('base64url')
}

function keyIn(cursor: string): Key {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (!Array.isArray(parts)) throw new TypeError('no list')
    return parts.map((part) => (typeof part === 'object' ? BigInt(part.n) : part))
  } catch {
    throw graphqlError(`invalid cursor: ${cursor}`, 'INVALID_FIELD_ARGUMENTS')
  }
}

export function compareKeys(a: Key, b: Key): number {
  for (let index = 0; index < a.length; index++) {
    const part = a[index]
    const other = b[index]
    if (other === undefined) return 1
    if ((part as typeof other) < other) return -1
    if ((part as typeof other) > other) return 1
  }
  return 0
}
