import type { Json, MirrorRow, MirrorRows } from '../../contract/mirror-rows.ts'
import { numberOf } from '../api/gid.ts'
import type { OrderPartsFragment } from '../api/graphql/documents.ts'
import { mapFulfillment, mapLine, mapRefund } from './map-order-children.ts'
import { addressOf, isoOf, rawOf, shopAmount, timeOf } from './scalars.ts'

/** Orders with lines, fulfillments and refunds. */
export function mapOrders(orders: readonly OrderPartsFragment[]): MirrorRows['rows'] {
  return {
    orders: orders.map(toOrder),
    order_lines: orders.flatMap((order) => order.lineItems.nodes.map((line, place) => mapLine(line, place, order))),
    fulfillments: orders.flatMap((order) => order.fulfillments.map((each) => mapFulfillment(each, order))),
    refunds: orders.flatMap((order) => order.refunds.map((refund) => mapRefund(refund, order))),
  }
}

function toOrder(order: OrderPartsFragment): MirrorRow {
  // Lines, fulfilments and refunds have separate rows.
  const { lineItems: _lines, fulfillments: _fulfillments, refunds: _refunds, ...raw } = order
  return {
    externalId: numberOf(order.id),
    sourceUpdatedAt: timeOf(order.updatedAt),
    fields: { ...headOf(order), ...amountsOf(order) },
    raw: rawOf(raw),
  }
}

function headOf(order: OrderPartsFragment): Record<string, Json> {
  return {
    source_created_at: isoOf(order.createdAt),
    placed_at: isoOf(order.processedAt),
    cancelled_at: isoOf(order.cancelledAt),
    number: order.name,
    email: order.email,
    phone: order.phone,
    customer_external_id: order.customer && numberOf(order.customer.id),
    status: statusOf(order),
    financial_status: order.displayFinancialStatus,
    fulfillment_status: order.displayFulfillmentStatus,
    shipping_method: order.shippingLine?.title ?? null,
    payment_method: order.paymentGatewayNames.join(', ') || null,
    shipping_address: addressOf(order.shippingAddress),
    billing_address: addressOf(order.billingAddress),
    note: order.note,
  }
}

function statusOf({ cancelledAt, closedAt }: OrderPartsFragment): string {
  if (cancelledAt) return 'CANCELLED'
  return closedAt ? 'CLOSED' : 'OPEN'
}

/** Amounts as ordered, in the shop's currency; those that the customer saw only if they are in another currency. */
function amountsOf(order: OrderPartsFragment): Record<string, Json> {
  const isForeign = order.presentmentCurrencyCode !== order.currencyCode
  return {
    currency: order.currencyCode,
    total: shopAmount(order.totalPriceSet),
    subtotal: shopAmount(order.subtotalPriceSet),
    tax_total: shopAmount(order.totalTaxSet),
    shipping_total: shopAmount(order.totalShippingPriceSet),
    discount_total: shopAmount(order.totalDiscountsSet),
    presentment_currency: isForeign ? order.presentmentCurrencyCode : null,
    presentment_total: isForeign ? order.totalPriceSet.presentmentMoney.amount : null,
  }
}
