import type { Line, Product } from '../../../world/model.ts'

import { hasVariations, headOf } from '../../variant-groups.ts'
import { numberOf } from '../../world-ids.ts'
import { isAnswer } from '../answers.ts'
import type { Answer, ApiShop } from '../open-api-types.ts'
import { findProduct } from '../products.ts'
import { unprocessable } from './order-write.ts'

type NewLine = Omit<Line, 'id'>
type Json = Record<string, unknown>

const VAT = 1.27

/** Only products of the catalogue, at the shop's prices. */
export function checkItems(items: unknown, shop: ApiShop): NewLine[] | Answer {
  if (!Array.isArray(items) || items.length === 0) return unprocessable('items is empty')
  const lines: NewLine[] = []
  for (const item of items) {
    const line = toLine(item as Json, shop)
    if (isAnswer(line)) return line
    lines.push(line)
  }
  return lines
}

export function sumOf(lines: readonly NewLine[]): number {
  return lines.reduce((sum, { gross, quantity }) => sum + Number(gross) * quantity, 0)
}

function toLine(item: Json, shop: ApiShop): NewLine | Answer {
  if (item.item_type !== 'Product') return unprocessable('item_type is invalid')
  const product = productOf(item, shop)
  if (!product) return unprocessable('item_id or variation_id is invalid')
  const { item_price: price, quantity, total } = item
  if (Number(product.gross) === 0) return unprocessable('A product with the price 0 cannot be sold')
  if (typeof price !== 'number' || price < 0) return unprocessable('item_price is invalid')
  if (!Number.isInteger(quantity) || Number(quantity) < 1) return unprocessable('quantity is invalid')
  const isChecked = shop.quirks.priceCheck === 'strict'
  if (isChecked && price !== Number(product.gross)) return unprocessable("item_price is not the item's price")
  if (isChecked && total !== price * Number(quantity)) return unprocessable('total of an item is invalid')
  const { sku, name, id: productId } = product
  const gross = String(price)
  return { productId, sku, name: name.hu, gross, net: (price / VAT).toFixed(4), quantity: Number(quantity) }
}

/** A product with variations needs the id of one. */
function productOf(item: Json, shop: ApiShop): Product | undefined {
  const group = findProduct(shop, String(item.item_id))
  if (!group) return undefined
  const variation = numberOf('variation', String(item.variation_id ?? ''))
  return hasVariations(group) ? group.members.find(({ id }) => id === variation) : headOf(group)
}
