import type { Product } from '../../world/model.ts'
import { headOf, quantityOf, stocksDocument } from '../documents/product.ts'
import { timeOf } from '../times.ts'
import { hasVariations, type VariantGroup, variantGroupsOf } from '../variant-groups.ts'
import { ids, numberOf } from '../world-ids.ts'
import { notFound, ok, refuse } from './answers.ts'
import type { Answer, ApiCall, ApiShop, Route } from './open-api-types.ts'
import { findProduct } from './products.ts'
import { changeStock } from './stock-moves.ts'
import { mistakeInTags } from './tags.ts'

const QUANTITY_MAX = 9_999_999
const VAT = 1.27

/** https://open-api.docs.shoplineapp.com/docs/update-product-quantity */
export const productWriteRoutes: Route = (call, shop) => {
  const [root, id, ...rest] = call.path
  if (call.method !== 'PUT' || root !== 'products') return undefined
  if (id === 'update_quantity' && rest.length === 0) return quantityBySku(call, shop)
  const group = findProduct(shop, id)
  if (!group) return notFound('Product')
  const [part, variationId, action] = rest
  if (part !== 'variations') return ofProduct(part, { call, shop, group })
  const member = group.members.find(({ id: number }) => number === numberOf('variation', variationId ?? ''))
  return member && hasVariations(group) ? ofVariation(action, { call, shop, group }, member) : notFound('Variation')
}

interface Write {
  call: ApiCall
  shop: ApiShop
  group: VariantGroup
}

function ofProduct(action: string | undefined, write: Write): Answer | undefined {
  const { call, shop, group } = write
  if (action === 'stocks') return stocks(write)
  if (action === 'tags') return tags(write)
  if (action === 'update_price') return price(call, shop, headOf(group))
  if (action !== 'update_quantity') return undefined
  if (hasVariations(group))
    return refuse(422, 'UnprocessableEntity', 'Quantity update is not allowed for a product with variations')
  return quantity(call, shop, headOf(group), (member) => quantityBody(group, member, shop))
}

function ofVariation(action: string | undefined, { call, shop, group }: Write, member: Product): Answer | undefined {
  if (action === 'update_price') return price(call, shop, member)
  if (action !== 'update_quantity') return undefined
  return quantity(call, shop, member, (changed) => ({
    ...quantityBody(group, changed, shop),
    product_id: ids.product(group.number),
  }))
}

function quantity({ body }: ApiCall, shop: ApiShop, member: Product, toBody: (member: Product) => object): Answer {
  const { quantity: wanted, replace = true } = body
  if (!isQuantity(wanted)) return refuse(422, 'UnprocessableEntity', 'quantity is invalid')
  const total = quantityOf([member], shop.world)
  const change = replace ? wanted - total : wanted
  return ok(toBody(changeStock(shop.world, member, { place: 0, change: (level) => level + change })))
}

/** Every product or variation with this SKU. */
function quantityBySku({ body, ...call }: ApiCall, shop: ApiShop): Answer {
  if (!isQuantity(body.quantity)) return refuse(422, 'UnprocessableEntity', 'quantity is invalid')
  const groups = [...variantGroupsOf(shop.world).all().values()].filter(({ isRemoved }) => !isRemoved)
  const items = groups.flatMap((group) =>
    group.members
      .filter(({ sku }) => sku === body.sku)
      .map((member) => quantity({ ...call, body }, shop, member, (changed) => quantityBody(group, changed, shop)).body),
  )
  return ok({ items, errors: [] })
}

function stocks({ call: { body }, shop, group }: Write): Answer {
  const warehouse = numberOf('warehouse', String(body.warehouse_id))
  if (!warehouse || warehouse > shop.world.stockCount)
    return refuse(422, 'UnprocessableEntity', 'warehouse_id is no active warehouse')
  const variation = numberOf('variation', String(body.variation_id ?? ''))
  const member = hasVariations(group) ? group.members.find(({ id }) => id === variation) : headOf(group)
  if (!member) return refuse(422, 'UnprocessableEntity', 'variation_id is invalid')
  const { quantity: wanted, is_replace: isReplace = true } = body
  if (!isQuantity(wanted)) return refuse(422, 'UnprocessableEntity', 'quantity is invalid')
  changeStock(shop.world, member, { place: warehouse - 1, change: (level) => (isReplace ? wanted : level + wanted) })
  return ok(stocksDocument(findProduct(shop, ids.product(group.number)) ?? group, shop))
}

/** The world has only one of the prices. */
function price({ body }: ApiCall, shop: ApiShop, member: Product): Answer {
  const { price: wanted, ...others } = body
  if (typeof wanted !== 'number' || !(wanted >= 0)) return refuse(422, 'UnprocessableEntity', 'price is invalid')
  const [unknown] = Object.keys(others)
  if (unknown) return refuse(422, 'UnprocessableEntity', `The sandbox keeps no ${unknown}`)
  const { updatedAt } = shop.world.updateProduct(member.id, { gross: String(wanted), net: (wanted / VAT).toFixed(4) })
  return ok({ price: shop.money(String(wanted)), updated_at: timeOf(updatedAt) })
}

function tags({ call: { body }, shop, group }: Write): Answer {
  const mistake = mistakeInTags(body.tags)
  if (mistake) return refuse(422, 'UnprocessableEntity', mistake)
  const changed = shop.world.updateProduct(headOf(group).id, { tags: body.tags as string[] })
  return ok({ id: ids.product(group.number), tags: changed.tags })
}

function quantityBody(group: VariantGroup, member: Product, shop: ApiShop): Record<string, unknown> {
  const id = hasVariations(group) ? ids.variation(member.id) : ids.product(group.number)
  return { id, sku: member.sku, quantity: quantityOf([member], shop.world), updated_at: timeOf(member.updatedAt) }
}

function isQuantity(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(value as number) <= QUANTITY_MAX
}
