import type { Collection, Stamped } from '../../world/collection.ts'

/** What lists are sorted and searched by, without the object itself. */
export interface Stamp {
  id: number
  createdAt: number
  updatedAt: number
}

type Aged = Stamped & { createdAt: number }

// A page of fifty must not compute a hundred thousand objects; kept beside the collection, and gone with it.
const known = new WeakMap<object, () => readonly Stamp[]>()

/** Of every object there is, by number. */
export function stampsOf<T extends Aged>(collection: Collection<T>): readonly Stamp[] {
  const read = known.get(collection) ?? createReader(collection)
  known.set(collection, read)
  return read()
}

function createReader<T extends Aged>(collection: Collection<T>): () => readonly Stamp[] {
  const untouched = new Map<number, Stamp>()
  let last: { version: number; stamps: Stamp[] } | undefined
  const read = (id: number): Stamp[] => {
    const touched = collection.touched(id)
    if (touched) return [stampOf(touched)]
    const stamp = untouched.get(id) ?? mapped(collection.get(id), stampOf)
    if (!stamp) return []
    untouched.set(id, stamp)
    return [stamp]
  }
  return () => {
    const version = collection.version()
    if (last?.version !== version) last = { version, stamps: collection.ids().flatMap(read) }
    return last.stamps
  }
}

function stampOf({ id, createdAt, updatedAt }: Aged): Stamp {
  return { id, createdAt, updatedAt }
}

function mapped<T, R>(value: T | null, map: (value: T) => R): R | null {
  return value === null ? null : map(value)
}
