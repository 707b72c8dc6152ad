import type { Order } from '../../world/model.ts'
import type { Progress } from '../../world/written.ts'
import { ids } from '../world-ids.ts'
import { lineTotalOf, reachedAt, totalOf } from './orders.ts'
import { CURRENCY, sum, type TruthRow } from './row.ts'

export function fulfillmentRows(order: Order): TruthRow[] {
  return order.progress ? writtenRows(order, order.progress) : plannedRows(order)
}

function writtenRows(order: Order, { shipments }: Progress): TruthRow[] {
  return shipments.map(({ id, createdAt, updatedAt, company, numbers, urls, lines }) => ({
    externalId: ids.fulfillment(id),
    fields: {
      source_created_at: new Date(createdAt),
      source_updated_at: new Date(updatedAt),
      order_external_id: ids.order(order.id),
      status: 'SUCCESS',
      carrier: numbers.length + urls.length > 0 ? company : null,
      tracking_numbers: numbers,
      tracking_urls: urls,
      lines: lines.map(({ lineId, quantity }) => ({ line_id: ids.line(lineId), quantity })),
    },
  }))
}

/** An order in delivery has sent its first line, a complete one everything; neither came in more than one parcel. */
function plannedRows(order: Order): TruthRow[] {
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

/** A cancelled order gave back at once whatever was paid. */
export function refundRows(order: Order): TruthRow[] {
  if (order.status !== 'cancelled') return []
  const fields = {
    source_created_at: reachedAt(order, 'cancelled'),
    source_updated_at: new Date(order.updatedAt),
    order_external_id: ids.order(order.id),
    amount: order.progress ? refundedBy(order.progress) : totalOf(order),
    currency: order.written?.currency ?? CURRENCY,
    note: null,
    lines: order.lines.map((line) => ({
      line_id: ids.line(line.id),
      quantity: line.quantity,
      subtotal: lineTotalOf(line, order),
    })),
  }
  return [{ externalId: ids.refund(order.id), fields }]
}

function refundedBy({ payments }: Progress): number {
  return sum(payments.flatMap(({ kind, amount }) => (kind === 'REFUND' ? amount : [])))
}
