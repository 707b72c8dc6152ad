import type { Order } from '../../../world/model.ts'
import type { WorldShop } from '../../../world/shop.ts'
import { currencyOf } from '../../nodes/money.ts'
import { lineTotalOf, taxLinesOfLine } from '../../nodes/order-amounts.ts'
import { fulfillmentsOf, isCancelled, nameOf } from '../../nodes/order-parts.ts'
import type { Parcel, Transaction } from '../../nodes/refs.ts'
import { saleOf, transactionsOf } from '../../nodes/transaction.ts'
import { ids } from '../../world-ids.ts'
import { exact, localTime } from '../json.ts'
import { amountFields, decimal } from './amounts.ts'
import type { Body } from './body.ts'
import { lineBodies } from './line-body.ts'
import { statusSince } from './status.ts'

export function fulfillmentBodies(order: Order, world: WorldShop, lines = lineBodies(order, world)): Body[] {
  return fulfillmentsOf(order).map((parcel) => fulfillmentBody(parcel, lines))
}

export function fulfillmentBody({ order, shipment, place }: Parcel, lines: readonly Body[]): Body {
  const { id, company, numbers, urls, createdAt, updatedAt } = shipment
  const sent = order.lines.flatMap((line, index) => {
    const part = shipment.lines.find(({ lineId }) => lineId === line.id)
    return part ? [{ ...lines[index], quantity: part.quantity }] : []
  })
  return {
    ...{ id: exact(ids.fulfillment(id)), order_id: exact(ids.order(order.id)), status: 'success' },
    ...{
      name: `${nameOf(order)}-F${place + 1}`,
      admin_graphql_api_id: `gid://shopify/Fulfillment/${ids.fulfillment(id)}`,
    },
    ...{ created_at: localTime(createdAt), updated_at: localTime(updatedAt), service: 'manual' },
    ...{ location_id: exact(ids.location(shipment.place)), shipment_status: null, receipt: {} },
    ...{ tracking_company: company, tracking_number: numbers[0] ?? null, tracking_numbers: numbers },
    ...{ tracking_url: urls[0] ?? null, tracking_urls: urls },
    line_items: sent,
  }
}

/** A cancelled order gave everything back at once. */
export function refundBodies(order: Order, world: WorldShop, lines = lineBodies(order, world)): Body[] {
  if (!isCancelled(order)) return []
  const at = statusSince(order)
  const number = ids.refund(order.id)
  const restock = order.progress?.cancellation?.restocks ?? true
  return [
    {
      ...{ id: exact(number), order_id: exact(ids.order(order.id)), note: null, restock, user_id: null },
      ...{ admin_graphql_api_id: `gid://shopify/Refund/${number}`, created_at: at, processed_at: at },
      ...{ order_adjustments: [], duties: [], refund_shipping_lines: [] },
      refund_line_items: order.lines.map((line, index) => ({
        ...{ id: exact(ids.refundLine(line.id)), line_item_id: exact(ids.line(line.id)), quantity: line.quantity },
        ...{ restock_type: restock ? 'cancel' : 'no_restock', location_id: exact(ids.location(1)) },
        line_item: lines[index],
        ...amountFields('subtotal', lineTotalOf(line, order), order),
        ...amountFields(
          'total_tax',
          taxLinesOfLine(line, order).reduce((sum, { amount }) => sum + amount, 0),
          order,
        ),
      })),
      transactions: transactionBodies(order).filter(({ kind }) => kind === 'refund'),
    },
  ]
}

/** What was paid or is waited for, and what was given back. */
export function transactionBodies(order: Order): Body[] {
  return transactionsOf(order).map(transactionBody)
}

export function transactionBody({ id, payment, order }: Transaction): Body {
  const { kind, status, gateway, amount } = payment
  const at = localTime(payment.at)
  const sale = kind === 'REFUND' ? saleOf(order) : undefined
  return {
    ...{ id: exact(ids.transaction(id)), order_id: exact(ids.order(order.id)), kind: kind.toLowerCase() },
    admin_graphql_api_id: `gid://shopify/OrderTransaction/${ids.transaction(id)}`,
    ...{ parent_id: sale ? exact(ids.transaction(sale.id)) : null, status: status.toLowerCase() },
    ...{ gateway, source_name: 'web', test: false, message: null, error_code: null, authorization: null },
    ...{ amount: decimal(amount), currency: currencyOf(order), created_at: at, processed_at: at },
  }
}
