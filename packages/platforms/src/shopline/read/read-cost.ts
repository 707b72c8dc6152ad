import type { Resource } from '../../contract/mirror-rows.ts'
import { inGroups } from '../../contract/read-cost.ts'
import { OBJECTS_PER_READ, type ReadCost } from '../../contract/reads.ts'
import { canReadTogether, IDS_PER_CALL } from './read-objects.ts'

/** Stock takes a call for each product in shops with several warehouses. */
export function readCost(resource: Resource, objects: number): ReadCost {
  return inGroups(objects, OBJECTS_PER_READ, (some) => {
    const lists = canReadTogether(resource) ? Math.ceil(some / IDS_PER_CALL) : some
    const calls = resource === 'inventory' ? lists + some : lists
    return { calls, cost: calls }
  })
}
