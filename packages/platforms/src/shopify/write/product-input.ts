import type { Payload } from '../../contract/push-kinds.ts'
import type { ProductSetInput, ProductStatus, ProductUpdateInput } from '../api/graphql/documents.ts'
import { customId, metafieldOf } from './custom-ids.ts'
import { optionsInput, optionValues, variantInput } from './variant-input.ts'

type ProductValues = Pick<
  ProductUpdateInput,
  'title' | 'descriptionHtml' | 'vendor' | 'productType' | 'handle' | 'status' | 'tags'
>

/** Fields that are values of the product itself. */
export function productValues(product: Payload<'product.save'>): ProductValues {
  return {
    title: product.title,
    descriptionHtml: product.description_html,
    vendor: product.vendor,
    productType: product.product_type,
    handle: product.handle,
    status: product.status?.toUpperCase() as ProductStatus | undefined,
    tags: product.tags,
  }
}

/** A whole new product. It has the caller's own id as a custom id. */
export function newProductInput(product: Payload<'product.save'>, ownId: string): ProductSetInput {
  const { options = [], variants = [] } = product
  return {
    ...productValues(product),
    files: filesInput(product),
    metafields: [metafieldOf(customId.productOwnId, ownId)],
    ...(variants.length > 0 && {
      productOptions: optionsInput(options, variants),
      variants: variants.map((variant) => newVariantInput(options, variant)),
    }),
  }
}

export function filesInput({ images }: Payload<'product.save'>): ProductSetInput['files'] {
  return images?.map(({ url, alt }) => ({ originalSource: url, alt, contentType: 'IMAGE' }))
}

function newVariantInput(
  options: readonly string[],
  variant: NonNullable<Payload<'product.save'>['variants']>[number],
) {
  const { inventoryItem, ...values } = variantInput(variant)
  // The shop ignores quantities of an item that it does not track.
  return { ...values, optionValues: optionValues(options, variant), inventoryItem: { ...inventoryItem, tracked: true } }
}
