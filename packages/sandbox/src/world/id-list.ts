import type { Collection, Stamped } from './collection.ts'
import { firstIndex } from './first-index.ts'

/** Ids of some of a collection's objects, ascending; the same array until something changes, and then a corrected copy. */
export function createIdList<T extends Stamped>(
  collection: Collection<T>,
  includes: (id: number) => boolean,
): () => readonly number[] {
  let known: { version: number; ids: readonly number[] } | undefined
  return () => {
    const version = collection.version()
    if (!known) known = { version, ids: collection.ids().filter(includes) }
    if (known.version !== version) known = { version, ids: correct(known.ids, collection.changedSince(known.version)) }
    return known.ids
  }

  function correct(ids: readonly number[], changed: readonly number[]): number[] {
    const copy = ids.slice()
    for (const id of new Set(changed)) {
      const index = firstIndex(copy.length, (at) => (copy[at] ?? 0) >= id)
      const isListed = copy[index] === id
      if (isListed !== includes(id)) copy.splice(index, isListed ? 1 : 0, ...(isListed ? [] : [id]))
    }
    return copy
  }
}
