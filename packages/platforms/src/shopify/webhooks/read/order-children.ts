import type { Json } from '../../../contract/mirror-rows.ts'
import type { ShopEvent } from '../../../contract/shop-event.ts'
import { add, multiply } from '../../../map/decimals.ts'
import { type Body, decimal, idOf, isoTime, list, object, text, time } from './body.ts'
import { type Column, capitals, items, key, type Part, readColumns, word } from './columns.ts'
import { isDated, refetchOf, rowsOf, type When } from './events.ts'
import { shopMoney } from './money.ts'

/** The body contains the complete fulfillment; its order has separate webhooks. */
export function readFulfillment(body: Body, delivery: When): ShopEvent[] {
  const order = idOf(body.order_id)
  const part = order && toFulfillment(body, order)
  if (!part || !isDated(part.row)) return refetchOf('orders', order)
  return [...rowsOf({ fulfillments: [part.row] }, delivery), ...(part.isWhole ? [] : refetchOf('orders', order))]
}

/** A refund does not contain its currency, which is its order's. */
export function readRefund(body: Body): ShopEvent[] {
  return refetchOf('orders', idOf(body.order_id))
}

/** Without a version, so it gets its order's. `null` without a price. */
export function toLine(line: Body, position: number, order: Body): Part | null {
  const externalId = idOf(line.id)
  const price = shopMoney(line, 'price')
  const quantity = decimal(line.quantity)
  if (!externalId || price === null || quantity === null) return null
  const { fields, isWhole } = readColumns(line, lineColumns)
  const known = { order_external_id: idOf(order.id), position, quantity, price, total: multiply(price, quantity) }
  const row = { externalId, sourceUpdatedAt: null, fields: { ...fields, ...known, ...currencyOf(order) }, raw: line }
  return { row, isWhole }
}

const lineColumns: Readonly<Record<string, Column>> = {
  product_external_id: key('product_id', idOf),
  variant_external_id: key('variant_id', idOf),
  sku: key('sku', text),
  // The title alone does not name the variant.
  name: ({ name, title }) => (name === undefined ? undefined : (text(name) ?? text(title))),
  tax_rate: items('tax_lines', taxRateOf),
}

/** Missing in the order, too, which is read again for it. */
function currencyOf({ currency }: Body): Record<string, Json> {
  return currency === undefined ? {} : { currency: text(currency) }
}

/** Percent, all taxes together. */
function taxRateOf(taxes: Body[]): string | null {
  const rates = taxes.flatMap(({ rate }) => decimal(rate) ?? [])
  return rates.length === 0 ? null : multiply(rates.reduce(add, '0'), '100')
}

export function toFulfillment(body: Body, orderId: string): Part | null {
  const externalId = idOf(body.id)
  if (!externalId) return null
  const { fields, isWhole } = readColumns(body, fulfillmentColumns)
  const row = {
    ...{ externalId, sourceUpdatedAt: time(body.updated_at), raw: body },
    fields: { ...fields, order_external_id: orderId },
  }
  return { row, isWhole }
}

const fulfillmentColumns: Readonly<Record<string, Column>> = {
  source_created_at: key('created_at', isoTime),
  status: word('status', capitals('pending', 'open', 'success', 'cancelled', 'error', 'failure')),
  carrier: key('tracking_company', text),
  tracking_numbers: (body) => textsOf(body.tracking_numbers, body.tracking_number),
  tracking_urls: (body) => textsOf(body.tracking_urls, body.tracking_url),
  lines: ({ line_items: lines }) =>
    linesOf(lines, ({ id, quantity }) => ({ line_id: idOf(id), quantity: Number(quantity) })),
}

function textsOf(many: Json | undefined, one: Json | undefined): string[] | undefined {
  if (many === undefined && one === undefined) return undefined
  return (Array.isArray(many) ? many : [one ?? null]).flatMap((item) => text(item) ?? [])
}

/** `undefined` unless all of them are complete: a partial list would delete the rest. */
function linesOf(given: Json | undefined, map: (item: Body) => Record<string, Json>): Json | undefined {
  if (!Array.isArray(given)) return undefined
  const lines = list(given).map(map)
  const isWhole = lines.every((line) => Object.values(line).every((value) => value !== null && !Number.isNaN(value)))
  return isWhole && lines.length === given.length ? lines : undefined
}

/** `null` when the body does not contain the refunded amount in the shop's currency. */
export function toRefund(refund: Body, orderId: string, order: Body): Part | null {
  const externalId = idOf(refund.id)
  const currency = text(order.currency)
  const amount = amountOf(refund, currency)
  if (!externalId || amount === null) return null
  const { fields, isWhole } = readColumns(refund, refundColumns)
  const row = {
    ...{ externalId, sourceUpdatedAt: null, raw: refund },
    fields: { ...fields, order_external_id: orderId, amount, currency },
  }
  return { row, isWhole }
}

const refundColumns: Readonly<Record<string, Column>> = {
  source_created_at: key('created_at', isoTime),
  note: key('note', text),
  lines: ({ refund_line_items: lines }) => linesOf(lines, toRefundLine),
}

function toRefundLine({ line_item_id: line, quantity, subtotal_set: subtotal }: Body): Record<string, Json> {
  return {
    line_id: idOf(line),
    quantity: Number(quantity),
    subtotal: decimal(object(object(subtotal).shop_money).amount),
  }
}

/** The amount that was paid back. Transactions in another currency cannot be added. */
function amountOf({ transactions }: Body, currency: string | null): string | null {
  if (!Array.isArray(transactions) || currency === null) return null
  const paid = list(transactions).filter(({ kind, status }) => kind === 'refund' && status === 'success')
  const amounts = paid.map((transaction) =>
    text(transaction.currency) === currency ? decimal(transaction.amount) : null,
  )
  return amounts.reduce<string | null>(
    (sum, amount) => (sum === null || amount === null ? null : add(sum, amount)),
    '0',
  )
}
