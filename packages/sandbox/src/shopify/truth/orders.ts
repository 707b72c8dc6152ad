import type { Line, Order, OrderStatus } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'
import type { Progress, TaxLine } from '../../world/written.ts'
import { type FulfillmentOrder, fulfillmentOrdersOf } from '../fulfillment-orders.ts'
import { ids } from '../world-ids.ts'
import { addressOf } from './customers.ts'
import { CURRENCY, sum, type TruthRow } from './row.ts'

/** In percent, within every price. */
const VAT = 27

interface Statuses {
  status: string
  financial_status: string
  fulfillment_status: string
}

const statuses: Readonly<Record<string, Statuses>> = {
  processing: { status: 'OPEN', financial_status: 'PENDING', fulfillment_status: 'UNFULFILLED' },
  paid: { status: 'OPEN', financial_status: 'PAID', fulfillment_status: 'UNFULFILLED' },
  shipped: { status: 'OPEN', financial_status: 'PAID', fulfillment_status: 'PARTIALLY_FULFILLED' },
  complete: { status: 'OPEN', financial_status: 'PAID', fulfillment_status: 'FULFILLED' },
  cancelled: { status: 'CANCELLED', financial_status: 'REFUNDED', fulfillment_status: 'UNFULFILLED' },
}

export function orderRow(order: Order, world: WorldShop): TruthRow {
  const { customers } = world
  const { written = {}, progress } = order
  const { billingAddress = order.address } = written
  const buyer = order.customerId === null ? null : customers.get(order.customerId)
  const fields = {
    source_created_at: new Date(order.createdAt),
    source_updated_at: new Date(order.updatedAt),
    placed_at: new Date(written.processedAt ?? order.createdAt),
    cancelled_at: order.status === 'cancelled' ? reachedAt(order, 'cancelled') : null,
    number: written.name ?? `#${order.id}`,
    email: order.email || null,
    phone: order.phone || null,
    customer_external_id: buyer && ids.customer(buyer.id),
    status: order.status !== 'cancelled' && written.closedAt ? 'CLOSED' : statuses[order.status ?? '']?.status,
    financial_status: progress ? paidStatus(order, progress) : statuses[order.status ?? '']?.financial_status,
    fulfillment_status: fulfillmentStatusOf(order, fulfillmentOrdersOf(world).of(order.id)),
    shipping_method: written.shippingLines ? (written.shippingLines[0]?.title ?? null) : 'Futár',
    payment_method: progress ? gatewaysOf(progress) : 'bogus',
    shipping_address: given(order.address),
    billing_address: billingAddress && given(billingAddress),
    note: order.comment || null,
    ...amountsOf(order),
  }
  return { externalId: ids.order(order.id), fields }
}

const waiting: Readonly<Record<string, string>> = {
  'ON_HOLD UNSUBMITTED': 'ON_HOLD',
  'SCHEDULED UNSUBMITTED': 'SCHEDULED',
  'IN_PROGRESS UNSUBMITTED': 'IN_PROGRESS',
  'OPEN SUBMITTED': 'PENDING_FULFILLMENT',
  'IN_PROGRESS ACCEPTED': 'IN_PROGRESS',
  'OPEN REJECTED': 'REQUEST_DECLINED',
}

/** Nothing is left to send of what was sent or cancelled; what is partly sent is in progress only as a whole. */
function fulfillmentStatusOf(order: Order, { status, requestStatus }: FulfillmentOrder): string | undefined {
  const { status: placed, progress } = order
  const planned = progress ? sentStatus(order, progress) : statuses[placed ?? '']?.fulfillment_status
  if (planned === 'FULFILLED' || placed === 'cancelled') return planned
  const shown = waiting[`${status} ${requestStatus}`]
  return shown === 'IN_PROGRESS' && planned === 'PARTIALLY_FULFILLED' ? planned : (shown ?? planned)
}

function sentStatus({ lines }: Order, { fulfillmentStatus, shipments }: Progress): string {
  if (fulfillmentStatus) return fulfillmentStatus
  const parts = shipments.flatMap((shipment) => shipment.lines)
  if (parts.length === 0) return 'UNFULFILLED'
  const ordered = sum(lines.map(({ quantity }) => quantity))
  return sum(parts.map(({ quantity }) => quantity)) < ordered ? 'PARTIALLY_FULFILLED' : 'FULFILLED'
}

