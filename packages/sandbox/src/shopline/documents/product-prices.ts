import type { Product } from '../../world/model.ts'
import type { Money } from '../money.ts'
import type { Prices } from '../state/product-extras.ts'
import type { ShopState } from '../state/shop-state.ts'
import { hasVariations, headOf, type VariantGroup } from '../variant-groups.ts'

interface Context {
  state: ShopState
  money(amount: string): Money
}

/** Of a product without variations or of a variation. In the world the selling price is the price. */
export function pricesOf({ id, gross, written }: Product, { state }: Pick<Context, 'state'>): Prices {
  const { memberPrice: member, retailPrice: retail } = state.products.get(id)
  const list = written?.compareAtPrice ?? null
  return { price: list ?? gross, sale: list === null ? null : gross, cost: written?.cost ?? null, member, retail }
}

/** Of a product: its own, otherwise those of its first variation. */
export function productPricesOf(group: VariantGroup, context: Pick<Context, 'state'>): Prices {
  const own = hasVariations(group) ? context.state.products.get(group.number).prices : null
  return own ?? pricesOf(headOf(group), context)
}

export function pricesDocument(
  { price, sale, cost, member, retail }: Prices,
  { money }: Pick<Context, 'money'>,
): Record<string, unknown> {
  return {
    ...{ price: money(price), price_sale: money(sale ?? '0'), cost: money(cost ?? '0') },
    ...{ member_price: member === null ? null : money(member), retail_price: retail === null ? null : money(retail) },
  }
}
