import type { Line, Order, Product } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'
import { variantGroupsOf } from '../variant-groups.ts'
import { ids } from '../world-ids.ts'
import type { DocumentContext } from './product.ts'
import { languages } from './texts.ts'

/** Items with the name and price of the time of the order: later changes of the product do not show. */
export function itemDocuments({ lines }: Order, { world, money }: DocumentContext): Record<string, unknown>[] {
  return lines.map((line) => {
    const { id, sku, name, quantity, gross } = line
    const [price, none, total] = [money(gross), money('0'), money(amountOf(line))]
    return {
      ...{ id: ids.line(id), item_type: 'Product', ...thingOf(line, world), sku },
      ...{ title_translations: { [languages.own]: name }, fields_translations: {}, quantity },
      ...{ item_price: price, price, price_sale: none, cost: none, total },
      ...{ discounted_price: total, order_discounted_price: total, item_data: {}, object_data: {}, media: {} },
    }
  })
}

export function subtotalOf({ lines }: Order): string {
  return String(lines.reduce((sum, line) => sum + Number(amountOf(line)), 0))
}

function amountOf({ gross, quantity }: Line): string {
  return String(Number(gross) * quantity)
}

/** Deleted products included: an order keeps their names. */
function thingOf({ productId }: Line, world: WorldShop): Record<string, unknown> {
  const product = world.products.get(productId) ?? findGone(productId, world)
  const head = product?.parentId ?? productId
  const isVariation = product !== undefined && (product.parentId !== null || hadOthers(head, world))
  return { item_id: ids.product(head), item_variation_key: isVariation ? ids.variation(productId) : null }
}

function findGone(productId: number, { deletions }: WorldShop): Product | undefined {
  const loss = deletions.find(({ kind, object }) => kind === 'product' && object.id === productId)
  return loss?.kind === 'product' ? loss.object : undefined
}

/** A parent was sold as a variation even if it is the last of its group. */
function hadOthers(head: number, world: WorldShop): boolean {
  const members = variantGroupsOf(world).all().get(head)?.members ?? []
  if (members.some(({ id }) => id !== head)) return true
  return world.deletions.some((loss) => loss.kind === 'product' && loss.object.parentId === head)
}
