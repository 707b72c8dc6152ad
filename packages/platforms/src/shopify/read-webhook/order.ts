import { add, multiply } from '../../decimals.ts'
import type { Json, MirrorRow } from '../../mirror-rows.ts'
import type { ShopEvent } from '../../platform.ts'
import { toAddress } from './address.ts'
import { type Body, decimal, idOf, isoTime, list, object, text, time } from './body.ts'
import { isDated, refetchOf, rowsOf, type When } from './events.ts'
import { presentmentCurrency, presentmentMoney, shopMoney } from './money.ts'
import { toFulfillment, toLine, toRefund } from './order-children.ts'

/** The most lines that one body is believed to hold whole. */
const LINES_MAX = 250

const fulfillmentStatuses: Record<string, string> = { partial: 'PARTIALLY_FULFILLED', fulfilled: 'FULFILLED' }

/** The whole order where the body has all that belongs to it, else a hint. */
export function readOrder(body: Body, delivery: When): ShopEvent[] {
  const externalId = idOf(body.id)
  if (!externalId) return refetchOf('orders', null)
  const order = toOrder(body, externalId)
  const lines = mapAll(body.line_items, (line, position) => toLine(line, position, body))
  const fulfillments = mapAll(body.fulfillments, (fulfillment) => toFulfillment(fulfillment, externalId))
  const refunds = mapAll(body.refunds, (refund) => toRefund(refund, externalId, body))
  if (!isDated(order) || !lines || !fulfillments || !refunds || !hasAllLines(body))
    return refetchOf('orders', externalId)
  return rowsOf({ orders: [order], order_lines: lines, fulfillments, refunds }, delivery)
}

/** `null` unless every one could be mapped: those left out would be taken for gone. */
function mapAll(items: Json | undefined, map: (item: Body, index: number) => MirrorRow | null): MirrorRow[] | null {
  if (!Array.isArray(items)) return null
  const rows = list(items).flatMap((item, index) => map(item, index) ?? [])
  return rows.length === items.length ? rows : null
}

/** The lines have to add up to what the order says they do. */
function hasAllLines(body: Body): boolean {
  const lines = list(body.line_items)
  const told = shopMoney(body, 'total_line_items_price')
  if (lines.length >= LINES_MAX || told === null) return false
  const sum = lines.reduce(
    (total, line) => add(total, multiply(shopMoney(line, 'price') ?? '0', decimal(line.quantity) ?? '0')),
    '0',
  )
  return sum === add(told, '0')
}

function toOrder(body: Body, externalId: string): MirrorRow {
  return {
    externalId,
    sourceUpdatedAt: time(body.updated_at),
    fields: { ...headOf(body), ...amountsOf(body) },
    raw: body,
  }
}

function headOf(body: Body): Record<string, Json> {
  return {
    source_created_at: isoTime(body.created_at),
    placed_at: isoTime(body.processed_at),
    cancelled_at: isoTime(body.cancelled_at),
    number: text(body.name),
    email: text(body.email),
    phone: text(body.phone),
    customer_external_id: idOf(object(body.customer).id),
    status: statusOf(body),
    financial_status: text(body.financial_status)?.toUpperCase() ?? null,
    fulfillment_status: fulfillmentStatusOf(body),
    shipping_method: text(list(body.shipping_lines)[0]?.title),
    payment_method: paymentMethodOf(body),
    shipping_address: toAddress(body.shipping_address),
    billing_address: toAddress(body.billing_address),
    note: text(body.note),
  }
}

function statusOf(body: Body): string {
  if (text(body.cancelled_at)) return 'CANCELLED'
  return text(body.closed_at) ? 'CLOSED' : 'OPEN'
}

/** Nothing is written for an order of which nothing was sent. */
function fulfillmentStatusOf({ fulfillment_status: given }: Body): string {
  const status = text(given) ?? 'unfulfilled'
  return fulfillmentStatuses[status] ?? status.toUpperCase()
}

function paymentMethodOf({ payment_gateway_names: names }: Body): string | null {
  return Array.isArray(names) ? names.flatMap((name) => text(name) ?? []).join(', ') || null : null
}

function amountsOf(body: Body): Record<string, Json> {
  const shown = presentmentCurrency(body)
  return {
    currency: text(body.currency),
    total: shopMoney(body, 'total_price'),
    subtotal: shopMoney(body, 'subtotal_price'),
    tax_total: shopMoney(body, 'total_tax'),
    shipping_total: shopMoney(body, 'total_shipping_price'),
    discount_total: shopMoney(body, 'total_discounts'),
    presentment_currency: shown,
    presentment_total: shown && presentmentMoney(body, 'total_price'),
  }
}
