import type { Change } from '../../../contract/writes.ts'
import { commaFault } from './tags.ts'

export const VARIANT_FIELDS: readonly string[] = ['sku', 'price', 'compare_at_price', 'barcode', 'cost', 'tax_class']

/** What ShopRenter has no place for in a product, and what to do instead. */
export const productAlternatives: Readonly<Record<string, string>> = {
  'variants.options': 'variants are products of their own with attributes of a product class; set them in the admin',
  options: 'variants are products of their own with attributes of a product class; set them in the admin',
  'variants.weight_grams': "weights are in the shop's own unit; set it in the admin",
  vendor: 'manufacturers are objects of their own; choose one in the admin',
  product_type: 'ShopRenter has categories instead; choose them in the admin',
  handle: 'the shop makes the address itself; change it in the admin',
}

/** What can be told of a product without the shop. */
export function checkProduct({ target, payload }: Change<'product.save'>): { path: string; message: string }[] {
  const { title, variants = [], tags = [] } = payload
  const missing = (path: string) => ({
    path: `payload.${path}`,
    message: 'is required of a new product by shoprenter shops',
  })
  const isNew = target.id === null
  const [variant, other] = variants
  return [
    ...(isNew && title === undefined ? [missing('title')] : []),
    ...(isNew && !variant ? [missing('variants')] : []),
    ...(isNew && variant?.price !== undefined && variant.tax_class === undefined
      ? [missing('variants.0.tax_class')]
      : []),
    ...(other
      ? [{ path: 'payload.variants.1', message: 'every variant is a product in ShopRenter: save it by itself' }]
      : []),
    ...tags.flatMap((tag, index) => commaFault(tag, `payload.tags.${index}`)),
  ]
}
