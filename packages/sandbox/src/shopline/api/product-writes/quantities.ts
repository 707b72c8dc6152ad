import type { Product } from '../../../world/model.ts'
import { quantityOf, stocksDocument } from '../../documents/product.ts'
import { timeOf } from '../../times.ts'
import { hasVariations, headOf, isUnlimited, type VariantGroup, variantGroupsOf } from '../../variant-groups.ts'
import { ids } from '../../world-ids.ts'
import { ok } from '../answers.ts'
import type { Answer, ApiCall, ApiShop } from '../open-api-types.ts'
import { findProduct } from '../products.ts'
import { changeStock } from '../stock-moves.ts'
import { placeIn } from './places.ts'
import { type ProductWrite, unprocessable, type VariationWrite } from './product-write.ts'

const QUANTITY_MAX = 9_999_999

/** https://open-api.docs.shoplineapp.com/docs/update-product-quantity */
export function changeProductQuantity(write: ProductWrite): Answer {
  const { group } = write
  if (hasVariations(group)) return unprocessable('Quantity update is not allowed for a product with variations')
  return changeQuantity({ ...write, member: headOf(group) })
}

export function changeVariationQuantity(write: VariationWrite): Answer {
  return changeQuantity(write, { product_id: ids.product(write.group.number) })
}

/** Sets the sum of all warehouses, or adds to it, in the first one. Not idempotent with `replace: false`. */
function changeQuantity({ group, member, call: { body }, shop }: VariationWrite, more: object = {}): Answer {
  const { quantity: wanted, replace = true } = body
  if (!isQuantity(wanted)) return unprocessable('quantity is invalid')
  if (isUnlimited(group)) return unprocessable('Quantity update is not allowed for unlimited quantity')
  const change = replace ? wanted - quantityOf([member], shop.world) : wanted
  const changed = changeStock(shop.world, member, { place: 0, change: (level) => level + change })
  return ok({ ...quantityDocument(group, changed, shop), ...more })
}

/** Changes every product and variation with this SKU. */
export function changeQuantityBySku(call: ApiCall, shop: ApiShop): Answer {
  const { sku, quantity } = call.body
  if (typeof sku !== 'string' || sku === '') return unprocessable('sku is missing')
  if (!isQuantity(quantity)) return unprocessable('quantity is invalid')
  const groups = [...variantGroupsOf(shop.world).all().values()].filter(({ isRemoved }) => !isRemoved)
  const matches = groups.flatMap((group) =>
    group.members.filter((member) => member.sku === sku).map((member) => ({ group, member })),
  )
  const answers = matches.map((match) => changeQuantity({ ...match, call, shop }))
  return ok({
    items: answers.filter(({ status }) => status === 200).map(({ body }) => body),
    errors: answers.filter(({ status }) => status !== 200).map(({ body }) => ({ sku, ...(body as object) })),
  })
}

/** https://open-api.docs.shoplineapp.com/docs/update-stock */
export function changeStocks({ group, call: { body }, shop }: ProductWrite): Answer {
  const place = placeIn(body, group, shop)
  if (typeof place === 'string') return unprocessable(place)
  const { quantity: wanted, is_replace: isReplace = true } = body
  if (!isQuantity(wanted)) return unprocessable('quantity is invalid')
  changeStock(shop.world, place.member, {
    place: place.warehouse - 1,
    change: (level) => (isReplace ? wanted : level + wanted),
  })
  return ok(stocksDocument(findProduct(shop, ids.product(group.number)) ?? group, shop))
}

function quantityDocument(group: VariantGroup, member: Product, { world }: ApiShop): Record<string, unknown> {
  const id = hasVariations(group) ? ids.variation(member.id) : ids.product(group.number)
  return { id, sku: member.sku, quantity: quantityOf([member], world), updated_at: timeOf(member.updatedAt) }
}

export function isQuantity(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(value as number) <= QUANTITY_MAX
}
