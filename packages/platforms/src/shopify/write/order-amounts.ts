import type { Payload } from '../../contract/push-kinds.ts'
import { portion, toUnits } from './decimal.ts'

const PERCENT = toUnits('100')

/** Amounts of an order in millionths. Shopify computes none of the taxes of an order that an app creates. */
export interface OrderAmounts {
  /** Tax of each line, after the discount; `null`: it says no rate. */
  lineTaxes: (bigint | null)[]
  shippingTax: bigint | null
  discount: bigint
  /** What the customer pays. */
  total: bigint
}

/** The discount is spread over the lines by their totals, as the platform does. */
export function amountsOf(order: Payload<'order.create'>, currency: string): OrderAmounts {
  const digits = digitsOf(currency)
  const includesTax = order.prices_include_tax ?? true
  const taxOf = (amount: bigint, rate: string | undefined) => {
    if (rate === undefined) return null
    const percent = toUnits(rate)
    return portion(amount, percent, includesTax ? PERCENT + percent : PERCENT, digits)
  }
  const totals = order.lines.map(({ price, quantity }) => toUnits(price) * BigInt(quantity))
  const goods = sum(totals)
  const wanted = toUnits(order.discount?.amount ?? '0')
  const discount = least(wanted, goods)
  const discounts = spread(discount, totals, digits)
  const lineTaxes = order.lines.map(({ tax_rate }, index) =>
    taxOf((totals[index] ?? 0n) - (discounts[index] ?? 0n), tax_rate),
  )
  const shipping = toUnits(order.shipping?.price ?? '0')
  const shippingTax = taxOf(shipping, order.shipping?.tax_rate)
  const taxes = includesTax ? 0n : sum([...lineTaxes, shippingTax].map((tax) => tax ?? 0n))
  return { lineTaxes, shippingTax, discount, total: goods - discount + shipping + taxes }
}

/** The last part takes what rounding leaves. */
function spread(amount: bigint, over: readonly bigint[], digits: number): bigint[] {
  const whole = sum(over)
  if (whole === 0n) return over.map(() => 0n)
  const parts = over.slice(0, -1).map((each) => portion(amount, each, whole, digits))
  return [...parts, amount - sum(parts)]
}

function least(a: bigint, b: bigint): bigint {
  if (a < b) return a
  return b
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n)
}

/** https://www.iso.org/iso-4217-currency-codes.html, which the platform keeps to; `Intl` rounds forints to whole ones. */
function digitsOf(currency: string): number {
  if (WITHOUT_CENTS.has(currency)) return 0
  return WITH_MILLS.has(currency) ? 3 : 2
}

const WITHOUT_CENTS: ReadonlySet<string> = new Set(
  'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'.split(' '),
)
const WITH_MILLS: ReadonlySet<string> = new Set('BHD IQD JOD KWD LYD OMR TND'.split(' '))
