import type { Line, Order } from '../../../world/model.ts'
import { moneyBag } from '../../nodes/money.ts'
import type { Body } from './body.ts'

/** An amount of the shop's currency under its name, and in both currencies under `{name}_set`. */
export function amountFields(name: string, amount: number, order: Order): Body {
  return { [name]: decimal(amount), [`${name}_set`]: moneySet(amount, order) }
}

export function moneySet(amount: number, order: Order): Body {
  const { shopMoney, presentmentMoney } = moneyBag(amount, order)
  // GraphQL writes one decimal place where REST writes two.
  const side = ({ amount: text, currencyCode }: typeof shopMoney) => ({
    ...{ amount: decimal(Number(text)), currency_code: currencyCode },
  })
  return { shop_money: side(shopMoney), presentment_money: side(presentmentMoney) }
}

export function decimal(amount: number): string {
  return amount.toFixed(2)
}

/** Gross, of the whole quantity. */
export function grossOf({ gross, quantity }: Line): number {
  return Number(gross) * quantity
}

export function linesTotal({ lines }: Order): number {
  return lines.reduce((sum, line) => sum + grossOf(line), 0)
}

export function orderTotal(order: Order): number {
  return linesTotal(order) - Number(order.discount) + Number(order.shipping)
}
