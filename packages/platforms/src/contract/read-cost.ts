import type { Resource } from './mirror-rows.ts'
import type { Platform } from './platform.ts'
import { OBJECTS_PER_READ, type ReadCost } from './reads.ts'

/** What reading that many objects of a resource by id takes, as `reads.cost` says. */
export function readCost({ reads }: Pick<Platform, 'reads'>, resource: Resource, objects: number): ReadCost {
  if (objects === 0) return { calls: 0, cost: 0 }
  if (reads.cost) return reads.cost(resource, objects)
  const calls = Math.ceil(objects / OBJECTS_PER_READ)
  return { calls, cost: calls }
}

/** Adds what `read` says for each group of at most `size` objects. */
export function inGroups(objects: number, size: number, read: (objects: number) => ReadCost): ReadCost {
  const full = Math.floor(objects / size)
  const rest = objects % size
  const [one, last] = [read(size), rest === 0 ? { calls: 0, cost: 0 } : read(rest)]
  return { calls: full * one.calls + last.calls, cost: full * one.cost + last.cost }
}
