import type { Json, MirrorRow } from '../../../contract/mirror-rows.ts'
import type { ShopEvent } from '../../../contract/shop-event.ts'
import { add, multiply } from '../../../map/decimals.ts'
import { toAddress } from './address.ts'
import { type Body, decimal, idOf, isoTime, list, object, text, time } from './body.ts'
import { type Column, capitals, items, key, type Part, readColumns, word } from './columns.ts'
import { isDated, refetchOf, rowsOf, type When } from './events.ts'
import { presentmentMoney, shopMoney, shownCurrency } from './money.ts'
import { toFulfillment, toLine, toRefund } from './order-children.ts'

/** Maximum lines that a body is assumed to contain completely. */
const LINES_MAX = 250

/**
 * The complete order if the body has all of its children, otherwise a hint. An order with missing columns, or less exact
 * ones than the API's, is read again.
 */
export function readOrder(body: Body, delivery: When): ShopEvent[] {
  const externalId = idOf(body.id)
  if (!externalId) return refetchOf('orders', null)
  const order = toOrder(body, externalId)
  const lines = mapAll(body.line_items, (line, position) => toLine(line, position, body))
  const fulfillments = mapAll(body.fulfillments, (fulfillment) => toFulfillment(fulfillment, externalId))
  const refunds = mapAll(body.refunds, (refund) => toRefund(refund, externalId, body))
  if (!isDated(order.row) || !lines || !fulfillments || !refunds || !hasAllLines(body))
    return refetchOf('orders', externalId)
  const rows = {
    orders: [order.row],
    order_lines: rowsIn(lines),
    fulfillments: rowsIn(fulfillments),
    refunds: rowsIn(refunds),
  }
  const isWhole = [order, ...lines, ...fulfillments, ...refunds].every((part) => part.isWhole)
  return [...rowsOf(rows, delivery), ...(isWhole ? [] : refetchOf('orders', externalId))]
}

const rowsIn = (parts: readonly Part[]) => parts.map(({ row }) => row)

/** `null` unless all could be mapped: those left out would count as deleted. */
function mapAll(items: Json | undefined, map: (item: Body, index: number) => Part | null): Part[] | null {
  if (!Array.isArray(items)) return null
  const parts = list(items).flatMap((item, index) => map(item, index) ?? [])
  return parts.length === items.length ? parts : null
}

/** Whether the body has all lines: they must add up to `total_line_items_price`. */
function hasAllLines(body: Body): boolean {
  const lines = list(body.line_items)
  const expected = shopMoney(body, 'total_line_items_price')
  if (lines.length >= LINES_MAX || expected === null) return false
  const sum = lines.reduce(
    (total, line) => add(total, multiply(shopMoney(line, 'price') ?? '0', decimal(line.quantity) ?? '0')),
    '0',
  )
  return sum === add(expected, '0')
}

function toOrder(body: Body, externalId: string): Part {
  const { fields, isWhole } = readColumns(body, columns)
  const row: MirrorRow = { externalId, sourceUpdatedAt: time(body.updated_at), fields, raw: body }
  if (body.fulfillment_status === FULFILLED) {
    row.fields.fulfillment_status = 'FULFILLED'
    return { row, isWhole }
  }
  const status = coarseStatus(body)
  if (status !== undefined) row.initial = { fulfillment_status: status }
  return { row, isWhole: false }
}

/** The value of a body that means the same in the API. */
const FULFILLED = 'fulfilled'
/** The API's status for an order of which nothing else is known. The API no longer has `restocked`. */
const coarse: Readonly<Record<string, string>> = { partial: 'PARTIALLY_FULFILLED', restocked: 'UNFULFILLED' }

/**
 * Bodies contain how much was sent; the API also has the state of the rest: on hold, scheduled, in progress, declined. So
 * the body's status is used only for orders that are new to the mirror.
 * https://shopify.dev/docs/api/admin-graphql/latest/enums/OrderDisplayFulfillmentStatus
 */
function coarseStatus({ fulfillment_status: status }: Body): string | undefined {
  return status === null ? 'UNFULFILLED' : coarse[text(status) ?? '']
}

const money =
  (name: string): Column =>
  (body) =>
    shopMoney(body, name) ?? undefined

const columns: Readonly<Record<string, Column>> = {
  source_created_at: key('created_at', isoTime),
  placed_at: key('processed_at', isoTime),
  cancelled_at: key('cancelled_at', isoTime),
  number: key('name', text),
  email: key('email', text),
  phone: key('phone', text),
  customer_external_id: key('customer', (customer) => idOf(object(customer).id)),
  status: ({ cancelled_at: cancelled, closed_at: closed }) => {
    if (cancelled === undefined || closed === undefined) return undefined
    if (text(cancelled)) return 'CANCELLED'
    return text(closed) ? 'CLOSED' : 'OPEN'
  },
  financial_status: word('financial_status', {
    ...capitals('authorized', 'expired', 'paid', 'partially_paid'),
    ...capitals('partially_refunded', 'pending', 'refunded', 'voided'),
  }),
  shipping_method: items('shipping_lines', ([line]) => text(line?.title)),
  payment_method: ({ payment_gateway_names: names }) =>
    Array.isArray(names) ? names.flatMap((name) => text(name) ?? []).join(', ') || null : undefined,
  shipping_address: key('shipping_address', toAddress),
  billing_address: key('billing_address', toAddress),
  note: key('note', text),
  currency: key('currency', text),
  total: money('total_price'),
  subtotal: money('subtotal_price'),
  tax_total: money('total_tax'),
  shipping_total: money('total_shipping_price'),
  discount_total: money('total_discounts'),
  presentment_currency: shownCurrency,
  presentment_total: (body) => {
    const shown = shownCurrency(body)
    return shown ? (presentmentMoney(body, 'total_price') ?? undefined) : shown
  },
}
