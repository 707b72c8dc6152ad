import type { Resource } from '../../contract/mirror-rows.ts'
import { inGroups } from '../../contract/read-cost.ts'
import { OBJECTS_PER_READ, type ReadCost } from '../../contract/reads.ts'
import {
  collectionsById,
  customersById,
  levelsByItem,
  locationsById,
  ordersById,
  productsById,
} from '../api/graphql/documents.ts'

const queries: Partial<Record<Resource, { cost: number }>> = {
  ...{ locations: locationsById, categories: collectionsById, products: productsById },
  ...{ inventory: levelsByItem, customers: customersById, orders: ordersById },
}

/** One query for up to `OBJECTS_PER_READ` objects, at its maximum cost. */
export function readCost(resource: Resource, objects: number): ReadCost {
  const cost = queries[resource]?.cost ?? 1
  return inGroups(objects, OBJECTS_PER_READ, () => ({ calls: 1, cost }))
}
