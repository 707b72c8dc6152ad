import type { Product } from '../../../world/model.ts'
import { type Prices, plainProduct } from '../../state/product-extras.ts'
import { isAnswer } from '../answers.ts'
import type { Answer, ApiCall, ApiShop } from '../open-api-types.ts'
import { DEFAULT_IMAGE, mistakeInImages, toMedias } from './images.ts'
import { answerProduct, unprocessable } from './product-write.ts'
import { noPrices, readPrices, toWorldPrices } from './read-prices.ts'
import { mistakeInProduct, readProduct } from './read-product.ts'
import { readVariations, type VariationChange } from './read-variations.ts'
import { isSkuTaken } from './skus.ts'

const NONE: Partial<Product> = {
  ...{ sku: '', name: { hu: '', en: '' }, description: { hu: '', en: '' }, stocks: [0, 0, 0, 0], status: 'disabled' },
  ...{ manufacturer: '', color: { hu: '', en: '' }, tags: [], categoryIds: [], weight: '0', barcode: '' },
}
const QUANTITY_MAX = 9_999_999

/** Not idempotent: a repeated call creates a second product. https://open-api.docs.shoplineapp.com/docs/create-product */
export function createProduct(call: ApiCall, shop: ApiShop): Answer {
  const body = call.body.product as ApiCall['body'] | undefined
  if (typeof body?.price !== 'number') return unprocessable('price is missing')
  const mistake = mistakeIn(body, call, shop)
  if (isAnswer(mistake)) return mistake
  const prices = readPrices(body, noPrices)
  if (isAnswer(prices)) return prices
  const variations = readVariations(body, prices)
  if (isAnswer(variations)) return variations
  const number = addProduct({ body, prices, variations, shop })
  shop.versions.keep('product', number, null)
  return answerProduct(number, call, shop)
}

function mistakeIn(body: ApiCall['body'], call: ApiCall, shop: ApiShop): Answer | object {
  const { quantity } = body
  const isAmount = quantity === undefined || (Number.isInteger(quantity) && Number(quantity) >= 0)
  if (!isAmount || Number(quantity ?? 0) > QUANTITY_MAX) return unprocessable('quantity is invalid')
  if (isSkuTaken(body, shop)) return unprocessable('sku has already been taken')
  const mistake = mistakeInProduct(body, shop)
  if (mistake) return unprocessable(mistake)
  return (call.body.ignore_product_media_errors !== true && mistakeInImages(body)) || {}
}

interface NewProduct {
  body: ApiCall['body']
  prices: Prices
  variations: readonly VariationChange[]
  shop: ApiShop
}

/** Variations are products of the world that belong to the first of them. */
function addProduct({ body, prices, variations, shop }: NewProduct): number {
  const { state, world } = shop
  const whole = readProduct(body, null, plainProduct)
  const common = { ...NONE, ...toWorldPrices(prices, {}), ...whole.product }
  const written = { ...toWorldPrices(prices, {}).written, ...whole.product.written }
  const [first, ...others] = variations
  const quantity = Number(body.quantity ?? 0)
  const head = world.addProduct((id) => ({
    ...common,
    ...{ written, parentId: first ? id : null, stocks: first ? [0, 0, 0, 0] : [quantity, 0, 0, 0] },
    ...withWritten(first, written),
  }))
  for (const change of others) {
    const { id } = world.addProduct({ ...common, parentId: head.id, ...withWritten(change, written) })
    state.products.change(id, change.extras)
  }
  const medias = toMedias(body.images ?? [DEFAULT_IMAGE], head.id, 0)
  state.products.change(head.id, {
    ...{ createdBy: 'openapi', ...whole.extras, memberPrice: prices.member, retailPrice: prices.retail },
    ...{ medias, detailMedias: toMedias(body.detail_images ?? [], head.id, medias.length) },
    ...(first && { ...first.extras, prices }),
  })
  return head.id
}

function withWritten(change: VariationChange | undefined, written: Product['written']): Partial<Product> {
  return change ? { ...change.product, written: { ...written, ...change.product.written } } : {}
}
