import type { Product } from '../../../world/model.ts'
import { languages } from '../../documents/texts.ts'
import type { Prices, ProductExtras, VariantOption } from '../../state/product-extras.ts'
import { isAnswer } from '../answers.ts'
import type { Answer, ApiCall } from '../open-api-types.ts'
import { unprocessable } from './product-write.ts'
import { isQuantity } from './quantities.ts'
import { readPrices, toWorldPrices } from './read-prices.ts'
import { readItem, translationsIn } from './read-product.ts'

type Body = ApiCall['body']

export interface VariationChange {
  product: Partial<Product>
  extras: Partial<ProductExtras>
}

const TYPES_MAX = 3

/** The variations of a product that is created or gets others; prices that they do not have are the product's. */
export function readVariations(body: Body, prices: Prices): VariationChange[] | Answer {
  const { variations = [], variant_options: options = [] } = body
  if (!Array.isArray(variations) || !Array.isArray(options)) return unprocessable('variations is invalid')
  const changes: VariationChange[] = []
  for (const variation of variations as Body[]) {
    const own = variation.variant_options ?? optionsOfKey(variation.key, options as Body[])
    const change = readVariation({ ...variation, variant_options: own }, prices, null)
    if (isAnswer(change)) return change
    changes.push(change)
  }
  return changes
}

/** `before`: `null` for a new variation. */
export function readVariation(body: Body, prices: Prices, before: Product | null): VariationChange | Answer {
  const options = readOptions(body.variant_options)
  if (typeof options === 'string') return unprocessable(options)
  if (!options && !before) return unprocessable('variant_options is missing')
  const after = readPrices(body, prices)
  if (isAnswer(after)) return after
  const { quantity } = body
  if (quantity !== undefined && !isQuantity(quantity)) return unprocessable('quantity is invalid')
  return {
    product: {
      ...readItem(body),
      ...toWorldPrices(after, before ?? {}),
      ...(isQuantity(quantity) && { stocks: stocksAfter(quantity, before) }),
      ...(options && { color: { hu: valuesOf(options, languages.own), en: valuesOf(options, languages.other) } }),
    },
    extras: { memberPrice: after.member, retailPrice: after.retail, ...(options && { options }) },
  }
}

/** All of it in the first warehouse. */
function stocksAfter(quantity: number, before: Product | null): Product['stocks'] {
  const [, ...others] = before?.stocks ?? [0, 0, 0, 0]
  const rest = before ? others.reduce((sum, level) => sum + level, 0) : 0
  return [quantity - rest, others[0] ?? 0, others[1] ?? 0, others[2] ?? 0]
}

function readOptions(written: unknown): VariantOption[] | string | undefined {
  if (written === undefined) return undefined
  if (!Array.isArray(written) || written.length === 0) return 'variant_options is invalid'
  if (written.length > TYPES_MAX) return `variant_options has more than ${TYPES_MAX} types`
  return written.map(({ type, name_translations: name }: Body) => ({
    type: String(type ?? 'custom_1'),
    name: translationsIn(name),
  }))
}

/** A variation's `key` is the keys of its options, as a list or joined by `_`: how is not documented. */
function optionsOfKey(key: unknown, options: readonly Body[]): readonly Body[] {
  const keys = Array.isArray(key) ? key.map(String) : String(key ?? '').split('_')
  return keys.flatMap((each) => options.filter((option) => String(option.key) === each))
}

function valuesOf(options: readonly VariantOption[], locale: string): string {
  return options.map(({ name }) => name[locale] ?? '').join(' / ')
}
