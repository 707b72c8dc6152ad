import { firstIndex } from './first-index.ts'

export interface Stamped {
  id: number
  /** World time, ms. */
  updatedAt: number
}

/** World times, ms, both included. */
export interface Window {
  from: number
  to: number
}

export interface Collection<T extends Stamped> {
  get(id: number): T | null
  /** By id, the oldest first. */
  ids(): readonly number[]
  /** Ids of objects whose last change lies in the window, bounds included: of all, or of those in an ascending list. */
  changed(window: Window, among?: readonly number[]): readonly number[]
  /** The same for a time that, among objects nobody touched, never falls with the id. */
  within(timeOf: (object: T) => number, window: Window, among?: readonly number[]): readonly number[]
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

  /** Ids in the overlay, ascending. */
  const touchedIds: number[] = []

  const touch = (id: number, object: T | null) => {
    if (!overlay.has(id)) touchedIds.splice(placeIn(touchedIds, id), 0, id)
    overlay.set(id, object)
  }
  const get = (id: number): T | null => {
    const changed = overlay.get(id)
    if (changed !== undefined) return changed
    return id >= 1 && id <= size ? create(id) : null
  }

  /** Base objects are a range of ids, of which touched ones are taken out and put back by their own times. */
  const idsWithin = (
    baseTime: (id: number) => number,
    timeOf: (object: T) => number,
    { from, to }: Window,
    among: readonly number[] = ids,
  ): readonly number[] => {
    const [first, end] = [from, to + 1].map((time) => 1 + firstIndex(size, (index) => baseTime(index + 1) >= time))
    const base = among.slice(placeIn(among, first ?? 1), placeIn(among, end ?? 1))
    if (touchedIds.length === 0) return base
    const isWithin = (id: number) => {
      const object = overlay.get(id)
      return object && timeOf(object) >= from && timeOf(object) <= to && among[placeIn(among, id)] === id
    }
    return exchangeIds(base, touchedIds, touchedIds.filter(isWithin))
  }

  return {
    get,
    ids: () => ids,
    touched: (id) => overlay.get(id),
    version: () => journal.length,
    changedSince: (version) => journal.slice(version),
    put(object) {
      touch(object.id, object)
      journal.push(object.id)
    },

    changed: (window, among) => idsWithin(updatedAt, (object) => object.updatedAt, window, among),
    within: (timeOf, window, among) => idsWithin((id) => timeOf(create(id)), timeOf, window, among),

    add(createNew) {
      const object = createNew(nextId)
      touch(object.id, object)
      ids.push(object.id)
      nextId += 1
      journal.push(object.id)
      return object
    },

    remove(id) {
      const place = placeIn(ids, id)
      if (ids[place] !== id) return false
      ids.splice(place, 1)
      touch(id, null)
      journal.push(id)
      return true
    },
  }
}

/** Where this id stands in an ascending list, or the next larger one. */
function placeIn(ids: readonly number[], id: number): number {
  return firstIndex(ids.length, (index) => (ids[index] ?? 0) >= id)
}

/** Without some ids and with others; all lists are ascending. */
function exchangeIds(ids: readonly number[], removed: readonly number[], added: readonly number[]): number[] {
  const result: number[] = []
  let [left, next] = [0, 0]
  for (const id of ids) {
    while ((removed[left] ?? id) < id) left += 1
    if (removed[left] === id) continue
    while ((added[next] ?? id) < id) result.push(added[next++] as number)
    result.push(id)
  }
  return result.concat(added.slice(next))
}
