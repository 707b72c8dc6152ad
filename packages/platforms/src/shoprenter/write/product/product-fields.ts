import type { Json } from '../../../contract/mirror-rows.ts'
import type { Payload } from '../../../contract/push-kinds.ts'
import { round } from '../../../map/decimals.ts'
import { decimal, idOf, text, type Wire } from '../../api/wire.ts'
import type { BatchWrite } from '../write-batch.ts'
import type { Refused } from '../write-one.ts'
import { priceChanges } from './price-changes.ts'
import { type PriceContext, readTaxFactor } from './tax-rate.ts'

/** What can be set of the product itself, which on this platform is its own variant. */
export type VariantFields = Payload<'variant.save'>

export interface ProductChanges {
  /** Of the product. */
  fields: Record<string, Json>
  /** Of what belongs to it. */
  related: BatchWrite[]
}

interface ProductContext extends PriceContext {
  productId: string
  product: Wire
}

/** Only what differs from the product as it is. https://doc.shoprenter.hu/api/product.html */
export async function variantChanges(
  { sku, barcode, cost, tax_class, price, compare_at_price }: VariantFields,
  context: ProductContext,
): Promise<ProductChanges | Refused> {
  const { product, productId } = context
  const taxClassId = tax_class ?? idOf(product.taxClass)
  const fields: Record<string, Json> = {
    ...(sku !== undefined && sku !== text(product.sku) && { sku }),
    ...(barcode !== undefined && barcode !== text(product.gtin) && { gtin: barcode }),
    ...(cost !== undefined && round(cost, 4) !== round(decimal(product.cost) ?? '-1', 4) && { cost }),
    ...(tax_class !== undefined && tax_class !== idOf(product.taxClass) && { taxClass: { id: tax_class } }),
  }
  if (price === undefined && compare_at_price === undefined) return { fields, related: [] }
  const factor = taxClassId && (await readTaxFactor(taxClassId, tax_class ? null : product, context))
  if (!factor) {
    const message = 'The product has no tax class with a rate, so its net price is not known. Give its `tax_class`.'
    return { kind: 'refused', code: 'no_tax_rate', message }
  }
  const { specials, ...prices } = priceChanges({ price, compare_at_price }, { productId, product, factor })
  return { fields: { ...fields, ...prices }, related: specials }
}
