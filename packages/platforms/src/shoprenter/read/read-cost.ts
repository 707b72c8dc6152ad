import type { Resource } from '../../contract/mirror-rows.ts'
import { inGroups } from '../../contract/read-cost.ts'
import { OBJECTS_PER_READ, type ReadCost } from '../../contract/reads.ts'

/** One batch for up to `OBJECTS_PER_READ` objects, and one for the histories of orders. A single one needs no batch. */
export function readCost(resource: Resource, objects: number, batchCost: number): ReadCost {
  const calls = resource === 'orders' ? 2 : 1
  return inGroups(objects, OBJECTS_PER_READ, (some) => ({ calls, cost: calls * (some === 1 ? 1 : batchCost) }))
}
