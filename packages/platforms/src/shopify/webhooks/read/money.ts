import type { Body } from './body.ts'
import { decimal, object, text } from './body.ts'

/** `{name}_set` holds both currencies; `{name}` alone is shop money. Decimal text. */
export function shopMoney(body: Body, name: string): string | null {
  return decimal(object(object(body[`${name}_set`]).shop_money).amount) ?? decimal(body[name])
}

export function presentmentMoney(body: Body, name: string): string | null {
  return decimal(object(object(body[`${name}_set`]).presentment_money).amount)
}

/** What the customer saw, `null` where that was the shop's own currency; `undefined` where the body does not say. */
export function shownCurrency({ currency, presentment_currency: shown }: Body): string | null | undefined {
  const [own, seen] = [text(currency), text(shown)]
  if (own === null || seen === null) return undefined
  return seen === own ? null : seen
}
