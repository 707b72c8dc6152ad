import type { Product } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'

/** Products of the world that are the variants of one product of Shopify. */
export interface ProductGroup {
  /** Of the first, also after it was deleted. */
  id: number
  /** By id. */
  members: readonly Product[]
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

/** By id. Another object after each change, so that what was derived from it can be kept by it. */
export type ProductGroups = Pick<ReadonlyMap<number, ProductGroup>, 'get' | 'has' | 'values'>

const known = new WeakMap<WorldShop, () => ProductGroups>()

/** A change of a product costs its own group, for all who read the shop. */
export function productGroupsOf(world: WorldShop): () => ProductGroups {
  const found = known.get(world) ?? createGroups(world)
  known.set(world, found)
  return found
}

function createGroups({ products, deletions }: WorldShop): () => ProductGroups {
  const groups = new Map<number, ProductGroup>()
  const members = createMembers()
  const lostAt = new Map<number, number>()
  let [version, deletionsRead] = [-1, 0]
  let current: ProductGroups = groups

  const readDeletions = () => {
    for (const deletion of deletions.slice(deletionsRead))
      if (deletion.kind === 'product') lostAt.set(groupIdOf(deletion.object), deletion.at)
    deletionsRead = deletions.length
  }
  const regroup = (id: number) => {
    const ofGroup = members.of(id)
    if (ofGroup.length === 0) groups.delete(id)
    else groups.set(id, toGroup(id, ofGroup, lostAt.get(id)))
  }
  return () => {
    if (version === products.version()) return current
    readDeletions()
    const changed = version < 0 ? products.ids() : products.changedSince(version)
    const affected = new Set([...new Set(changed)].flatMap((id) => members.put(id, products.get(id))))
    for (const id of affected) regroup(id)
    version = products.version()
    current = { get: (id) => groups.get(id), has: (id) => groups.has(id), values: () => groups.values() }
    return current
  }
}

function groupIdOf({ id, parentId }: Product): number {
  return parentId ?? id
}

function createMembers() {
  const groupIds = new Map<number, number>()
  const members = new Map<number, Map<number, Product>>()
  return {
    /** Returns the groups that change by it. */
    put(id: number, product: Product | null): number[] {
      const [before, after] = [groupIds.get(id), product ? groupIdOf(product) : undefined]
      if (before !== undefined) members.get(before)?.delete(id)
      groupIds.delete(id)
      if (product && after !== undefined) {
        groupIds.set(id, after)
        const ofGroup = members.get(after) ?? new Map<number, Product>()
        members.set(after, ofGroup.set(id, product))
      }
      return [before, after].filter((each) => each !== undefined)
    },
    of: (groupId: number): Product[] => [...(members.get(groupId)?.values() ?? [])].sort((a, b) => a.id - b.id),
  }
}

/** Losing a variant is a change of the product. */
function toGroup(id: number, members: readonly Product[], lostAt = 0): ProductGroup {
  const createdAt = members.reduce((least, each) => Math.min(least, each.createdAt), Number.POSITIVE_INFINITY)
  const updatedAt = members.reduce((latest, each) => Math.max(latest, each.updatedAt), lostAt)
  return { id, members, createdAt, updatedAt }
}

/** By the number of its product of the world. */
export function findVariant(
  id: number,
  { world, productGroups }: { world: WorldShop; productGroups: () => ProductGroups },
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