function paidStatus(order: Order, { financialStatus, payments }: Progress): string {
  if (financialStatus) return financialStatus
  const done = (...kinds: string[]) =>
    sum(payments.flatMap(({ kind, status, amount }) => (kinds.includes(kind) && status === 'SUCCESS' ? amount : [])))
  const removed = sum(order.lines.map((line) => Number(priceOf(line, order)) * (orderedOf(line) - line.quantity)))
  const [received, refunded, total] = [done('SALE', 'CAPTURE'), done('REFUND'), cents(totalOf(order) - removed)]
  if (payments.some(({ kind }) => kind === 'VOID')) return 'VOIDED'
  if (refunded > 0) return refunded < received ? 'PARTIALLY_REFUNDED' : 'REFUNDED'
  if (received >= total) return 'PAID'
  if (received > 0) return 'PARTIALLY_PAID'
  return done('AUTHORIZATION') > 0 ? 'AUTHORIZED' : 'PENDING'
}

function gatewaysOf({ payments }: Progress): string | null {
  return [...new Set(payments.map(({ gateway }) => gateway))].join(', ') || null
}

/** `null` for an order that was written without one. */
function given(address: Order['address']) {
  const { id: _id, ...texts } = address
  return Object.values(texts).some((text) => text !== '') ? addressOf(address) : null
}

/** When the order last came to this status. */
export function reachedAt({ history, updatedAt }: Order, status: OrderStatus): Date {
  return new Date(history.findLast((entry) => entry.status === status)?.at ?? updatedAt)
}

function amountsOf(order: Order) {
  const { lines, shipping, discount, currency, rate, written = {} } = order
  const subtotal = cents(sum(lines.map((line) => lineTotalOf(line, order))) - Number(discount))
  const carriage = written.shippingLines ? sum(written.shippingLines.map(({ price }) => price)) : Number(shipping)
  const taxes = written.taxLines && sum(written.taxLines.map(({ amount }) => amount))
  const total = cents(subtotal + carriage + (written.taxesIncluded === false ? (taxes ?? 0) : 0))
  const own = written.currency ?? CURRENCY
  return {
    currency: own,
    tax_total: cents(taxes ?? Math.round((total * VAT) / (100 + VAT))),
    ...{ total, subtotal, shipping_total: cents(carriage), discount_total: discount },
    presentment_currency: currency === own ? null : currency,
    presentment_total: currency === own ? null : convert(total, rate),
  }
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100
}

export function totalOf(order: Order): number {
  return amountsOf(order).total
}

function priceOf({ net, gross }: Line, { written }: Order): string {
  return written?.taxesIncluded === false ? net : gross
}

function orderedOf({ ordered, quantity }: Line): number {
  return ordered ?? quantity
}

export function lineTotalOf(line: Line, order: Order): number {
  return cents(Number(priceOf(line, order)) * orderedOf(line))
}

/** An amount in another currency, to its cent, half a cent up. */
function convert(amount: number, rate: string): string {
  const [units = '0', fraction = ''] = rate.split('.')
  const scale = 10n ** BigInt(fraction.length)
  const hundredths = BigInt(Math.round(amount * 100))
  const rounded = (hundredths * BigInt(units + fraction) * 2n + scale) / (2n * scale)
  return `${rounded / 100n}.${String(rounded % 100n).padStart(2, '0')}`
}

export function lineRows(order: Order, { products }: WorldShop): TruthRow[] {
  return order.lines.map((line, position) => {
    const bought = products.get(line.productId)
    const fields = {
      source_updated_at: new Date(order.updatedAt),
      order_external_id: ids.order(order.id),
      product_external_id: bought && ids.product(bought.parentId ?? bought.id),
      variant_external_id: bought && ids.variant(bought.id),
      position,
      sku: line.sku || null,
      name: line.name,
      quantity: orderedOf(line),
      price: priceOf(line, order),
      total: lineTotalOf(line, order),
      tax_rate: line.written ? rateOf(line.written.taxLines) : VAT,
      currency: order.written?.currency ?? CURRENCY,
    }
    return { externalId: ids.line(line.id), fields }
  })
}

/** Percent, all taxes together. */
function rateOf(taxLines: readonly TaxLine[]): number | null {
  return taxLines.length === 0 ? null : cents(sum(taxLines.map(({ rate }) => Number(rate))) * 100)
}
