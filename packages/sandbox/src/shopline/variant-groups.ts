import type { Product } from '../world/model.ts'
import type { WorldShop } from '../world/shop.ts'

/** Products of the world that are variations of one product at SHOPLINE; its number is that of their parent, which may be deleted. */
export interface VariantGroup {
  number: number
  /** By number, at least one. Read from the world each time. */
  readonly members: readonly Product[]
  createdAt: number
  /** When a member was last changed or deleted. */
  updatedAt: number
  /** All members are deleted: `members` are their last versions. */
  isRemoved: boolean
}

/** A product without a parent and children has no variations; one with a parent is a variation even if it is the last. */
export function hasVariations({ members: [first, ...others] }: VariantGroup): boolean {
  return others.length > 0 || (first?.parentId ?? null) !== null
}

/** The first member. */
export function headOf({ number, members: [head] }: VariantGroup): Product {
  if (!head) throw new Error(`VariantGroup ${number} has no member.`)
  return head
}

/** Stock that is not tracked. */
export function isUnlimited(group: VariantGroup): boolean {
  return headOf(group).written?.tracked === false
}

export interface VariantGroups {
  /** Deleted ones included, by number. */
  all(): ReadonlyMap<number, VariantGroup>
  /** Numbers of products that exist, the oldest first. */
  present(): readonly number[]
}

interface Known {
  version: number
  all: Map<number, VariantGroup>
  present: number[]
}

const known = new WeakMap<WorldShop['products'], VariantGroups>()

/** Grouped once until a product changes. */
export function variantGroupsOf(world: WorldShop): VariantGroups {
  const groups = known.get(world.products) ?? createVariantGroups(world)
  known.set(world.products, groups)
  return groups
}

function createVariantGroups(world: WorldShop): VariantGroups {
  const readStamp = createStamps(world)
  let last: Known | undefined
  const read = (): Known => {
    const version = world.products.version()
    if (last?.version !== version) last = { version, ...groupProducts(world, readStamp) }
    return last
  }
  return { all: () => read().all, present: () => read().present }
}

type Stamp = Pick<Product, 'id' | 'parentId' | 'createdAt' | 'updatedAt'>

/** To group a hundred thousand products after each change, they must not be computed each time. */
function createStamps({ products }: WorldShop): (id: number) => Stamp | null {
  const untouched = new Map<number, Stamp>()
  return (id) => {
    const touched = products.touched(id)
    if (touched !== undefined) return touched
    const product = untouched.get(id) ?? products.get(id)
    if (!product) return null
    const { parentId, createdAt, updatedAt } = product
    const stamp = untouched.get(id) ?? { id, parentId, createdAt, updatedAt }
    untouched.set(id, stamp)
    return stamp
  }
}

function groupProducts(world: WorldShop, readStamp: (id: number) => Stamp | null): Omit<Known, 'version'> {
  const drafts = new Map<number, Draft>()
  for (const id of world.products.ids()) {
    const stamp = readStamp(id)
    if (stamp) join(drafts, stamp, () => world.products.get(id))
  }
  const present = [...drafts.keys()].sort((a, b) => a - b)
  for (const deletion of world.deletions) if (deletion.kind === 'product') leave(drafts, deletion.object, deletion.at)
  const all = new Map([...drafts].map(([number, draft]) => [number, toVariantGroup(draft)]))
  return { all, present }
}

interface Draft extends Omit<VariantGroup, 'members'> {
  reads: (() => Product | null)[]
}

function join(drafts: Map<number, Draft>, stamp: Stamp, read: () => Product | null): Draft {
  const { createdAt, updatedAt } = stamp
  const number = stamp.parentId ?? stamp.id
  const draft = drafts.get(number) ?? { number, createdAt, updatedAt, isRemoved: false, reads: [] }
  drafts.set(number, draft)
  draft.reads.push(read)
  draft.createdAt = Math.min(draft.createdAt, createdAt)
  draft.updatedAt = Math.max(draft.updatedAt, updatedAt)
  return draft
}

/** Losing a variation is a change of the product. */
function leave(drafts: Map<number, Draft>, product: Product, at: number): void {
  const draft = drafts.get(product.parentId ?? product.id)
  if (!draft || draft.isRemoved) join(drafts, { ...product, updatedAt: at }, () => product).isRemoved = true
  else draft.updatedAt = Math.max(draft.updatedAt, at)
}

function toVariantGroup({ reads, ...stamps }: Draft): VariantGroup {
  return {
    ...stamps,
    get members() {
      return reads.flatMap((read) => read() ?? [])
    },
  }
}
