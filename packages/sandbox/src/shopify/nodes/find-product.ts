import type { Product } from '../../world/model.ts'
import { type CustomId, findByCustomId } from './custom-ids.ts'
import type { NodeDeps } from './node.ts'
import type { ProductGroup, ProductGroups } from './product-groups.ts'

/** The last part of a product's address. */
export function handleOf({ id, members }: Pick<ProductGroup, 'id' | 'members'>): string {
  return members[0]?.written?.handle ?? `termek-${id}`
}

/** The number of the product with a handle; 0 when there is none. */
export function findByHandle(handle: unknown, groups: ProductGroups): number {
  const [, number] = /^termek-(\d+)$/.exec(String(handle)) ?? []
  const own = number && groups.get(Number(number))
  if (own && handleOf(own) === handle) return own.id
  for (const group of groups.values()) if (handleOf(group) === handle) return group.id
  return 0
}

/** The number of the product with a custom id. */
export function groupWithCustomId({ world }: Pick<NodeDeps, 'world'>, customId: CustomId): number | null {
  const owner = findByCustomId(world, 'PRODUCT', customId)
  const product: Product | null = owner === null ? null : world.products.get(owner)
  return product && (product.parentId ?? product.id)
}
