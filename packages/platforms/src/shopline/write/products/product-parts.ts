import type { Payload } from '../../../contract/push-kinds.ts'
import type { WriteOutcome } from '../../../contract/writes.ts'
import type { Wire } from '../../map/shapes.ts'
import { list, text } from '../../map/wire.ts'
import type { Part } from '../carry-out.ts'
import { given } from '../orders/addresses.ts'
import { isSameSet } from '../tags.ts'
import { writeOnce, writeOutcome } from '../write-once.ts'
import { optionTexts } from './options.ts'
import { pricesAfter, pricesBody } from './prices.ts'
import { IMAGES_PER_CALL, type ProductAt, pathOf, soldOf } from './product-at.ts'
import { hasTexts, textsBody } from './product-texts.ts'
import { fieldsBody, variantParts } from './variant-parts.ts'

type ProductSave = Payload<'product.save'>
type Variant = NonNullable<ProductSave['variants']>[number]

const statuses = { active: 'active', draft: 'draft', archived: 'hidden' } as const

export interface ProductContext {
  at: ProductAt
  language: string
  /** As it is now. */
  product: Wire
  isNew: boolean
}

/** The parts of a change of a product. Its status comes last, so that nobody sees it half made. */
export function productParts(payload: ProductSave, context: ProductContext): Part[] {
  const { at, isNew } = context
  return [
    ...(isNew ? [] : fieldsPart(payload, context)),
    ...(payload.variants ?? []).flatMap((variant) => ofVariant(variant, payload, context)),
    ...(payload.tags ? [tags(at, payload.tags)] : []),
    ...(isNew ? batchesOf(payload.images ?? [], at) : []),
    ...(payload.status ? [status(at, statuses[payload.status])] : []),
  ]
}

function fieldsPart(payload: ProductSave, { at, language, product }: ProductContext): Part[] {
  const texts = textsBody(payload, language, product)
  const body = { ...texts, ...given({ brand: payload.vendor }) }
  if (Object.keys(body).length === 0) return []
  return [
    {
      isIn: (shown) => hasTexts(shown, texts) && (payload.vendor === undefined || text(shown.brand) === payload.vendor),
      write: () => writeOutcome(at.api, pathOf(at.id), { method: 'PUT', body }),
    },
  ]
}

/** Variants go by their SKU within the product. */
function ofVariant(variant: Variant, payload: ProductSave, { at, language, product }: ProductContext): Part[] {
  const found = soldOf(product).filter(
    ({ sku, id }) => sku === variant.sku && (payload.options === undefined || id !== at.id),
  )
  const [sold, other] = found
  if (other) return [refusing(ambiguous(variant.sku))]
  if (sold) return variantParts(at, sold.id, { ...variant, sku: undefined }, product)
  if (variant.options === undefined) return [refusing(unknown(variant.sku))]
  return [newVariation(variant, variant.options, { at, language })]
}

/** https://open-api.docs.shoplineapp.com/reference/post_products-product-id-variations-1 */
function newVariation(
  variant: Variant,
  values: readonly string[],
  { at, language }: Pick<ProductContext, 'at' | 'language'>,
): Part {
  const prices = pricesAfter(variant, { price: null, compareAt: null })
  const body = {
    ...{ ...fieldsBody(variant), ...pricesBody(prices, variant.cost), quantity: 0 },
    variant_options: optionTexts(values, language),
  }
  return {
    isAppended: true,
    isIn: (shown) => soldOf(shown).some(({ sku, id }) => sku === variant.sku && id !== at.id),
    write: () => writeOutcome(at.api, pathOf(at.id, 'variations'), { method: 'POST', body }),
  }
}

function tags({ api, id }: ProductAt, wanted: readonly string[]): Part {
  return {
    isIn: (shown) => isSameSet(shown.tags, wanted),
    async write() {
      const written = await writeOnce(api, pathOf(id, 'tags'), { method: 'PUT', body: { tags: [...wanted] } })
      if (written.kind !== 'written') return written
      return isSameSet(written.body.tags, wanted) ? { kind: 'done' } : tagsUnchanged
    },
  }
}

/** Images get new addresses in the shop, so they are told by their number. The first ones came with the product. */
function batchesOf(images: NonNullable<ProductSave['images']>, { api, id }: ProductAt): Part[] {
  const starts = images.map((_image, index) => index).filter((index) => index > 0 && index % IMAGES_PER_CALL === 0)
  return starts.map((start) => {
    const urls = images.slice(start, start + IMAGES_PER_CALL).map(({ url }) => url)
    return {
      isAppended: true,
      isIn: ({ medias }) => list(medias).length >= start + urls.length,
      // The platform's own spelling.
      write: () =>
        writeOutcome(api, pathOf(id, 'add_images'), {
          method: 'POST',
          body: { urls, image_type: 'main', is_replcae: false },
        }),
    }
  })
}

function status({ api, id }: ProductAt, wanted: string): Part {
  return {
    isIn: (shown) => text(shown.status) === wanted,
    write: () => writeOutcome(api, pathOf(id), { method: 'PUT', body: { status: wanted } }),
  }
}

function refusing(outcome: WriteOutcome): Part {
  return { isIn: () => false, write: async () => outcome }
}

const tagsUnchanged: WriteOutcome = {
  kind: 'refused',
  code: 'tags_unchanged',
  message: 'SHOPLINE kept the tags as they were.',
}
const ambiguous = (sku: string): WriteOutcome => ({
  kind: 'refused',
  code: 'sku_ambiguous',
  message: `Several variations of the product have the SKU ${sku}. Give them different ones in the shop, or use variant.save with an id.`,
})
const unknown = (sku: string): WriteOutcome => ({
  kind: 'refused',
  code: 'variant_not_found',
  message: `The product has no variant with the SKU ${sku}. Give its options to create it, or use variant.save to change the SKU of another.`,
})
