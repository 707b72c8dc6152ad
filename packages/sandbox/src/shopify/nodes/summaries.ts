import type { Collection, Stamped } from '../../world/collection.ts'
import { createOrderedView } from '../../world/ordered-view.ts'

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
  const read = known.get(collection) ?? createOrderedView({ collection, summarize })
  known.set(collection, read)
  return read()
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
