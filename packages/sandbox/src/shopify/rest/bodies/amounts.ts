import type { Order } from '../../../world/model.ts'
import { currencyOf, moneyBag } from '../../nodes/money.ts'
import type { Body } from './body.ts'

/** `{name}_set` by name: a key made anew for each amount costs more than the amount. */
const setNames = new Map<string, string>()

/** An amount of the order's currency under its name, and in both currencies under `{name}_set`. */
export function amountFields(name: string, amount: number, order: Order): Body {
  const set = moneySet(amount, order)
  return { [name]: set.shop_money.amount, [setNameOf(name)]: set }
}

function setNameOf(name: string): string {
  const setName = setNames.get(name) ?? `${name}_set`
  setNames.set(name, setName)
  return setName
}

export function moneySet(amount: number, order: Order) {
  const shop = { amount: decimal(amount), currency_code: currencyOf(order) }
  if (order.currency === shop.currency_code) return { shop_money: shop, presentment_money: shop }
  const { amount: shown, currencyCode } = moneyBag(amount, order).presentmentMoney
  return { shop_money: shop, presentment_money: { amount: shown, currency_code: currencyCode } }
}

export function decimal(amount: number): string {
  return amount.toFixed(2)
}
