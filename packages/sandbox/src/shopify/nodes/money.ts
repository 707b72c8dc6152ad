import type { Order } from '../../world/model.ts'

export const CURRENCY = 'HUF'

interface Money {
  amount: string
  currencyCode: string
}

/** Whole forints, and what the customer saw of them. */
export function moneyBag(amount: number, { currency, rate }: Pick<Order, 'currency' | 'rate'>) {
  const shopMoney: Money = moneyOf(amount)
  const presentmentMoney = currency === CURRENCY ? shopMoney : { amount: convert(amount, rate), currencyCode: currency }
  return { __typename: 'MoneyBag', shopMoney, presentmentMoney }
}

/** In the shop's currency. */
export function moneyOf(amount: number): Money {
  return { amount: decimal(amount), currencyCode: CURRENCY }
}

/** The platform writes one place at least. */
export function decimal(amount: number): string {
  return amount.toFixed(1)
}

/** Part of a gross amount that is tax, to the forint. */
export function taxIn(gross: number): number {
  return Math.round((gross * 27) / 127)
}

/** To the cent, in whole numbers: a float would be off now and then. */
function convert(amount: number, rate: string): string {
  const [whole = '0', fraction = ''] = rate.split('.')
  const divisor = 10n ** BigInt(fraction.length)
  const scaled = BigInt(amount) * BigInt(`${whole}${fraction}`) * 100n
  const cents = (scaled + divisor / 2n) / divisor
  return `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`
}
