import type { Payload } from '../../contract/push-kinds.ts'
import type { InventoryItemInput } from '../api/graphql/documents.ts'

export type GivenVariant = NonNullable<Payload<'product.save'>['variants']>[number]

/** Fields that all inputs of variants have. SKU, cost and weight belong to the item in stock. */
export function variantInput(given: Partial<GivenVariant> | Payload<'variant.save'>) {
  return {
    price: given.price,
    compareAtPrice: given.compare_at_price,
    barcode: given.barcode,
    inventoryItem: itemInput(given),
  }
}

function itemInput({ sku, cost, weight_grams }: Partial<GivenVariant>): InventoryItemInput {
  return {
    sku,
    cost,
    measurement: weight_grams === undefined ? undefined : { weight: { value: weight_grams, unit: 'GRAMS' } },
  }
}

/** What a product without options has, as the platform names it. */
export const NO_OPTION = { option: 'Title', value: 'Default Title' }

/** Values by the names of the options, in their order. */
export function optionValues(names: readonly string[], { options = [] }: GivenVariant) {
  if (names.length === 0) return [{ optionName: NO_OPTION.option, name: NO_OPTION.value }]
  return names.map((optionName, index) => ({ optionName, name: options[index] ?? '' }))
}

/** Options with every value that a variant has. */
export function optionsInput(names: readonly string[], variants: readonly GivenVariant[]) {
  if (names.length === 0) return [{ name: NO_OPTION.option, values: [{ name: NO_OPTION.value }] }]
  return names.map((name, index) => ({
    name,
    values: [...new Set(variants.map(({ options = [] }) => options[index] ?? ''))].map((value) => ({ name: value })),
  }))
}
