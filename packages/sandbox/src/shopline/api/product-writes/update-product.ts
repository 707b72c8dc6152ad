import type { Product } from '../../../world/model.ts'
import { productPricesOf } from '../../documents/product-prices.ts'
import { headOf } from '../../variant-groups.ts'
import { isAnswer, ok } from '../answers.ts'
import type { Answer } from '../open-api-types.ts'
import { mistakeInTags } from '../tags.ts'
import { mistakeInImages, toMedias } from './images.ts'
import { answerProduct, type ProductWrite, unprocessable } from './product-write.ts'
import { mistakeInProduct, readProduct } from './read-product.ts'
import { readVariations } from './read-variations.ts'
import { replaceVariations } from './variations.ts'

/** Prices and quantities have calls of their own. https://open-api.docs.shoplineapp.com/docs/update-product */
export function updateProduct(write: ProductWrite): Answer {
  const { group, call, shop } = write
  const { price: _price, price_sale: _sale, quantity: _quantity, ...body } = call.body
  const mistake = mistakeInProduct(body, shop)
  if (mistake) return unprocessable(mistake)
  const wrongImage = mistakeInImages(body)
  if (wrongImage) return wrongImage
  const variations = readVariations(body, productPricesOf(group, shop))
  if (isAnswer(variations)) return variations
  const extras = shop.state.products.get(group.number)
  const change = readProduct(body, headOf(group), extras)
  shop.state.products.change(group.number, {
    ...change.extras,
    ...(Array.isArray(body.images) && { medias: toMedias(body.images, group.number, 0) }),
    ...(Array.isArray(body.detail_images) && { detailMedias: toMedias(body.detail_images, group.number, 5_000) }),
  })
  changeMembers(write, change.product)
  if (body.is_replace_variations === true && variations.length > 0) replaceVariations(write, variations)
  return answerProduct(group.number, call, shop)
}

/** Texts, status and categories are those of all members; SKU, barcode and weight only of the first. */
function changeMembers({ group, shop: { world } }: ProductWrite, change: Partial<Product>): void {
  const [first, ...others] = group.members
  const { sku: _sku, barcode: _barcode, weight: _weight, ...common } = change
  if (first) world.updateProduct(first.id, change)
  for (const { id } of others) world.updateProduct(id, common)
}

export function replaceProductTags({ group, call, shop }: ProductWrite): Answer {
  const mistake = mistakeInTags(call.body.tags)
  return mistake ? unprocessable(mistake) : keepTags({ group, call, shop }, call.body.tags as string[])
}

/** Adds or removes, one tag at least. */
export function editProductTags(write: ProductWrite): Answer {
  const { tags, update_mode: mode } = write.call.body
  if (mode !== 'add' && mode !== 'remove') return unprocessable('update_mode is invalid')
  const mistake = Array.isArray(tags) && tags.length === 0 ? 'tags is empty' : mistakeInTags(tags)
  if (mistake) return unprocessable(mistake)
  const [before, named] = [headOf(write.group).tags, tags as string[]]
  return keepTags(write, mode === 'add' ? [...before, ...named] : before.filter((tag) => !named.includes(tag)))
}

function keepTags({ group, shop: { world } }: ProductWrite, tags: readonly string[]): Answer {
  const changed = world.updateProduct(headOf(group).id, { tags: [...new Set(tags)] })
  return ok({ tags: changed.tags })
}
