import type { Order } from '../../world/model.ts'
import { totalOf } from '../../world/truth.ts'
import { add, fourPlaces } from '../decimals.ts'
import type { OrderRecord, TotalRecord } from '../records.ts'

type Amounts = Pick<OrderRecord, 'total' | 'totals'>

/** Gross, in the shop's currency: as a program set it, or computed. */
export function totalOfOrder(order: Order, { total }: Amounts): string {
  return total ?? fourPlaces(totalOf(order))
}

export function totalsOf(order: Order, { totals }: Amounts): readonly TotalRecord[] {
  return totals ?? computed(order)
}

/** Of the amounts with these types; `null` if there are none. */
export function sumOf(totals: readonly TotalRecord[], types: readonly string[]): string | null {
  const values = totals.filter(({ type }) => types.includes(type))
  return values.length === 0 ? null : values.reduce((sum, { value }) => add(sum, value), '0')
}

function computed(order: Order): TotalRecord[] {
  const goods = totalOf({ ...order, shipping: '0', discount: '0' })
  const discount = order.discount === '0' ? [] : [{ type: 'COUPON', name: 'Kupon:', value: `-${order.discount}.0000` }]
  return [
    { type: 'SUB_TOTAL_WITH_TAX', name: 'Részösszeg:', value: fourPlaces(goods) },
    { type: 'TAX', name: 'ÁFA:', value: (goods - goods / 1.27).toFixed(4) },
    { type: 'SHIPPING', name: 'Szállítás:', value: fourPlaces(order.shipping) },
    ...discount,
    { type: 'TOTAL', name: 'Bruttó végösszeg:', value: fourPlaces(totalOf(order)) },
  ].map((total, index) => ({
    ...{ id: order.id * 10 + index, ...total, valueText: `${total.value} Ft` },
    ...{ sortOrder: String(index), key: null, description: null },
  }))
}
