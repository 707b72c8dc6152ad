import type { Order } from '../../world/model.ts'
import { ids } from '../world-ids.ts'
import { grossOf, reachedAt, totalOf } from './orders.ts'
import { CURRENCY, type TruthRow } from './row.ts'

/** An order in delivery has sent its first line, a complete one everything; neither came in more than one parcel. */
export function fulfillmentRows(order: Order): TruthRow[] {
  const { status, lines } = order
  if (status !== 'shipped' && status !== 'complete') return []
  const sent = status === 'shipped' ? lines.slice(0, 1) : lines
  const parcel = `MB${String(order.id).padStart(8, '0')}`
  const fields = {
    source_created_at: reachedAt(order, status),
    source_updated_at: new Date(order.updatedAt),
    order_external_id: ids.order(order.id),
    status: 'SUCCESS',
    carrier: 'GLS',
    tracking_numbers: [parcel],
    tracking_urls: [`https://gls-group.com/track/${parcel}`],
    lines: sent.map(({ id, quantity }) => ({ line_id: ids.line(id), quantity })),
  }
  return [{ externalId: ids.fulfillment(order.id), fields }]
}

/** A cancelled order gave everything back at once. */
export function refundRows(order: Order): TruthRow[] {
  if (order.status !== 'cancelled') return []
  const fields = {
    source_created_at: reachedAt(order, 'cancelled'),
    source_updated_at: new Date(order.updatedAt),
    order_external_id: ids.order(order.id),
    amount: totalOf(order),
    currency: CURRENCY,
    note: null,
    lines: order.lines.map((line) => ({
      line_id: ids.line(line.id),
      quantity: line.quantity,
      subtotal: grossOf(line),
    })),
  }
  return [{ externalId: ids.refund(order.id), fields }]
}
