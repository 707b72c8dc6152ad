import type { Body } from './body.ts'
import { decimal, object, text } from './body.ts'

/** `{name}_set` holds both currencies; `{name}` alone is shop money. Decimal text. */
export function shopMoney(body: Body, name: string): string | null {
  return decimal(object(object(body[`${name}_set`]).shop_money).amount) ?? decimal(body[name])
}

export function presentmentMoney(body: Body, name: string): string | null {
  return decimal(object(object(body[`${name}_set`]).presentment_money).amount)
}

/** What the customer saw, where that was another currency than the shop's. */
export function presentmentCurrency({ currency, presentment_currency: shown }: Body): string | null {
  return text(shown) === text(currency) ? null : text(shown)
}
