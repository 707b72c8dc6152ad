import type { Category, Product } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'
import { gid, timeOf } from './gid.ts'
import { listParts } from './list.ts'
import { inventoryItemNode } from './places.ts'

/** Products of the world that are the variants of one product; it has the number of their head, which may be gone. */
export interface Family {
  id: number
  members: Product[]
  createdAt: number
  updatedAt: number
}

type Arguments = Record<string, unknown>

const statuses = { enabled: 'ACTIVE', disabled: 'DRAFT', deprecated: 'ARCHIVED' } as const

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

export function productNode(family: Family, world: WorldShop): Record<string, unknown> {
  const { id, members, createdAt, updatedAt } = family
  const [head] = members
  if (!head) throw new Error(`Family ${id} has no member.`)
  const isActive = head.status === 'enabled'
  const collections = () =>
    head.categoryIds.flatMap((each) => world.categories.get(each) ?? []).map((each) => collectionNode(each, world))
  return {
    ...{ __typename: 'Product', id: gid('Product', id), legacyResourceId: String(id) },
    ...{ title: head.name.hu, handle: `termek-${id}`, status: statuses[head.status] },
    ...{ vendor: head.manufacturer, productType: '', descriptionHtml: head.description.hu, tags: head.tags },
    ...{ templateSuffix: null, createdAt: timeOf(createdAt), updatedAt: timeOf(updatedAt) },
    publishedAt: isActive ? timeOf(createdAt) : null,
    totalInventory: members.reduce((sum, member) => sum + stockOf(member, world), 0),
    ...{ tracksInventory: true, hasOnlyDefaultVariant: false },
    options: [{ __typename: 'ProductOption', name: 'Szín', position: 1 }],
    featuredMedia: null,
    media: (args: Arguments) => listParts([], args),
    collections: (args: Arguments) => listParts(collections(), args),
    variants: (args: Arguments) =>
      listParts(
        members.map((_member, place) => variantNode(family, place, world)),
        args,
      ),
  }
}

export function variantNode(family: Family, place: number, world: WorldShop): Record<string, unknown> {
  const member = family.members[place]
  if (!member) throw new Error(`Family ${family.id} has no member ${place}.`)
  const { id, sku, barcode, gross, color, createdAt, updatedAt } = member
  return {
    ...{ __typename: 'ProductVariant', id: gid('ProductVariant', id), legacyResourceId: String(id) },
    ...{ title: color.hu, displayName: member.name.hu, sku, barcode, position: place + 1 },
    ...{ price: gross, compareAtPrice: null, taxable: true, inventoryPolicy: 'DENY' },
    ...{ createdAt: timeOf(createdAt), updatedAt: timeOf(updatedAt), inventoryQuantity: stockOf(member, world) },
    selectedOptions: [{ name: 'Szín', value: color.hu }],
    inventoryItem: () => inventoryItemNode(member, world),
    product: () => productNode(family, world),
  }
}

export function collectionNode(category: Category, _world: WorldShop): Record<string, unknown> {
  const { id, name, updatedAt } = category
  return {
    ...{ __typename: 'Collection', id: gid('Collection', id), title: name.hu, handle: `gyujtemeny-${id}` },
    ...{ description: '', descriptionHtml: '', sortOrder: 'BEST_SELLING', updatedAt: timeOf(updatedAt) },
  }
}

function stockOf({ stocks }: Product, { stockCount }: WorldShop): number {
  return stocks.slice(0, stockCount).reduce((sum, count) => sum + count, 0)
}
