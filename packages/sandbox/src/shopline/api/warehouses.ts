import { warehouseDocument, warehouseNumbers } from '../documents/warehouse.ts'
import type { Route } from './open-api-types.ts'
import { page } from './paging.ts'

export const warehouseRoutes: Route = ({ method, path, query }, { world, quirks }) => {
  if (method !== 'GET' || path.join('/') !== 'warehouses') return undefined
  const listing = { kind: 'warehouse' as const, numbers: warehouseNumbers(world), document: warehouseDocument }
  return page(listing, { params: query, perPageMax: quirks.perPageMax }, quirks)
}
