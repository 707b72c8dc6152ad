import type { Product } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'
import { gid, numberOf, timeOf, worldIdIn, worldIdOf } from './gid.ts'
import { firstOf, listParts } from './list.ts'
import { CURRENCY } from './money.ts'
import { type Arguments, constants, fieldsOf, mapped, type NodeDeps, type Subject } from './node.ts'
import { type ProductGroup, stockOf, variantsOf } from './product-groups.ts'
import { collectionNode, optionNode, optionValueNode, productNode, variantNode } from './refs.ts'

const statuses = { enabled: 'ACTIVE', disabled: 'DRAFT', deprecated: 'ARCHIVED' } as const
const OPTION = 'Szín'

export function productSubject(deps: NodeDeps): Subject {
  const { productGroups, world } = deps
  const find = (id: number | null) => mapped(id && productGroups().get(id), productNode)
  const byHandle = (handle: unknown) => find(Number(/^termek-(\d+)$/.exec(String(handle))?.[1] ?? 0))
  const value = (id: number) => mapped(world.products.get(id), optionValueNode)
  return {
    find: {
      Product: ({ number }) => find(worldIdOf('Product', number)),
      ProductOption: ({ number }) =>
        mapped(worldIdOf('ProductOption', number), (id) => mapped(productGroups().get(id), optionNode)),
      ProductOptionValue: ({ number }) => mapped(worldIdOf('ProductOptionValue', number), value),
    },
    resolvers: {
      Product: fieldsOf<ProductGroup>({ ...own, ...partsOf(world) }),
      ProductOption: fieldsOf<ProductGroup>(optionFields),
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
function headOf({ id, members }: ProductGroup): Product {
  const [head] = members
  if (!head) throw new Error(`ProductGroup ${id} has no member.`)
  return head
}

export function statusOf(group: ProductGroup): string {
  return statuses[headOf(group).status]
}

const isActive = (group: ProductGroup) => headOf(group).status === 'enabled'
const addressOf = (group: ProductGroup) =>
  isActive(group) ? `https://minta.example/products/termek-${group.id}` : null

const own = {
  id: ({ id }: ProductGroup) => gid('Product', id),
  legacyResourceId: ({ id }: ProductGroup) => String(numberOf('Product', id)),
  title: (group: ProductGroup) => headOf(group).name.hu,
  handle: ({ id }: ProductGroup) => `termek-${id}`,
  status: statusOf,
  vendor: (group: ProductGroup) => headOf(group).manufacturer,
  descriptionHtml: (group: ProductGroup) => headOf(group).description.hu,
  bodyHtml: (group: ProductGroup) => headOf(group).description.hu,
  description: (group: ProductGroup) => headOf(group).description.hu.replaceAll(/<[^>]*>/g, ''),
  tags: (group: ProductGroup) => headOf(group).tags,
  createdAt: ({ createdAt }: ProductGroup) => timeOf(createdAt),
  updatedAt: ({ updatedAt }: ProductGroup) => timeOf(updatedAt),
  publishedAt: (group: ProductGroup) => (isActive(group) ? timeOf(group.createdAt) : null),
  onlineStoreUrl: addressOf,
  options: (group: ProductGroup, args: Arguments) => firstOf([optionNode(group)], args),
  priceRangeV2: ({ members }: ProductGroup) => ({
    __typename: 'ProductPriceRangeV2',
    minVariantPrice: { amount: lowest(members), currencyCode: CURRENCY },
    maxVariantPrice: { amount: highest(members), currencyCode: CURRENCY },
  }),
  variants: (group: ProductGroup, args: Arguments) => listParts(variantsOf(group).map(variantNode), args),
  variantsCount: ({ members }: ProductGroup) => ({ __typename: 'Count', count: members.length, precision: 'EXACT' }),
  totalVariants: ({ members }: ProductGroup) => members.length,
  media: (_family: ProductGroup, args: Arguments) => listParts([], args),
  images: (_family: ProductGroup, args: Arguments) => listParts([], args),
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
  const categories = (group: ProductGroup) => headOf(group).categoryIds.flatMap((id) => world.categories.get(id) ?? [])
  return {
    totalInventory: ({ members }: ProductGroup) => members.reduce((sum, member) => sum + stockOf(member, world), 0),
    hasOutOfStockVariants: ({ members }: ProductGroup) => members.some((member) => stockOf(member, world) <= 0),
    collections: (group: ProductGroup, args: Arguments) => listParts(categories(group).map(collectionNode), args),
    inCollection: (group: ProductGroup, { id }: Arguments) =>
      categories(group).some((category) => category.id === worldIdIn(id, 'Collection')),
  }
}

/** Of variants of the same color, the first stands for it. */
function valuesOf({ members }: ProductGroup): Product[] {
  return [...new Map(members.toReversed().map((member) => [member.color.hu, member])).values()].reverse()
}

const optionFields = {
  id: ({ id }: ProductGroup) => gid('ProductOption', id),
  values: (group: ProductGroup) => valuesOf(group).map(({ color }) => color.hu),
  optionValues: (group: ProductGroup) => valuesOf(group).map(optionValueNode),
  ...constants({ name: OPTION, position: 1, linkedMetafield: null, translations: [] }),
}

const optionValueFields = {
  id: ({ id }: Product) => gid('ProductOptionValue', id),
  name: ({ color }: Product) => color.hu,
  ...constants({ hasVariants: true, linkedMetafieldValue: null, swatch: null, translations: [] }),
}

/** What a variant is of the options of its product. */
export function selectedOptionsOf(product: Product, group: ProductGroup) {
  const value = valuesOf(group).find(({ color }) => color.hu === product.color.hu) ?? product
  return [{ __typename: 'SelectedOption', name: OPTION, value: value.color.hu, optionValue: optionValueNode(value) }]
}
