import type { Order } from '../../world/model.ts'
import { multiply } from '../decimals.ts'
import type { Records, TotalRecord } from '../records.ts'
import { type Fields, readFields, requireFields, type Shape } from '../writes/read-fields.ts'
import { missing, Refusal } from '../writes/refusal.ts'
import { found, type Target, type Writer } from '../writes/writer.ts'
import { sumOf, totalOfOrder, totalsOf } from './order-amounts.ts'
import { recordOf } from './order-record.ts'

const PER_ORDER = 10
const TYPES: readonly string[] = [
  ...['SUB_TOTAL', 'TAX', 'SUB_TOTAL_WITH_TAX', 'SHIPPING', 'PAYMENT', 'COUPON'],
  ...['LOYALTYPOINTS_TO_GET', 'LOYALTYPOINTS_TO_USE', 'TOTAL'],
]

/** https://doc.shoprenter.hu/api/order_total.html */
const shape: Shape = {
  texts: ['name', 'valueText', 'sortOrder', 'type', 'key', 'description'],
  amounts: ['value'],
  refs: { order: 'order' },
  required: ['order'],
}

export const totalWriter: Writer = {
  kind: 'total',
  exists: (number, target) => findTotal(number, target) !== null,
  create(body, target) {
    requireFields(body, shape)
    const { formats } = target
    const fields = readFields(body, shape, target)
    const orderId = fields.refs.order
    if (!orderId) throw missing('order')
    const id = formats.records.nextNumber()
    const empty = {
      id,
      type: '',
      name: '',
      value: '0.0000',
      valueText: '',
      sortOrder: '0',
      key: null,
      description: null,
    }
    formats.records.orderOfTotal.set(id, orderId)
    setTotals(orderId, (totals) => [...totals, applyFields(empty, fields)], target)
    return id
  },
  update(number, body, target) {
    const { formats } = target
    const fields = readFields(body, shape, target)
    const orderId = orderOfTotal(number, formats.records)
    if ('order' in fields.refs && fields.refs.order !== orderId) throw new Refusal(400, 40_002, 'order is read-only')
    setTotals(orderId, (all) => all.map((each) => (each.id === number ? applyFields(each, fields) : each)), target)
  },
  remove(number, target) {
    const orderId = orderOfTotal(number, target.formats.records)
    setTotals(orderId, (totals) => totals.filter(({ id }) => id !== number), target)
  },
}

export function findTotal(number: number, { shop, formats }: Pick<Target, 'shop' | 'formats'>) {
  const orderId = orderOfTotal(number, formats.records)
  const order = shop.orders.get(orderId)
  const total = order && totalsOf(order, recordOf(order, formats.records)).find(({ id }) => id === number)
  return total ? { total, orderId } : null
}

function orderOfTotal(number: number, { orderOfTotal: made }: Records): number {
  return made.get(number) ?? Math.floor(number / PER_ORDER)
}

/** A type that is not exactly one of the list is stored as empty. */
function applyFields(before: TotalRecord, { values }: Fields): TotalRecord {
  const { type, ...rest } = values
  return { ...before, ...rest, ...(type !== undefined && { type: TYPES.includes(type) ? type : '' }) }
}

function setTotals(orderId: number, change: (totals: readonly TotalRecord[]) => TotalRecord[], target: Target): void {
  const { shop, formats } = target
  const order = found(shop.orders.get(orderId))
  const record = recordOf(order, formats.records)
  const totals = change(totalsOf(order, record))
  formats.records.orders.set(orderId, { ...record, total: totalOfOrder(order, record), totals })
  shop.updateOrder(orderId, amountsOf(totals))
}

/** What other platforms show of the same order. */
function amountsOf(totals: readonly TotalRecord[]): Pick<Order, 'shipping' | 'discount'> {
  const discount = sumOf(totals, ['COUPON', 'LOYALTYPOINTS_TO_USE']) ?? '0'
  return { shipping: sumOf(totals, ['SHIPPING']) ?? '0', discount: multiply(discount, '-1') }
}
