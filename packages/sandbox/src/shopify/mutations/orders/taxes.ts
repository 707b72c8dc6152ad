import type { TaxLine } from '../../../world/written.ts'
import { cents } from '../../nodes/money.ts'
import type { TaxInput } from './order-input.ts'

/** Taxes of one price, by their rate where their amount is not given. */
export function taxesOf(inputs: readonly TaxInput[], price: number, isIncluded: boolean): TaxLine[] {
  return inputs.map(({ title, rate, priceSet, channelLiable = false }) => ({
    ...{ title, rate, channelLiable },
    amount: priceSet ? Number(priceSet.shopMoney.amount) : taxAt(Number(rate), price, isIncluded),
  }))
}

function taxAt(rate: number, price: number, isIncluded: boolean): number {
  return cents(isIncluded ? (price * rate) / (1 + rate) : price * rate)
}

/** Parts of a tax for each of the prices, to the cent; the last takes what rounding leaves. */
export function spread(tax: TaxLine, prices: readonly number[]): TaxLine[] {
  const whole = prices.reduce((sum, price) => sum + price, 0)
  let rest = tax.amount
  return prices.map((price, index) => {
    const share = whole === 0 ? 0 : cents((tax.amount * price) / whole)
    const amount = index === prices.length - 1 ? cents(rest) : share
    rest -= amount
    return { ...tax, amount }
  })
}

/** Taxes of the same name and rate together. */
export function addUp(taxes: readonly TaxLine[]): TaxLine[] {
  const groups = Map.groupBy(taxes, ({ title, rate }) => `${title} ${Number(rate)}`)
  return [...groups.values()].flatMap(([first, ...more]) =>
    first ? [{ ...first, amount: cents(more.reduce((sum, { amount }) => sum + amount, first.amount)) }] : [],
  )
}

export function amountIn(taxes: readonly TaxLine[]): number {
  return taxes.reduce((sum, { amount }) => sum + amount, 0)
}
