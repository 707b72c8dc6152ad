import { productDocument } from '../../documents/product.ts'
import { hasVariations } from '../../variant-groups.ts'
import { numberOf } from '../../world-ids.ts'
import { notFound } from '../answers.ts'
import type { Answer, ApiCall, ApiShop, Route } from '../open-api-types.ts'
import { findProduct } from '../products.ts'
import { changeRetailStatuses, changeStatuses, deleteProduct, deleteProducts } from './bulk-products.ts'
import { changeStocksInBulk } from './bulk-stocks.ts'
import { createProduct } from './create-product.ts'
import { addImages, deleteImages } from './images.ts'
import { changeProductPrice, changeVariationPrice } from './prices.ts'
import type { ProductWrite, VariationWrite } from './product-write.ts'
import { changeProductQuantity, changeQuantityBySku, changeStocks, changeVariationQuantity } from './quantities.ts'
import { editProductTags, replaceProductTags, updateProduct } from './update-product.ts'
import { createVariation, deleteVariation, updateVariation } from './variations.ts'

const ofShop: Readonly<Record<string, (call: ApiCall, shop: ApiShop) => Answer>> = {
  'POST products': createProduct,
  'PUT products/update_quantity': changeQuantityBySku,
  'PUT products/bulk_update_stocks': changeStocksInBulk,
  'PUT products/status/bulk': changeStatuses,
  'PUT products/retail_status/bulk': changeRetailStatuses,
  'DELETE products/bulk': deleteProducts,
}

/** Below a product. */
const ofProduct: Readonly<Record<string, (write: ProductWrite) => Answer>> = {
  PUT: updateProduct,
  DELETE: deleteProduct,
  'PUT update_quantity': changeProductQuantity,
  'PUT update_price': changeProductPrice,
  'PUT stocks': changeStocks,
  'PUT tags': replaceProductTags,
  'PATCH tags': editProductTags,
  'POST add_images': addImages,
  'DELETE delete_images': deleteImages,
  'POST variations': createVariation,
}

/** Below one of its variations. */
const ofVariation: Readonly<Record<string, (write: VariationWrite) => Answer>> = {
  PUT: updateVariation,
  DELETE: deleteVariation,
  'PUT update_quantity': changeVariationQuantity,
  'PUT update_price': changeVariationPrice,
}

export const productWriteRoutes: Route = (call, shop) => {
  const { method, path } = call
  const [root, id = '', ...rest] = path
  if (root !== 'products') return undefined
  const whole = ofShop[`${method} ${path.join('/')}`]
  if (whole) return whole(call, shop)
  const [part, variationId = '', ...action] = rest
  const isVariation = part === 'variations' && variationId !== ''
  const write = isVariation ? ofVariation[[method, ...action].join(' ')] : ofProduct[[method, ...rest].join(' ')]
  if (!write) return undefined
  const group = findProduct(shop, id)
  if (!group) return notFound('Product')
  const member = group.members.find(({ id: number }) => number === numberOf('variation', variationId))
  if (isVariation && !(member && hasVariations(group))) return notFound('Variation')
  shop.versions.keep('product', group.number, productDocument(group, shop))
  return write({ group, call, shop, member: member ?? (group.members[0] as VariationWrite['member']) })
}
