import type { Payload } from '../../../contract/push-kinds.ts'
import { add, divide, multiply, negate, round } from '../../../map/decimals.ts'

/** The platform's prices have four decimal places. */
const PLACES = 4

export type TotalType = 'SUB_TOTAL' | 'TAX' | 'SUB_TOTAL_WITH_TAX' | 'SHIPPING' | 'COUPON' | 'TOTAL'

/** Decimal text, in the order's currency. */
export interface OrderAmounts {
  /** Net, in the order of the lines. */
  lines: { price: string; total: string }[]
  totals: { type: TotalType; value: string }[]
  /** What has to be paid, gross. */
  total: string
}

/**
 * The platform computes nothing: a line's total is its quantity × its net price, and the sums follow from the lines.
 * https://doc.shoprenter.hu/development/api-examples/09_create_order.html
 */
export function amountsOf(order: Payload<'order.create'>): OrderAmounts {
  const isGross = order.prices_include_tax ?? true
  const lines = order.lines.map(({ price, quantity, tax_rate = '0' }) => {
    const factor = factorOf(tax_rate)
    const net = isGross ? divide(price, factor, PLACES) : round(price, PLACES)
    const gross = isGross ? round(price, PLACES) : multiply(net, factor)
    const times = (amount: string) => multiply(amount, String(quantity))
    return { price: net, total: times(net), gross: times(gross) }
  })
  const net = sum(lines.map(({ total }) => total))
  const gross = round(sum(lines.map((line) => line.gross)), PLACES)
  const shipping = shippingOf(order, isGross)
  const discount = order.discount ? negate(round(order.discount.amount, PLACES)) : null
  const total = sum([gross, shipping, discount ?? '0'])
  return {
    lines: lines.map(({ price, total }) => ({ price, total })),
    totals: [
      { type: 'SUB_TOTAL', value: net },
      { type: 'TAX', value: add(gross, negate(net)) },
      { type: 'SUB_TOTAL_WITH_TAX', value: gross },
      { type: 'SHIPPING', value: shipping },
      ...(discount === null ? [] : [{ type: 'COUPON' as const, value: discount }]),
      { type: 'TOTAL', value: total },
    ],
    total,
  }
}

/** Gross, as the platform shows it. */
function shippingOf({ shipping }: Payload<'order.create'>, isGross: boolean): string {
  if (!shipping) return '0'
  return round(isGross ? shipping.price : multiply(shipping.price, factorOf(shipping.tax_rate ?? '0')), PLACES)
}

function factorOf(percent: string): string {
  return add('1', multiply(percent, '0.01'))
}

function sum(amounts: readonly string[]): string {
  return amounts.reduce(add, '0')
}
