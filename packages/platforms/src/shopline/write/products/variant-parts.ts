import type { WriteOutcome } from '../../../contract/writes.ts'
import type { Wire } from '../../map/shapes.ts'
import { flag } from '../../map/wire.ts'
import type { Part } from '../carry-out.ts'
import { given } from '../orders/addresses.ts'
import { writeOutcome } from '../write-once.ts'
import { type GivenPrices, isAbove, isSameAmount, pricesAfter, pricesBody } from './prices.ts'
import { type ProductAt, pathOf, type Sold, soldOf } from './product-at.ts'

/** What a push says of a variant. */
export interface GivenVariant extends GivenPrices {
  sku?: string | undefined
  barcode?: string | undefined
  weight_grams?: number | undefined
}

export const VARIANT_FIELDS = ['sku', 'price', 'compare_at_price', 'barcode', 'weight_grams', 'cost']

/** The fields without the prices, which have a call of their own. */
export function fieldsBody({ sku, barcode, weight_grams: grams }: GivenVariant): Wire {
  return { ...given({ sku, gtin: barcode }), ...(grams !== undefined && { weight: grams / 1_000 }) }
}

/** The parts of a change of a variant of `product`, as it is now. */
export function variantParts(at: ProductAt, variantId: string, wanted: GivenVariant, product: Wire): Part[] {
  const hasPrices = [wanted.price, wanted.compare_at_price, wanted.cost].some((value) => value !== undefined)
  return [
    ...(Object.keys(fieldsBody(wanted)).length > 0 ? [fields(at, variantId, wanted)] : []),
    ...(hasPrices ? [prices(at, variantId, wanted, product)] : []),
  ]
}

/** A product without variations is its own variant. */
function pathOfVariant({ id }: ProductAt, variantId: string, part = ''): string {
  return variantId === id
    ? pathOf(id, part)
    : pathOf(id, `variations/${encodeURIComponent(variantId)}${part && `/${part}`}`)
}

function fields(at: ProductAt, variantId: string, wanted: GivenVariant): Part {
  const { sku, barcode, weight_grams: grams } = wanted
  return {
    isIn(product) {
      const sold = find(product, variantId)
      const isWeight = grams === undefined || Number(sold?.weight) === grams / 1_000
      return isSaid(sku, sold?.sku) && isSaid(barcode, sold?.barcode) && isWeight
    },
    write: () => writeOutcome(at.api, pathOfVariant(at, variantId), { method: 'PUT', body: fieldsBody(wanted) }),
  }
}

function prices(at: ProductAt, variantId: string, wanted: GivenPrices, product: Wire): Part {
  const present = find(product, variantId)
  const after = pricesAfter(wanted, present ?? { price: null, compareAt: null })
  const isIn = (shown: Wire) => {
    const sold = find(shown, variantId)
    const isCost = wanted.cost === undefined || isSameAmount(sold?.cost ?? null, wanted.cost)
    return (
      isCost && isSameAmount(sold?.price ?? null, after.price) && isSameAmount(sold?.compareAt ?? null, after.compareAt)
    )
  }
  return {
    isIn,
    async write() {
      if (after.compareAt !== null && !isAbove(after.compareAt, after.price)) return notAbove
      if (variantId !== at.id && flag(product.same_price)) return samePrice
      const body = pricesBody(after, wanted.cost)
      return writeOutcome(at.api, pathOfVariant(at, variantId, 'update_price'), { method: 'PUT', body })
    },
  }
}

const notAbove: WriteOutcome = {
  kind: 'refused',
  code: 'compare_at_price_too_low',
  message: 'compare_at_price has to be above the price. Push both, or null for none.',
}
const samePrice: WriteOutcome = {
  kind: 'refused',
  code: 'same_price',
  message:
    'All variations of this product have one price in SHOPLINE. Switch that off in the product there, then retry.',
}

function find(product: Wire, variantId: string): Sold | undefined {
  return soldOf(product).find(({ id }) => id === variantId)
}

function isSaid(wanted: string | undefined, shown: string | null | undefined): boolean {
  return wanted === undefined || wanted === shown
}
