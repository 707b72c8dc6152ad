import { variationDocument } from '../../documents/product.ts'
import { pricesOf, productPricesOf } from '../../documents/product-prices.ts'
import { hasVariations, headOf } from '../../variant-groups.ts'
import { isAnswer, ok } from '../answers.ts'
import type { Answer } from '../open-api-types.ts'
import { answerProduct, type ProductWrite, type VariationWrite } from './product-write.ts'
import { readPrices, toWorldPrices } from './read-prices.ts'

/** The prices of a product with variations are not those of its variations. */
export function changeProductPrice(write: ProductWrite): Answer {
  const { group, call, shop } = write
  const prices = readPrices(call.body, productPricesOf(group, shop))
  if (isAnswer(prices)) return prices
  if (!hasVariations(group))
    return changeOf({ ...write, member: headOf(group) }) ?? answerProduct(group.number, call, shop)
  shop.state.products.change(group.number, { prices })
  shop.world.updateProduct(headOf(group).id, {})
  return answerProduct(group.number, call, shop)
}

export function changeVariationPrice(write: VariationWrite): Answer {
  const { group, member, shop } = write
  const refusal = changeOf(write)
  return refusal ?? ok(variationDocument(shop.world.products.get(member.id) ?? member, group, shop))
}

function changeOf({ member, call, shop: { state, world } }: VariationWrite): Answer | undefined {
  const prices = readPrices(call.body, pricesOf(member, { state }))
  if (isAnswer(prices)) return prices
  state.products.change(member.id, { memberPrice: prices.member, retailPrice: prices.retail })
  world.updateProduct(member.id, toWorldPrices(prices, member))
  return undefined
}
