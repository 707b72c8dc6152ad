import type { WorldShop } from '@shopmirror/sandbox/testing'
import type { Resource } from '../contract/mirror-rows.ts'

/** Names of the world's objects on one platform. */
type Ids = Record<'product' | 'customer' | 'order', (number: number) => string>

/** Changes one object of the world, as stages of the conformance suite do; answers its id on the platform. */
export function changeOne(world: WorldShop, resource: Resource, id: number, ids: Ids): string {
  if (resource === 'products') return ids.product(world.updateProduct(id, { stocks: [1, 2, 3, 4] }).id)
  if (resource === 'customers') return ids.customer(world.updateCustomer(id, { firstName: 'Új' }).id)
  return resource === 'orders' ? ids.order(world.changeOrderStatus(id, 'shipped').id) : ''
}

export function removeOne(world: WorldShop, resource: Resource, id: number, ids: Ids): string {
  if (resource === 'products' && world.deleteProduct(id)) return ids.product(id)
  if (resource === 'customers' && world.deleteCustomer(id)) return ids.customer(id)
  return resource === 'orders' && world.deleteOrder(id) ? ids.order(id) : ''
}
