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
  /** Counts up with every change. */
  version(): number
}

interface Base<T> {
  size: number
  /** A pure function: nothing is kept of what nobody changed. */
  create(id: number): T
  /** When base object `id` last changed; never falls with `id`. */
  updatedAt(id: number): number
}

/** Objects 1 to `size` are computed when asked for; only what was changed or added takes memory. */
export function createCollection<T extends Stamped>({ size, create, updatedAt }: Base<T>): Collection<T> {
  const ids = Array.from({ length: size }, (_, index) => index + 1)
  const overlay = new Map<number, T | null>()
  let nextId = size + 1
  let version = 0

  const get = (id: number): T | null => {
    const changed = overlay.get(id)
    if (changed !== undefined) return changed
    return id >= 1 && id <= size ? create(id) : null
  }

  return {
    get,
    ids: () => ids,
    touched: (id) => overlay.get(id),
    version: () => version,
    put(object) {
      overlay.set(object.id, object)
      version += 1
    },

    changed(from, to) {
      const base: number[] = []
      for (let id = firstAtOrAfter(from, size, updatedAt); id <= size && updatedAt(id) <= to; id++) {
        if (!overlay.has(id)) base.push(id)
      }
      const touched = [...overlay.values()].flatMap((object) =>
        object && object.updatedAt >= from && object.updatedAt <= to ? [object.id] : [],
      )
      return [...base, ...touched].sort((a, b) => a - b)
    },

    add(createNew) {
      const object = createNew(nextId)
      overlay.set(object.id, object)
      ids.push(object.id)
      nextId += 1
      version += 1
      return object
    },

    remove(id) {
      const place = positionOf(ids, id)
      if (ids[place] !== id) return false
      ids.splice(place, 1)
      overlay.set(id, null)
      version += 1
      return true
    },
  }
}

function firstAtOrAfter(time: number, size: number, updatedAt: (id: number) => number): number {
  let [low, high] = [1, size + 1]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (updatedAt(middle) < time) low = middle + 1
    else high = middle
  }
  return low
}

function positionOf(ids: readonly number[], id: number): number {
  let [low, high] = [0, ids.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ids[middle] ?? 0) < id) low = middle + 1
    else high = middle
  }
  return low
}
