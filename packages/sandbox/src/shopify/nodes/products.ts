import type { Product } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'

/** Products of the world that are the variants of one product; it has the number of their head, which may be gone. */
export interface Family {
  id: number
  members: Product[]
  createdAt: number
  updatedAt: number
}

/** A variant stands at a place among those of its product. */
export interface Variant {
  family: Family
  product: Product
  /** From 0. */
  place: number
}

/** Grouped once until a product changes. */
export function createFamilies({ products, deletions }: WorldShop): () => ReadonlyMap<number, Family> {
  let known: { version: number; families: Map<number, Family> } | undefined
  return () => {
    if (known?.version === products.version()) return known.families
    const families = new Map<number, Family>()
    for (const id of products.ids()) {
      const product = products.get(id)
      if (product) join(families, product)
    }
    for (const deletion of deletions) if (deletion.kind === 'product') shrink(families, deletion.object, deletion.at)
    known = { version: products.version(), families }
    return families
  }
}

function join(families: Map<number, Family>, product: Product): void {
  const { createdAt, updatedAt } = product
  const id = product.parentId ?? product.id
  const family = families.get(id)
  if (!family) return void families.set(id, { id, members: [product], createdAt, updatedAt })
  family.members.push(product)
  family.createdAt = Math.min(family.createdAt, createdAt)
  family.updatedAt = Math.max(family.updatedAt, updatedAt)
}

/** Losing a variant is a change of the product. */
function shrink(families: ReadonlyMap<number, Family>, { id, parentId }: Product, at: number): void {
  const family = families.get(parentId ?? id)
  if (family) family.updatedAt = Math.max(family.updatedAt, at)
}

/** By the number of its product of the world. */
export function findVariant(
  id: number,
  { world, families }: { world: WorldShop; families(): ReadonlyMap<number, Family> },
): Variant | null {
  const product = world.products.get(id)
  const family = product && families().get(product.parentId ?? product.id)
  const place = family?.members.findIndex((member) => member.id === id) ?? -1
  return family && place >= 0 ? { family, product, place } : null
}

export function variantsOf(family: Family): Variant[] {
  return family.members.map((product, place) => ({ family, product, place }))
}

/** In all warehouses that are in use. */
export function stockOf({ stocks }: Product, { stockCount }: WorldShop): number {
  return stocks.slice(0, stockCount).reduce((sum, count) => sum + count, 0)
}
