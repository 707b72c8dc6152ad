import { pricesOf, productPricesOf } from '../../documents/product-prices.ts'
import { hasVariations, headOf } from '../../variant-groups.ts'
import { isAnswer, ok, refuse } from '../answers.ts'
import type { Answer } from '../open-api-types.ts'
import { answerProduct, type ProductWrite, unprocessable, type VariationWrite } from './product-write.ts'
import { readVariation, type VariationChange } from './read-variations.ts'
import { isSkuTaken } from './skus.ts'

/** The first variation of a product takes the place of what was sold without one. */
export function createVariation(write: ProductWrite): Answer {
  const { group, call, shop } = write
  if (isSkuTaken(call.body, shop)) return unprocessable('sku has already been taken')
  const change = readVariation(call.body, productPricesOf(group, shop), null)
  if (isAnswer(change)) return change
  if (hasVariations(group)) addVariation(write, change)
  else replaceVariations(write, [change])
  return answerProduct(group.number, call, shop)
}

/** The new ones have other ids and no stock but their own. */
export function replaceVariations(write: ProductWrite, changes: readonly VariationChange[]): void {
  const { group, shop } = write
  const old = group.members.map(({ id }) => id)
  const prices = productPricesOf(group, shop)
  for (const change of changes) addVariation(write, change)
  for (const id of old) shop.world.deleteProduct(id)
  shop.state.products.change(group.number, { prices })
}

function addVariation({ group, shop: { state, world } }: ProductWrite, { product, extras }: VariationChange): void {
  const { name, description, status, manufacturer, tags, categoryIds, written } =
    world.products.get(headOf(group).id) ?? headOf(group)
  const { id } = world.addProduct({
    ...{ name, description, status, manufacturer, tags, categoryIds, sku: '', barcode: '', weight: '0' },
    ...{ stocks: [0, 0, 0, 0], parentId: group.number, ...product, written: { ...written, ...product.written } },
  })
  state.products.change(id, extras)
}

export function updateVariation(write: VariationWrite): Answer {
  const { group, member, call, shop } = write
  const change = readVariation(call.body, pricesOf(member, shop), member)
  if (isAnswer(change)) return change
  shop.state.products.change(member.id, change.extras)
  shop.world.updateProduct(member.id, change.product)
  return answerProduct(group.number, call, shop)
}

/** The last one stays: what a product without any becomes is not documented. */
export function deleteVariation({ group, member, shop: { world } }: VariationWrite): Answer {
  if (group.members.length === 1) return refuse(400, 'BadRequest', 'The last variation cannot be deleted')
  world.deleteProduct(member.id)
  return ok({ message: 'success' })
}
