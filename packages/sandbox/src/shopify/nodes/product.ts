import type { Product } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'
import { gid, numberOf, timeOf, worldIdIn, worldIdOf } from './gid.ts'
import { firstOf, listParts } from './list.ts'
import { CURRENCY } from './money.ts'
import { type Arguments, constants, fieldsOf, mapped, type NodeDeps, type Subject } from './node.ts'
import { type Family, stockOf, variantsOf } from './products.ts'
import { collectionNode, optionNode, optionValueNode, productNode, variantNode } from './refs.ts'

const statuses = { enabled: 'ACTIVE', disabled: 'DRAFT', deprecated: 'ARCHIVED' } as const
const OPTION = 'Szín'

export function productSubject(deps: NodeDeps): Subject {
  const { families, world } = deps
  const find = (id: number | null) => mapped(id && families().get(id), productNode)
  const byHandle = (handle: unknown) => find(Number(/^termek-(\d+)$/.exec(String(handle))?.[1] ?? 0))
  const value = (id: number) => mapped(world.products.get(id), optionValueNode)
  return {
    find: {
      Product: ({ number }) => find(worldIdOf('Product', number)),
      ProductOption: ({ number }) =>
        mapped(worldIdOf('ProductOption', number), (id) => mapped(families().get(id), optionNode)),
      ProductOptionValue: ({ number }) => mapped(worldIdOf('ProductOptionValue', number), value),
    },
    resolvers: {
      Product: fieldsOf<Family>({ ...own, ...partsOf(world) }),
      ProductOption: fieldsOf<Family>(optionFields),
      ProductOptionValue: fieldsOf<Product>(optionValueFields),
      Query: {
        productByHandle: (_source, { handle }) => byHandle(handle),
        productByIdentifier(_source, { identifier }) {
          const { id, handle } = identifier as { id?: string; handle?: string }
          return id ? find(worldIdIn(id, 'Product')) : byHandle(handle)
        },
      },
    },
  }
}

/** What all variants have in common is the first one's. */
function headOf({ id, members }: Family): Product {
  const [head] = members
  if (!head) throw new Error(`Family ${id} has no member.`)
  return head
}

export function statusOf(family: Family): string {
  return statuses[headOf(family).status]
}

const isActive = (family: Family) => headOf(family).status === 'enabled'
const addressOf = (family: Family) => (isActive(family) ? `https://minta.example/products/termek-${family.id}` : null)

const own = {
  id: ({ id }: Family) => gid('Product', id),
  legacyResourceId: ({ id }: Family) => String(numberOf('Product', id)),
  title: (family: Family) => headOf(family).name.hu,
  handle: ({ id }: Family) => `termek-${id}`,
  status: statusOf,
  vendor: (family: Family) => headOf(family).manufacturer,
  descriptionHtml: (family: Family) => headOf(family).description.hu,
  bodyHtml: (family: Family) => headOf(family).description.hu,
  description: (family: Family) => headOf(family).description.hu.replaceAll(/<[^>]*>/g, ''),
  tags: (family: Family) => headOf(family).tags,
  createdAt: ({ createdAt }: Family) => timeOf(createdAt),
  updatedAt: ({ updatedAt }: Family) => timeOf(updatedAt),
  publishedAt: (family: Family) => (isActive(family) ? timeOf(family.createdAt) : null),
  onlineStoreUrl: addressOf,
  options: (family: Family, args: Arguments) => firstOf([optionNode(family)], args),
  priceRangeV2: ({ members }: Family) => ({
    __typename: 'ProductPriceRangeV2',
    minVariantPrice: { amount: lowest(members), currencyCode: CURRENCY },
    maxVariantPrice: { amount: highest(members), currencyCode: CURRENCY },
  }),
  variants: (family: Family, args: Arguments) => listParts(variantsOf(family).map(variantNode), args),
  variantsCount: ({ members }: Family) => ({ __typename: 'Count', count: members.length, precision: 'EXACT' }),
  totalVariants: ({ members }: Family) => members.length,
  media: (_family: Family, args: Arguments) => listParts([], args),
  images: (_family: Family, args: Arguments) => listParts([], args),
  ...constants({
    ...{ productType: '', templateSuffix: null, tracksInventory: true, hasOnlyDefaultVariant: false },
    ...{ isGiftCard: false, giftCardTemplateSuffix: null, requiresSellingPlan: false, category: null },
    ...{ hasVariantsThatRequiresComponents: false, featuredMedia: null, featuredImage: null, combinedListing: null },
    ...{ mediaCount: { __typename: 'Count', count: 0, precision: 'EXACT' }, combinedListingRole: null },
    ...{ onlineStorePreviewUrl: null, compareAtPriceRange: null, feedback: null, translations: [] },
  }),
}

const prices = (members: readonly Product[]) => members.map(({ gross }) => Number(gross))
const lowest = (members: readonly Product[]) => Math.min(...prices(members)).toFixed(1)
const highest = (members: readonly Product[]) => Math.max(...prices(members)).toFixed(1)

function partsOf(world: WorldShop) {
  const categories = (family: Family) => headOf(family).categoryIds.flatMap((id) => world.categories.get(id) ?? [])
  return {
    totalInventory: ({ members }: Family) => members.reduce((sum, member) => sum + stockOf(member, world), 0),
    hasOutOfStockVariants: ({ members }: Family) => members.some((member) => stockOf(member, world) <= 0),
    collections: (family: Family, args: Arguments) => listParts(categories(family).map(collectionNode), args),
    inCollection: (family: Family, { id }: Arguments) =>
      categories(family).some((category) => category.id === worldIdIn(id, 'Collection')),
  }
}

/** Of variants of the same color, the first stands for it. */
function valuesOf({ members }: Family): Product[] {
  return [...new Map(members.toReversed().map((member) => [member.color.hu, member])).values()].reverse()
}

const optionFields = {
  id: ({ id }: Family) => gid('ProductOption', id),
  values: (family: Family) => valuesOf(family).map(({ color }) => color.hu),
  optionValues: (family: Family) => valuesOf(family).map(optionValueNode),
  ...constants({ name: OPTION, position: 1, linkedMetafield: null, translations: [] }),
}

const optionValueFields = {
  id: ({ id }: Product) => gid('ProductOptionValue', id),
  name: ({ color }: Product) => color.hu,
  ...constants({ hasVariants: true, linkedMetafieldValue: null, swatch: null, translations: [] }),
}

/** What a variant is of the options of its product. */
export function selectedOptionsOf(product: Product, family: Family) {
  const value = valuesOf(family).find(({ color }) => color.hu === product.color.hu) ?? product
  return [{ __typename: 'SelectedOption', name: OPTION, value: value.color.hu, optionValue: optionValueNode(value) }]
}
