import type { Product } from '../../../world/model.ts'
import type { WorldShop } from '../../../world/shop.ts'
import type { WrittenProduct } from '../../../world/written.ts'
import { optionsOfVariant } from '../../nodes/product-options.ts'
import { findLocation } from '../input/find-location.ts'
import { metafieldProblems, writeMetafields } from '../input/write-metafields.ts'
import { problem, type UserError } from '../user-error.ts'
import type { VariantInput } from './product-input.ts'

type Options = readonly { name: string; value: string }[]

const PRICE_MAX = 1e18
/** In kilograms. */
const units: Readonly<Record<string, number>> = {
  GRAMS: 0.001,
  KILOGRAMS: 1,
  OUNCES: 0.028_349_523,
  POUNDS: 0.453_592_37,
}

/** Names of the options of a product that is to be, in their order. */
export function optionsIn({ optionValues }: VariantInput, names: readonly string[]): Options {
  return names.map((name, place) => {
    const named = optionValues?.find(({ optionName }) => optionName === name)
    return { name, value: (named ?? optionValues?.[place])?.name ?? '' }
  })
}

export function isSameVariant(product: Product, options: Options): boolean {
  return JSON.stringify(optionsOfVariant(product)) === JSON.stringify(options)
}

/** What is wrong with a variant beside its options. */
export function variantProblems(input: VariantInput, path: string[], code: string, world: WorldShop): UserError[] {
  const prices = (['price', 'compareAtPrice'] as const).flatMap((name) => {
    const amount = Number(input[name] ?? 0)
    const isFit = amount >= 0 && amount < PRICE_MAX
    return isFit ? [] : [problem([...path, name], 'Price must be greater than or equal to 0', code)]
  })
  const places = (input.inventoryQuantities ?? []).flatMap(({ locationId }, index) =>
    findLocation(locationId, world)
      ? []
      : [problem([...path, 'inventoryQuantities', String(index), 'locationId'], 'Location does not exist', code)],
  )
  const owner = { world, type: 'PRODUCTVARIANT', id: 0, path: [...path, 'metafields'] }
  return [...prices, ...places, ...metafieldProblems(input.metafields ?? [], owner)]
}

/** What becomes of a variant; `before` is what it is, or what a new one begins with. */
export function variantChange(
  input: VariantInput,
  before: Product,
  options: Options,
  world: WorldShop,
): Partial<Product> {
  const { price, inventoryItem, barcode } = input
  const sku = input.sku ?? inventoryItem?.sku
  const weight = inventoryItem?.measurement?.weight
  return {
    ...(sku != null && { sku }),
    ...(barcode !== undefined && { barcode: barcode ?? '' }),
    ...(price != null && { gross: plain(price), net: (Number(price) / 1.27).toFixed(4) }),
    ...(weight && { weight: String(Number((weight.value * (units[weight.unit] ?? 1)).toFixed(4))) }),
    stocks: stocksOf(input, before, world),
    written: writtenOf(input, before, options, world),
  }
}

/** Without needless zeros. */
function plain(amount: string): string {
  return String(Number(amount))
}

function stocksOf({ inventoryQuantities }: VariantInput, { stocks }: Product, world: WorldShop): Product['stocks'] {
  const changed: Product['stocks'] = [...stocks]
  for (const { locationId, quantity, availableQuantity } of inventoryQuantities ?? [])
    changed[(findLocation(locationId, world) ?? 1) - 1] = quantity ?? availableQuantity ?? 0
  return changed
}

function writtenOf(
  input: VariantInput,
  { id, written = {} }: Product,
  options: Options,
  world: WorldShop,
): WrittenProduct {
  const { compareAtPrice, taxable, inventoryPolicy, inventoryItem, metafields } = input
  const { cost, tracked, requiresShipping } = inventoryItem ?? {}
  const owner = { world, type: 'PRODUCTVARIANT', id, path: [] }
  return {
    ...{ ...written, options },
    ...(compareAtPrice !== undefined && { compareAtPrice: compareAtPrice === null ? null : plain(compareAtPrice) }),
    ...(cost !== undefined && { cost: cost === null ? null : plain(cost) }),
    ...(taxable != null && { taxable }),
    ...(inventoryPolicy && { policy: inventoryPolicy }),
    ...(tracked != null && { tracked }),
    ...(requiresShipping != null && { requiresShipping }),
    ...(metafields && { variantMetafields: writeMetafields(written.variantMetafields, metafields, owner) }),
  }
}
