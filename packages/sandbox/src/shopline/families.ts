import type { Product } from '../world/model.ts'
import type { WorldShop } from '../world/shop.ts'

/** Products of the world that are one product here; it has the number of their head, which may be gone. */
export interface Family {
  number: number
  /** By number; one at least. */
  members: Product[]
  createdAt: number
  /** When a member changed last, or went. */
  updatedAt: number
  /** None is left: `members` are as they were at the end. */
  isRemoved: boolean
}

/** A product on its own has no variations; one that belongs to a head is a variation even when nothing else is left. */
export function hasVariations({ members: [first, ...others] }: Family): boolean {
  return others.length > 0 || (first?.parentId ?? null) !== null
}

export interface Families {
  /** Everything that is or was there, by number. */
  all(): ReadonlyMap<number, Family>
  /** Numbers of products that are there, the oldest first. */
  present(): readonly number[]
}

interface Known {
  version: number
  all: Map<number, Family>
  present: number[]
}

const known = new WeakMap<WorldShop['products'], Families>()

/** Grouped once until a product changes. */
export function familiesOf(world: WorldShop): Families {
  const families = known.get(world.products) ?? createFamilies(world)
  known.set(world.products, families)
  return families
}

function createFamilies(world: WorldShop): Families {
  let last: Known | undefined
  const read = (): Known => {
    const version = world.products.version()
    if (last?.version !== version) last = { version, ...group(world) }
    return last
  }
  return { all: () => read().all, present: () => read().present }
}

function group({ products, deletions }: WorldShop): Omit<Known, 'version'> {
  const all = new Map<number, Family>()
  for (const id of products.ids()) {
    const product = products.get(id)
    if (product) join(all, product, product.updatedAt, false)
  }
  for (const deletion of deletions) if (deletion.kind === 'product') leave(all, deletion.object, deletion.at)
  const present = [...all.values()].filter(({ isRemoved }) => !isRemoved).map(({ number }) => number)
  return { all, present: present.sort((a, b) => a - b) }
}

function join(all: Map<number, Family>, product: Product, updatedAt: number, isRemoved: boolean): void {
  const number = product.parentId ?? product.id
  const family = all.get(number)
  if (!family)
    return void all.set(number, { number, members: [product], createdAt: product.createdAt, updatedAt, isRemoved })
  family.members.push(product)
  family.createdAt = Math.min(family.createdAt, product.createdAt)
  family.updatedAt = Math.max(family.updatedAt, updatedAt)
}

/** Losing a variation is a change of the product. */
function leave(all: Map<number, Family>, product: Product, at: number): void {
  const family = all.get(product.parentId ?? product.id)
  if (!family || family.isRemoved) join(all, product, at, true)
  else family.updatedAt = Math.max(family.updatedAt, at)
}
