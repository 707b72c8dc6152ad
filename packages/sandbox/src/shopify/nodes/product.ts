import type { Product } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'
import { orderOfShipment, shipmentId } from '../world-ids.ts'
import type { CustomId } from './custom-ids.ts'
import { findByHandle, groupWithCustomId, handleOf } from './find-product.ts'
import { gid, numberOf, timeOf, worldIdIn, worldIdOf } from './gid.ts'
import { firstOf, listParts } from './list.ts'
import { metafieldFields } from './metafield.ts'
import { CURRENCY } from './money.ts'
import { type Arguments, constants, fieldsOf, mapped, type NodeDeps, type Subject } from './node.ts'
import { filesOf, findFile, imageOf, mediaNode } from './product-files.ts'
import { type ProductGroup, type ProductGroups, stockOf, variantsOf } from './product-groups.ts'
import { optionFields, optionsOf, optionsOfVariant } from './product-options.ts'
import {
  collectionNode,
  type GroupOption,
  type OptionValue,
  optionNode,
  optionValueNode,
  productNode,
  variantNode,
} from './refs.ts'

const statuses = { enabled: 'ACTIVE', disabled: 'DRAFT', deprecated: 'ARCHIVED' } as const

export function productSubject(deps: NodeDeps): Subject {
  const { productGroups, world } = deps
  const find = (id: number | null) => mapped(id && productGroups().get(id), productNode)
  const byHandle = (handle: unknown) => find(findByHandle(handle, productGroups()))
  const value = (id: number) => {
    const product = world.products.get(orderOfShipment(id))
    const place = product && optionsOfVariant(product).findIndex((_, at) => shipmentId(product.id, at) === id)
    return product && place !== null && place >= 0 ? optionValueNode({ product, place }) : null
  }
  return {
    find: {
      Product: ({ number }) => find(worldIdOf('Product', number)),
      ProductOption: ({ number }) =>
        mapped(worldIdOf('ProductOption', number), (id) => mapped(findOption(id, productGroups()), optionNode)),
      MediaImage: ({ number }) => mapped(findFile(Number(number), productGroups()), mediaNode),
      ProductOptionValue: ({ number }) => mapped(worldIdOf('ProductOptionValue', number), value),
    },
    resolvers: {
      Product: fieldsOf<ProductGroup>({
        ...own,
        ...partsOf(world),
        ...metafieldFields(world, 'PRODUCT', (group: ProductGroup) => ({
          id: group.id,
          metafields: headOf(group).written?.metafields,
        })),
      }),
      ProductOption: fieldsOf<GroupOption>(optionFields),
      ProductOptionValue: fieldsOf<OptionValue>(optionValueFields),
      Query: {
        productByHandle: (_source, { handle }) => byHandle(handle),
        productByIdentifier(_source, { identifier }) {
          const { id, handle, customId } = identifier as { id?: string; handle?: string; customId?: CustomId }
          if (customId) return find(groupWithCustomId(deps, customId))
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
  isActive(group) ? `https://minta.example/products/${handleOf(group)}` : null

const own = {
  id: ({ id }: ProductGroup) => gid('Product', id),
  legacyResourceId: ({ id }: ProductGroup) => String(numberOf('Product', id)),
  title: (group: ProductGroup) => headOf(group).name.hu,
  handle: handleOf,
  productType: (group: ProductGroup) => headOf(group).written?.productType ?? '',
  seo: (group: ProductGroup) => ({
    ...{ __typename: 'SEO', title: null, description: null, ...headOf(group).written?.seo },
  }),
  hasOnlyDefaultVariant: ({ members }: ProductGroup) =>
    members.length === 1 && members[0]?.written?.options?.[0]?.value === 'Default Title',
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
  options: (group: ProductGroup, args: Arguments) => firstOf(optionsOf(group).map(optionNode), args),
  priceRangeV2: ({ members }: ProductGroup) => ({
    __typename: 'ProductPriceRangeV2',
    minVariantPrice: { amount: lowest(members), currencyCode: CURRENCY },
    maxVariantPrice: { amount: highest(members), currencyCode: CURRENCY },
  }),
  variants: (group: ProductGroup, args: Arguments) => listParts(variantsOf(group).map(variantNode), args),
  variantsCount: ({ members }: ProductGroup) => ({ __typename: 'Count', count: members.length, precision: 'EXACT' }),
  totalVariants: ({ members }: ProductGroup) => members.length,
  media: (group: ProductGroup, args: Arguments) => listParts(filesOf(group).map(mediaNode), args),
  images: (group: ProductGroup, args: Arguments) => listParts(filesOf(group).map(imageOf), args),
  mediaCount: (group: ProductGroup) => ({ __typename: 'Count', count: filesOf(group).length, precision: 'EXACT' }),
  ...constants({
    ...{ templateSuffix: null, tracksInventory: true },
    ...{ isGiftCard: false, giftCardTemplateSuffix: null, requiresSellingPlan: false, category: null },
    ...{ hasVariantsThatRequiresComponents: false, featuredMedia: null, featuredImage: null, combinedListing: null },
    combinedListingRole: null,
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

function findOption(id: number, groups: ProductGroups): GroupOption | undefined {
  const group = groups.get(orderOfShipment(id))
  return group && optionsOf(group).find((option) => option.id === id)
}

/** The value of the first option has the number of its variant, those of the others lie far above. */
const optionValueFields = {
  id: ({ product, place }: OptionValue) => gid('ProductOptionValue', shipmentId(product.id, place)),
  name: ({ product, place }: OptionValue) => optionsOfVariant(product)[place]?.value ?? '',
  ...constants({ hasVariants: true, linkedMetafieldValue: null, swatch: null, translations: [] }),
}
