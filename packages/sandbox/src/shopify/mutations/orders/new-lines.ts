import type { Line, Product } from '../../../world/model.ts'
import type { WorldShop } from '../../../world/shop.ts'
import type { TaxLine } from '../../../world/written.ts'
import { cents } from '../../nodes/money.ts'
import { partId } from '../../world-ids.ts'
import { readId } from '../input/read-id.ts'
import type { LineInput, OrderInput } from './order-input.ts'
import { amountIn, spread, taxesOf } from './taxes.ts'

/** What is bought, `null` for something that is no product of the shop. */
export function productOf({ variantId }: LineInput, { products }: WorldShop): Product | null {
  return variantId == null ? null : products.get(readId(variantId, 'ProductVariant'))
}

function priceOf(input: LineInput, world: WorldShop): number {
  return Number(input.priceSet?.shopMoney.amount ?? productOf(input, world)?.gross ?? 0)
}

/** The lines of a new order, with the taxes of the order spread over those that are taxed. */
export function newLines(orderId: number, order: OrderInput, world: WorldShop): Line[] {
  const inputs = order.lineItems ?? []
  const totals = inputs.map((input) => cents(priceOf(input, world) * input.quantity))
  const shared = sharedTaxes(order, inputs, totals)
  return inputs.map((input, place) => {
    const own = taxesOf(input.taxLines ?? [], totals[place] ?? 0, order.taxesIncluded)
    const taxes = [...own, ...(shared[place] ?? [])]
    return newLine(partId(orderId, place), input, { taxes, isIncluded: order.taxesIncluded, world })
  })
}

function sharedTaxes({ taxLines, taxesIncluded }: OrderInput, inputs: readonly LineInput[], totals: readonly number[]) {
  const bases = totals.map((total, place) => (inputs[place]?.taxable === false ? 0 : total))
  const base = bases.reduce((sum, each) => sum + each, 0)
  const parts = taxesOf(taxLines ?? [], base, taxesIncluded).map((tax) => spread(tax, bases))
  return bases.map((amount, place) => (amount === 0 ? [] : parts.flatMap((each) => each[place] ?? [])))
}

interface LineContext {
  taxes: readonly TaxLine[]
  isIncluded: boolean
  world: WorldShop
}

export function newLine(id: number, input: LineInput, { taxes, isIncluded, world }: LineContext): Line {
  const product = productOf(input, world)
  const price = priceOf(input, world)
  const tax = input.quantity === 0 ? 0 : amountIn(taxes) / input.quantity
  return {
    ...{ id, productId: product?.id ?? 0, sku: input.sku ?? product?.sku ?? '', quantity: input.quantity },
    name: input.title ?? product?.name.hu ?? '',
    ...{ net: text(isIncluded ? price - tax : price), gross: text(isIncluded ? price : price + tax) },
    written: {
      ...{ requiresShipping: input.requiresShipping ?? false, taxable: input.taxable ?? true, taxLines: taxes },
      ...{ giftCard: input.giftCard ?? false, vendor: input.vendor ?? product?.manufacturer ?? null },
      variantTitle: input.variantTitle ?? product?.color.hu ?? null,
      properties: (input.properties ?? []).map(({ name, value }) => ({ key: name, value })),
    },
  }
}

/** To four places, without needless zeros. */
function text(amount: number): string {
  return String(Number(amount.toFixed(4)))
}
