import { firstIndex } from './first-index.ts'

export interface Stamped {
  id: number
  /** World time, ms. */
  updatedAt: number
}

export interface Collection<T extends Stamped> {
  get(id: number): T | null
  /** By id, the oldest first. */
  ids(): readonly number[]
  /** Ids of objects whose last change lies in the window, bounds included. */
  changed(from: number, to: number): number[]
  put(object: T): void
  add(create: (id: number) => T): T
  remove(id: number): boolean
  /** The object if anybody touched it; `undefined` for those that are still computed. */
  touched(id: number): T | null | undefined
  /** The number of changes so far. */
  version(): number
  /** Ids of the objects changed, added or removed since a version, in the order of the changes. */
  changedSince(version: number): readonly number[]
}

interface Base<T> {
  size: number
  /** A pure function: unchanged objects are not stored. */
  create(id: number): T
  /** When base object `id` last changed; never falls with `id`. */
  updatedAt(id: number): number
}

/** Objects 1 to `size` are computed when asked for; only what was changed or added takes memory. */
export function createCollection<T extends Stamped>({ size, create, updatedAt }: Base<T>): Collection<T> {
  const ids = Array.from({ length: size }, (_, index) => index + 1)
  const overlay = new Map<number, T | null>()
  let nextId = size + 1
  const journal: number[] = []

  /** Of this id among those that exist, or of the next larger one. */
  const placeOf = (id: number) => firstIndex(ids.length, (index) => (ids[index] ?? 0) >= id)
  const get = (id: number): T | null => {
    const changed = overlay.get(id)
    if (changed !== undefined) return changed
    return id >= 1 && id <= size ? create(id) : null
  }

  return {
    get,
    ids: () => ids,
    touched: (id) => overlay.get(id),
    version: () => journal.length,
    changedSince: (version) => journal.slice(version),
    put(object) {
      overlay.set(object.id, object)
      journal.push(object.id)
    },

    changed(from, to) {
      const [first, end] = [from, to + 1].map((time) => 1 + firstIndex(size, (index) => updatedAt(index + 1) >= time))
      const [begin, behind] = [first ?? 1, end ?? 1].map(placeOf)
      const live = ids.slice(begin, behind)
      const base = overlay.size === 0 ? live : live.filter((id) => !overlay.has(id))
      const touched = [...overlay.values()].flatMap((object) =>
        object && object.updatedAt >= from && object.updatedAt <= to ? [object.id] : [],
      )
      return touched.length === 0 ? base : [...base, ...touched].sort((a, b) => a - b)
    },

    add(createNew) {
      const object = createNew(nextId)
      overlay.set(object.id, object)
      ids.push(object.id)
      nextId += 1
      journal.push(object.id)
      return object
    },

    remove(id) {
      const place = placeOf(id)
      if (ids[place] !== id) return false
      ids.splice(place, 1)
      overlay.set(id, null)
      journal.push(id)
      return true
    },
  }
}
