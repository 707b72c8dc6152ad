import type { Order } from '../../../world/model.ts'
import type { WorldShop } from '../../../world/shop.ts'
import { CURRENCY, taxIn } from '../../nodes/money.ts'
import { ids } from '../../world-ids.ts'
import { exact, localTime } from '../json.ts'
import { addressBody } from './address-body.ts'
import { amountFields, linesTotal, moneySet, orderTotal } from './amounts.ts'
import type { Body } from './body.ts'
import { customerBody } from './customer-body.ts'
import { lineBodies } from './line-body.ts'
import { fulfillmentBodies, refundBodies } from './shipment-body.ts'
import { financialStatus, fulfillmentStatus, isCancelled, statusSince } from './status.ts'

/** An order of REST and of `orders/*`: https://shopify.dev/docs/api/webhooks/latest */
export function orderBody(order: Order, world: WorldShop): Body {
  const { id, email, phone, createdAt, updatedAt, currency, comment } = order
  const address = addressBody(order.address)
  const lines = lineBodies(order, world)
  return {
    ...{ id: exact(ids.order(id)), admin_graphql_api_id: `gid://shopify/Order/${ids.order(id)}` },
    ...{ name: `#${id}`, number: id, order_number: id, confirmed: true, test: false, source_name: 'web' },
    ...{ email: email || null, contact_email: email || null, phone: phone || null, note: comment || null, tags: '' },
    ...{ created_at: localTime(createdAt), updated_at: localTime(updatedAt), processed_at: localTime(createdAt) },
    ...{ closed_at: null, cancelled_at: isCancelled(order) ? statusSince(order) : null },
    cancel_reason: isCancelled(order) ? 'customer' : null,
    ...{ currency: CURRENCY, presentment_currency: currency, taxes_included: true, payment_gateway_names: ['bogus'] },
    ...{ financial_status: financialStatus(order), fulfillment_status: fulfillmentStatus(order) },
    ...{ note_attributes: [], discount_codes: [], discount_applications: [], location_id: null, user_id: null },
    ...amountsOf(order),
    customer: buyerBody(order, world),
    ...{ shipping_address: address, billing_address: address },
    shipping_lines: [shippingBody(order)],
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

function amountsOf(order: Order): Body {
  const lines = linesTotal(order)
  const subtotal = lines - Number(order.discount)
  const total = orderTotal(order)
  const kept = isCancelled(order) ? 0 : 1
  return {
    ...amountFields('total_price', total, order),
    ...amountFields('subtotal_price', subtotal, order),
    ...amountFields('total_tax', taxIn(total), order),
    ...amountFields('total_discounts', Number(order.discount), order),
    ...amountFields('total_line_items_price', lines, order),
    ...amountFields('total_shipping_price', Number(order.shipping), order),
    ...amountFields('current_total_price', kept * total, order),
    ...amountFields('current_subtotal_price', kept * subtotal, order),
    ...amountFields('current_total_tax', kept * taxIn(total), order),
    tax_lines: [{ title: 'ÁFA', rate: 0.27, ...amountFields('price', taxIn(total), order) }],
  }
}

function shippingBody(order: Order): Body {
  const amount = Number(order.shipping)
  return {
    ...{ id: exact(ids.shippingLine(order.id)), title: 'Futár', code: 'Futár', source: 'shopify', tax_lines: [] },
    ...{ ...amountFields('price', amount, order), ...amountFields('discounted_price', amount, order) },
    ...{ carrier_identifier: null, discount_allocations: [], current_discounted_price_set: moneySet(amount, order) },
  }
}
