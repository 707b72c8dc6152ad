import type { Collection, Stamped } from './collection.ts'
import { firstIndex } from './first-index.ts'

interface SortKey<S, K> {
  /** Different for every two entries. */
  keyOf(entry: S): K
  compare(a: K, b: K): number
}

interface ViewOptions<T extends Stamped, S> {
  collection: Collection<T>
  /** What the list shows of an object. */
  summarize(object: T): S
  /** Default: every object is in the list. */
  includes?(entry: S): boolean
}

type Sort = <S, K>(name: string, key: SortKey<S, K>) => readonly S[]

/** How the current lists of all views are sorted. */
const sorts = new WeakMap<object, Sort>()

/**
 * Reads a part of every object, by id; the same array until something changes. A change costs a copy of the array and a
 * few comparisons for each sort order in use, never a sort. Objects are summarized once, and again when they change.
 */
export function createOrderedView<T extends Stamped, S extends { id: number }>(
  options: ViewOptions<T, S>,
): () => readonly S[] {
  const { collection, summarize, includes = () => true } = options
  const entries = new Map<number, S>()
  const orders = new Map<string, Order<S, unknown>>()
  let version: number | undefined
  let current: Order<S, number> = { keyOf: ({ id }) => id, compare: (a, b) => a - b, list: [] }

  const read = (id: number): S | undefined => {
    const object = collection.get(id)
    const entry = object ? summarize(object) : undefined
    return entry && includes(entry) ? entry : undefined
  }
  const exchange = (id: number): Exchange<S> => {
    const [before, after] = [entries.get(id), read(id)]
    if (after) entries.set(id, after)
    else entries.delete(id)
    return { before, after }
  }
  const sort = (name: string, key: SortKey<S, unknown>): readonly S[] => {
    const order = orders.get(name) ?? { ...key, list: sortAll(current.list, key) }
    orders.set(name, order)
    return order.list
  }
  return () => {
    if (version === collection.version()) return current.list
    const changed = version === undefined ? collection.ids() : new Set(collection.changedSince(version))
    const exchanges = [...changed].map(exchange)
    if (version === undefined) current = { ...current, list: [...entries.values()] }
    else {
      sorts.delete(current.list)
      current = applyExchanges(current, exchanges)
      for (const [name, order] of orders) orders.set(name, applyExchanges(order, exchanges))
    }
    version = collection.version()
    sorts.set(current.list, sort as Sort)
    return current.list
  }
}

const sortedLists = new WeakMap<object, Map<string, readonly unknown[]>>()

/** A list in another order: of a view without a new sort, of any other array sorted once. `name` stands for the order. */
export function sortedBy<S, K>(list: readonly S[], name: string, key: SortKey<S, K>): readonly S[] {
  const sort = sorts.get(list)
  if (sort) return sort(name, key)
  const known = sortedLists.get(list) ?? new Map<string, readonly unknown[]>()
  sortedLists.set(list, known)
  const sorted = (known.get(name) as readonly S[] | undefined) ?? sortAll(list, key)
  known.set(name, sorted)
  return sorted
}

interface Order<S, K> extends SortKey<S, K> {
  list: readonly S[]
}

interface Exchange<S> {
  before: S | undefined
  after: S | undefined
}

function sortAll<S, K>(list: readonly S[], { keyOf, compare }: SortKey<S, K>): S[] {
  const keyed = list.map((entry) => ({ entry, key: keyOf(entry) }))
  return keyed.sort((a, b) => compare(a.key, b.key)).map(({ entry }) => entry)
}

function applyExchanges<S, K>(order: Order<S, K>, exchanges: readonly Exchange<S>[]): Order<S, K> {
  const list = order.list.slice()
  const indexOf = (entry: S) => firstIndex(list.length, (index) => isAtOrAfter(order, list[index] as S, entry))
  for (const { before, after } of exchanges) {
    if (before) list.splice(indexOf(before), 1)
    if (after) list.splice(indexOf(after), 0, after)
  }
  return { ...order, list }
}

function isAtOrAfter<S, K>({ keyOf, compare }: SortKey<S, K>, entry: S, other: S): boolean {
  return compare(keyOf(entry), keyOf(other)) >= 0
}
