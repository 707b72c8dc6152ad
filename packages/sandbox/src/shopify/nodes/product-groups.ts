import type { Product } from '../../world/model.ts'
import { createOrderedView } from '../../world/ordered-view.ts'
import type { WorldShop } from '../../world/shop.ts'
import { cachedBy } from './summaries.ts'

/** Products of the world that are the variants of one product of Shopify. */
export interface ProductGroup {
  /** Of the first, also after it was deleted. */
  id: number
  members: Product[]
  createdAt: number
  updatedAt: number
}

/** A variant stands at a place among those of its product. */
export interface Variant {
  group: ProductGroup
  product: Product
  /** From 0. */
  place: number
}

type ProductGroups = () => ReadonlyMap<number, ProductGroup>

const known = new WeakMap<WorldShop, ProductGroups>()

/** Grouped once until a product changes, for all who read the shop. */
export function productGroupsOf(world: WorldShop): ProductGroups {
  const found = known.get(world) ?? createGroups(world)
  known.set(world, found)
  return found
}

function createGroups({ products, deletions }: WorldShop): ProductGroups {
  const all = createOrderedView({ collection: products, summarize: (product: Product) => product })
  return cachedBy(products.version, () => {
    const groups = new Map<number, ProductGroup>()
    for (const product of all()) join(groups, product)
    for (const deletion of deletions) if (deletion.kind === 'product') shrink(groups, deletion.object, deletion.at)
    return groups
  })
}

function join(groups: Map<number, ProductGroup>, product: Product): void {
  const { createdAt, updatedAt } = product
  const id = product.parentId ?? product.id
  const group = groups.get(id)
  if (!group) return void groups.set(id, { id, members: [product], createdAt, updatedAt })
  group.members.push(product)
  group.createdAt = Math.min(group.createdAt, createdAt)
  group.updatedAt = Math.max(group.updatedAt, updatedAt)
}

/** Losing a variant is a change of the product. */
function shrink(groups: ReadonlyMap<number, ProductGroup>, { id, parentId }: Product, at: number): void {
  const group = groups.get(parentId ?? id)
  if (group) group.updatedAt = Math.max(group.updatedAt, at)
}

/** By the number of its product of the world. */
export function findVariant(
  id: number,
  { world, productGroups }: { world: WorldShop; productGroups: ProductGroups },
): Variant | null {
  const product = world.products.get(id)
  const group = product && productGroups().get(product.parentId ?? product.id)
  const place = group?.members.findIndex((member) => member.id === id) ?? -1
  return group && place >= 0 ? { group, product, place } : null
}

export function variantsOf(group: ProductGroup): Variant[] {
  return group.members.map((product, place) => ({ group, product, place }))
}

/** In all warehouses that are in use. */
export function stockOf({ stocks }: Product, { stockCount }: WorldShop): number {
  return stocks.slice(0, stockCount).reduce((sum, count) => sum + count, 0)
}
