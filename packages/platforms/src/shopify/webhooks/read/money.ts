import type { Body } from './body.ts'
import { decimal, object, text } from './body.ts'

/** An amount in the shop's currency, decimal text. `{name}_set` has both currencies, `{name}` only the shop's. */
export function shopMoney(body: Body, name: string): string | null {
  return decimal(object(object(body[`${name}_set`]).shop_money).amount) ?? decimal(body[name])
}

export function presentmentMoney(body: Body, name: string): string | null {
  return decimal(object(object(body[`${name}_set`]).presentment_money).amount)
}

/** The amount that the customer saw; `null` if it is in the shop's currency, `undefined` if the body does not contain it. */
export function shownCurrency({ currency, presentment_currency: shown }: Body): string | null | undefined {
  const [own, seen] = [text(currency), text(shown)]
  if (own === null || seen === null) return undefined
  return seen === own ? null : seen
}
