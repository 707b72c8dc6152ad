import type { Order } from '../../../world/model.ts'
import type { WorldShop } from '../../../world/shop.ts'
import { CURRENCY, taxIn } from '../../nodes/money.ts'
import { saleOf, transactionsOf } from '../../nodes/order-parts.ts'
import type { Transaction } from '../../nodes/refs.ts'
import { ids } from '../../world-ids.ts'
import { exact, localTime } from '../json.ts'
import { amountFields, decimal, grossOf, orderTotal } from './amounts.ts'
import type { Body } from './body.ts'
import { lineBodies, sentLines } from './line-body.ts'
import { financialStatus, isCancelled, statusSince } from './status.ts'

/** One fulfilment with everything that has been sent. */
export function fulfillmentBodies(order: Order, world: WorldShop, lines = lineBodies(order, world)): Body[] {
  const { id, updatedAt } = order
  const sent = sentLines(order)
  if (sent.length === 0) return []
  const number = `MB${String(id).padStart(8, '0')}`
  const url = `https://gls-group.com/track/${number}`
  return [
    {
      ...{ id: exact(ids.fulfillment(id)), order_id: exact(ids.order(id)), name: `#${id}-F1`, status: 'success' },
      admin_graphql_api_id: `gid://shopify/Fulfillment/${ids.fulfillment(id)}`,
      ...{ created_at: statusSince(order), updated_at: localTime(updatedAt), service: 'manual' },
      ...{ location_id: exact(ids.location(1)), shipment_status: null, receipt: {} },
      ...{ tracking_company: 'GLS', tracking_number: number, tracking_numbers: [number] },
      ...{ tracking_url: url, tracking_urls: [url] },
      line_items: lines.slice(0, sent.length),
    },
  ]
}

/** A cancelled order is refunded whole, at once. */
export function refundBodies(order: Order, world: WorldShop, lines = lineBodies(order, world)): Body[] {
  if (!isCancelled(order)) return []
  const at = statusSince(order)
  const number = ids.refund(order.id)
  return [
    {
      ...{ id: exact(number), order_id: exact(ids.order(order.id)), note: null, restock: true, user_id: null },
      ...{ admin_graphql_api_id: `gid://shopify/Refund/${number}`, created_at: at, processed_at: at },
      ...{ order_adjustments: [], duties: [], refund_shipping_lines: [] },
      refund_line_items: order.lines.map((line, index) => ({
        ...{ id: exact(ids.refundLine(line.id)), line_item_id: exact(ids.line(line.id)), quantity: line.quantity },
        ...{ restock_type: 'cancel', location_id: exact(ids.location(1)), line_item: lines[index] },
        ...{
          ...amountFields('subtotal', grossOf(line), order),
          ...amountFields('total_tax', taxIn(grossOf(line)), order),
        },
      })),
      transactions: transactionBodies(order).filter(({ kind }) => kind === 'refund'),
    },
  ]
}

/** The sale of an order, pending until it is paid, and the refund of a cancelled one. */
export function transactionBodies(order: Order): Body[] {
  return transactionsOf(order).map(transactionBody)
}

function transactionBody({ id, kind, order }: Transaction): Body {
  const isRefund = kind === 'REFUND'
  const at = isRefund ? statusSince(order) : localTime(order.createdAt)
  return {
    ...{ id: exact(ids.transaction(id)), order_id: exact(ids.order(order.id)), kind: kind.toLowerCase() },
    admin_graphql_api_id: `gid://shopify/OrderTransaction/${ids.transaction(id)}`,
    parent_id: isRefund ? exact(ids.transaction(saleOf(order).id)) : null,
    status: financialStatus(order) === 'pending' ? 'pending' : 'success',
    ...{ gateway: 'bogus', source_name: 'web', test: false, message: null, error_code: null, authorization: null },
    ...{ amount: decimal(orderTotal(order)), currency: CURRENCY, created_at: at, processed_at: at },
  }
}
