import type { Payload } from '../../../contract/push-kinds.ts'
import type { Wire } from '../../map/shapes.ts'
import { given } from '../orders/addresses.ts'
import { optionTexts } from './options.ts'
import { pricesAfter, pricesBody } from './prices.ts'
import { IMAGES_PER_CALL } from './product-at.ts'
import { textsBody } from './product-texts.ts'
import { fieldsBody } from './variant-parts.ts'

type ProductSave = Payload<'product.save'>

/**
 * A product that nobody sees yet; with options its variations follow. By its SKU it is found again. https://open-api.docs.shoplineapp.com/docs/create-product
 */
export function newProductBody(payload: ProductSave, { sku, language }: { sku: string; language: string }): Wire {
  const { options = [], variants: [first] = [], images = [] } = payload
  const prices = pricesAfter(first ?? {}, { price: null, compareAt: null })
  const product = {
    ...{ ...textsBody(payload, language), ...given({ brand: payload.vendor }) },
    ...(first && { ...fieldsBody(first), ...pricesBody(prices, first.cost) }),
    sku,
    ...{ status: 'draft', quantity: 0, unlimited_quantity: false, same_price: options.length === 0 },
    ...(images.length > 0 && { images: images.slice(0, IMAGES_PER_CALL).map(({ url }) => url) }),
    ...(options.length > 0 && { variant_custom_type_translations: optionTexts(options, language) }),
  }
  return { product, ignore_product_media_errors: false }
}
