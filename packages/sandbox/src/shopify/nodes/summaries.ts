import type { Collection, Stamped } from '../../world/collection.ts'

/** What lists are sorted and searched by, without the object itself. */
export interface Summary {
  id: number
  createdAt: number
  updatedAt: number
  /** Of products. */
  stockTimes?: readonly number[]
}

type Aged = Stamped & Summary

// A page of fifty must not compute a hundred thousand objects; kept beside the collection, and gone with it.
const known = new WeakMap<object, () => readonly Summary[]>()

/** Of every object that exists, by number. */
export function summariesOf<T extends Aged>(collection: Collection<T>): readonly Summary[] {
  const read = known.get(collection) ?? createSummaries(collection, summarize)
  known.set(collection, read)
  return read()
}

/** A part of every object that exists, by number; the same list until something changes. Untouched objects are computed once. */
export function createSummaries<T extends Aged, S>(
  collection: Collection<T>,
  summarizeOne: (object: T) => S,
): () => readonly S[] {
  const untouched = new Map<number, S>()
  const read = (id: number): S | undefined => {
    const touched = collection.touched(id)
    if (touched) return summarizeOne(touched)
    const found = untouched.get(id)
    if (found) return found
    const object = collection.get(id)
    if (!object) return undefined
    const summary = summarizeOne(object)
    untouched.set(id, summary)
    return summary
  }
  return cachedBy(collection.version, () => {
    const summaries: S[] = []
    for (const id of collection.ids()) {
      const summary = read(id)
      if (summary !== undefined) summaries.push(summary)
    }
    return summaries
  })
}

/** Made again only when the version differs. */
export function cachedBy<T>(version: () => unknown, make: () => T): () => T {
  let cached: { version: unknown; value: T } | undefined
  return () => {
    const current = version()
    if (!cached || cached.version !== current) cached = { version: current, value: make() }
    return cached.value
  }
}

function summarize({ id, createdAt, updatedAt, stockTimes }: Aged): Summary {
  return { id, createdAt, updatedAt, ...(stockTimes && { stockTimes }) }
}
