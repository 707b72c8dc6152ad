import type { Formats } from '../formats.ts'
import type { TotalRecord } from '../records.ts'

const ZERO_DATE = '-0001-11-30T00:00:00'

/** https://doc.shoprenter.hu/api/order_total.html */
export function totalResource(
  { id: number, ...total }: TotalRecord,
  orderId: number,
  { href, ids }: Formats,
): Record<string, unknown> {
  const id = ids.of('total', number)
  return {
    ...{ ...href.one('orderTotals', id), id, ...total, dateUpdated: ZERO_DATE },
    order: href.one('orders', ids.of('order', orderId)),
  }
}
