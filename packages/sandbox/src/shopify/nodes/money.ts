import type { Order } from '../../world/model.ts'

export const CURRENCY = 'HUF'

interface Money {
  amount: string
  currencyCode: string
}

type Priced = Pick<Order, 'currency' | 'rate' | 'written'>

/** An amount of the order's currency, and what the customer saw of it. */
export function moneyBag(amount: number, order: Priced) {
  const shopMoney: Money = { amount: decimal(amount), currencyCode: currencyOf(order) }
  const presentmentMoney =
    order.currency === shopMoney.currencyCode
      ? shopMoney
      : { amount: convert(amount, order.rate), currencyCode: order.currency }
  return { __typename: 'MoneyBag', shopMoney, presentmentMoney }
}

/** Of the shop's side of an order. */
export function currencyOf({ written }: Pick<Order, 'written'>): string {
  return written?.currency ?? CURRENCY
}

/** In the shop's currency. */
export function moneyOf(amount: number): Money {
  return { amount: decimal(amount), currencyCode: CURRENCY }
}

/** The platform writes one place at least. */
export function decimal(amount: number): string {
  return amount.toFixed(2).replace(/0$/, '')
}

/** To the cent. */
export function cents(amount: number): number {
  return Math.round(amount * 100) / 100
}

/** Part of a gross amount that is tax, to the forint. */
export function taxIn(gross: number): number {
  return Math.round((gross * 27) / 127)
}

/** To the cent, in whole numbers: a float would be off now and then. */
function convert(amount: number, rate: string): string {
  const [whole = '0', fraction = ''] = rate.split('.')
  const divisor = 10n ** BigInt(fraction.length) * 100n
  const scaled = BigInt(Math.round(amount * 100)) * BigInt(`${whole}${fraction}`) * 100n
  const cents = (scaled + divisor / 2n) / divisor
  return `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`
}
