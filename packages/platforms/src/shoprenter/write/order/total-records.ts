import type { Json } from '../../../contract/mirror-rows.ts'
import type { Payload } from '../../../contract/push-kinds.ts'
import type { OrderAmounts, TotalType } from './order-amounts.ts'

type Names = Record<Exclude<TotalType, 'SHIPPING' | 'COUPON'>, string> & { SHIPPING: string }

const hungarian: Names = {
  SUB_TOTAL: 'Nettó részösszeg:',
  TAX: 'ÁFA:',
  SUB_TOTAL_WITH_TAX: 'Bruttó részösszeg:',
  SHIPPING: 'Szállítás:',
  TOTAL: 'Bruttó végösszeg:',
}
const english: Names = {
  SUB_TOTAL: 'Net subtotal:',
  TAX: 'VAT:',
  SUB_TOTAL_WITH_TAX: 'Gross subtotal:',
  SHIPPING: 'Shipping:',
  TOTAL: 'Gross total:',
}

/** The sums as the shop's admin shows them; without the five that every order has it shows nothing of the order. */
export function totalRecords(
  { totals }: OrderAmounts,
  { shipping, discount }: Payload<'order.create'>,
  { currency, language }: { currency: string; language: string },
): Record<string, Json>[] {
  const names = language === 'hu' ? hungarian : english
  const format = new Intl.NumberFormat(language, { style: 'currency', currency })
  const nameOf = (type: TotalType) => {
    if (type === 'COUPON') return `${discount?.code}:`
    return type === 'SHIPPING' && shipping ? `${shipping.title}:` : names[type]
  }
  return totals.map(({ type, value }, index) => ({
    name: nameOf(type),
    valueText: format.format(value as Intl.StringNumericLiteral),
    value,
    sortOrder: String(index + 1),
    type,
  }))
}
