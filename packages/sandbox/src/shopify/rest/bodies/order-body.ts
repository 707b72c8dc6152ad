import type { Order } from '../../../world/model.ts'
import type { WorldShop } from '../../../world/shop.ts'
import { currencyOf } from '../../nodes/money.ts'
import { amountsOf, lineTotalOf, paymentsOf, taxLinesOf } from '../../nodes/order-amounts.ts'
import { isCancelled, nameOf } from '../../nodes/order-parts.ts'
import type { Delivery } from '../../nodes/refs.ts'
import { deliveriesOf } from '../../nodes/shipping-line.ts'
import { ids } from '../../world-ids.ts'
import { exact, localTime } from '../json.ts'
import { addressBodyIfAny } from './address-body.ts'
import { amountFields, moneySet } from './amounts.ts'
import type { Body } from './body.ts'
import { customerBody } from './customer-body.ts'
import { lineBodies, taxLineBodies } from './line-body.ts'
import { fulfillmentBodies, refundBodies } from './shipment-body.ts'
import { financialStatus, fulfillmentStatus, statusSince } from './status.ts'

/** An order of REST and of `orders/*`: https://written.dev/docs/api/webhooks/latest */
export function orderBody(order: Order, world: WorldShop): Body {
  const { id, email, phone, createdAt, updatedAt, currency, comment, written = {}, progress } = order
  const { billingAddress = order.address, closedAt } = written
  const lines = lineBodies(order, world)
  return {
    ...{ id: exact(ids.order(id)), admin_graphql_api_id: `gid://shopify/Order/${ids.order(id)}` },
    ...{ name: nameOf(order), number: id, order_number: id, confirmed: true, test: written.test ?? false },
    ...{ source_name: written.sourceName ?? 'web', source_identifier: written.sourceIdentifier ?? null },
    ...{ source_url: written.sourceUrl ?? null, po_number: written.poNumber ?? null },
    ...{ email: email || null, contact_email: email || null, phone: phone || null, note: comment || null },
    tags: (written.tags ?? []).join(', '),
    ...{
      created_at: localTime(createdAt),
      updated_at: localTime(updatedAt),
      processed_at: localTime(written.processedAt ?? createdAt),
    },
    ...{
      closed_at: closedAt ? localTime(closedAt) : null,
      cancelled_at: isCancelled(order) ? statusSince(order) : null,
    },
    cancel_reason: isCancelled(order) ? (progress?.cancellation?.reason.toLowerCase() ?? 'customer') : null,
    ...{ currency: currencyOf(order), presentment_currency: currency, taxes_included: written.taxesIncluded ?? true },
    payment_gateway_names: [...new Set(paymentsOf(order).map(({ gateway }) => gateway))],
    ...{ financial_status: financialStatus(order), fulfillment_status: fulfillmentStatus(order) },
    note_attributes: (written.customAttributes ?? []).map(({ key, value }) => ({ name: key, value })),
    discount_codes: (written.discountCodes ?? []).map((code) => ({ code, amount: order.discount })),
    ...{ discount_applications: [], location_id: null, user_id: null },
    ...amountBodies(order),
    customer: buyerBody(order, world),
    ...{ shipping_address: addressBodyIfAny(order.address), billing_address: addressBodyIfAny(billingAddress) },
    shipping_lines: deliveriesOf(order).map(shippingBody),
    line_items: lines,
    fulfillments: fulfillmentBodies(order, world, lines),
    refunds: refundBodies(order, world, lines),
  }
}

/** The customer without the list of addresses. */
function buyerBody({ customerId }: Order, world: WorldShop): Body | null {
  const body = customerId === null ? null : customerBody(customerId, world)
  if (!body) return null
  const { addresses: _addresses, ...buyer } = body
  return buyer
}

function amountBodies(order: Order): Body {
  const lines = order.lines.reduce((sum, line) => sum + lineTotalOf(line, order), 0)
  const { subtotal, total, tax, shipping, removed } = amountsOf(order)
  const kept = isCancelled(order) ? 0 : 1
  return {
    ...amountFields('total_price', total, order),
    ...amountFields('subtotal_price', subtotal, order),
    ...amountFields('total_tax', tax, order),
    ...amountFields('total_discounts', Number(order.discount), order),
    ...amountFields('total_line_items_price', lines, order),
    ...amountFields('total_shipping_price', shipping, order),
    ...amountFields('current_total_price', kept * (total - removed), order),
    ...amountFields('current_subtotal_price', kept * (subtotal - removed), order),
    ...amountFields('current_total_tax', kept * tax, order),
    tax_lines: taxLineBodies(taxLinesOf(order), order),
  }
}

function shippingBody({ id, order, shippingLine: { title, code, source, price: amount, taxLines } }: Delivery): Body {
  return {
    ...{ id: exact(ids.shippingLine(id)), title, code, source, tax_lines: taxLineBodies(taxLines, order) },
    ...{ ...amountFields('price', amount, order), ...amountFields('discounted_price', amount, order) },
    ...{ carrier_identifier: null, discount_allocations: [], current_discounted_price_set: moneySet(amount, order) },
  }
}
