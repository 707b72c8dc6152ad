import { add, multiply } from '../../decimals.ts'
import type { Json, MirrorRow } from '../../mirror-rows.ts'
import type { ShopEvent } from '../../platform.ts'
import { type Body, decimal, idOf, isoTime, list, object, text, time } from './body.ts'
import { isDated, refetchOf, rowsOf, type When } from './events.ts'
import { shopMoney } from './money.ts'

/** A fulfilment comes whole; its order is told by webhooks of its own. */
export function readFulfillment(body: Body, delivery: When): ShopEvent[] {
  const order = idOf(body.order_id)
  const row = order && toFulfillment(body, order)
  return row && isDated(row) ? rowsOf({ fulfillments: [row] }, delivery) : refetchOf('orders', order)
}

/** A refund alone does not say in which currency it is: its order does. */
export function readRefund(body: Body): ShopEvent[] {
  return refetchOf('orders', idOf(body.order_id))
}

/** Without a version of its own: it has its order's. */
export function toLine(line: Body, position: number, order: Body): MirrorRow | null {
  const externalId = idOf(line.id)
  const price = shopMoney(line, 'price')
  const quantity = decimal(line.quantity)
  if (!externalId) return null
  const fields = {
    order_external_id: idOf(order.id),
    product_external_id: idOf(line.product_id),
    variant_external_id: idOf(line.variant_id),
    position,
    sku: text(line.sku),
    name: text(line.name) ?? text(line.title),
    quantity,
    price,
    total: price && quantity && multiply(price, quantity),
    tax_rate: taxRateOf(line),
    currency: text(order.currency),
  }
  return { externalId, sourceUpdatedAt: null, fields, raw: line }
}

/** In percent, of all taxes together. */
function taxRateOf({ tax_lines: taxes }: Body): string | null {
  const rates = list(taxes).flatMap(({ rate }) => decimal(rate) ?? [])
  return rates.length === 0 ? null : multiply(rates.reduce(add, '0'), '100')
}

export function toFulfillment(body: Body, orderId: string): MirrorRow | null {
  const externalId = idOf(body.id)
  if (!externalId) return null
  const fields = {
    source_created_at: isoTime(body.created_at),
    order_external_id: orderId,
    status: text(body.status)?.toUpperCase() ?? null,
    carrier: text(body.tracking_company),
    tracking_numbers: textsOf(body.tracking_numbers, body.tracking_number),
    tracking_urls: textsOf(body.tracking_urls, body.tracking_url),
    lines: list(body.line_items).map(({ id, quantity }) => ({ line_id: idOf(id), quantity: Number(quantity) })),
  }
  return { externalId, sourceUpdatedAt: time(body.updated_at), fields, raw: body }
}

function textsOf(many: Json | undefined, one: Json | undefined): string[] {
  return (Array.isArray(many) ? many : [one ?? null]).flatMap((item) => text(item) ?? [])
}

/** `null` where the body cannot say how much of the shop's money went back. */
export function toRefund(refund: Body, orderId: string, order: Body): MirrorRow | null {
  const externalId = idOf(refund.id)
  const amount = amountOf(refund, text(order.currency))
  if (!externalId || amount === null) return null
  const fields = {
    source_created_at: isoTime(refund.created_at),
    order_external_id: orderId,
    amount,
    currency: text(order.currency),
    note: text(refund.note),
    lines: list(refund.refund_line_items).map(toRefundLine),
  }
  return { externalId, sourceUpdatedAt: null, fields, raw: refund }
}

function toRefundLine({ line_item_id: line, quantity, subtotal_set: subtotal }: Body): Json {
  return {
    line_id: idOf(line),
    quantity: Number(quantity),
    subtotal: decimal(object(object(subtotal).shop_money).amount),
  }
}

/** What was really paid back; a transaction in another currency cannot be counted here. */
function amountOf({ transactions }: Body, currency: string | null): string | null {
  const paid = list(transactions).filter(({ kind, status }) => kind === 'refund' && status === 'success')
  const amounts = paid.map((transaction) =>
    text(transaction.currency) === currency ? decimal(transaction.amount) : null,
  )
  return amounts.reduce<string | null>(
    (sum, amount) => (sum === null || amount === null ? null : add(sum, amount)),
    '0',
  )
}
