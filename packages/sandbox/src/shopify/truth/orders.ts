import type { Line, Order, OrderStatus } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'
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
  const address = addressOf(order.address)
  const buyer = order.customerId === null ? null : customers.get(order.customerId)
  const fields = {
    source_created_at: new Date(order.createdAt),
    source_updated_at: new Date(order.updatedAt),
    placed_at: new Date(order.createdAt),
    cancelled_at: order.status === 'cancelled' ? reachedAt(order, 'cancelled') : null,
    number: `#${order.id}`,
    email: order.email,
    phone: order.phone,
    customer_external_id: buyer && ids.customer(buyer.id),
    ...statuses[order.status ?? ''],
    fulfillment_status: fulfillmentStatusOf(order, fulfillmentOrdersOf(world).of(order.id)),
    shipping_method: 'Futár',
    payment_method: 'bogus',
    shipping_address: address,
    billing_address: address,
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
function fulfillmentStatusOf(
  { status: placed }: Order,
  { status, requestStatus }: FulfillmentOrder,
): string | undefined {
  const planned = statuses[placed ?? '']?.fulfillment_status
  if (placed === 'complete' || placed === 'cancelled') return planned
  const shown = waiting[`${status} ${requestStatus}`]
  return shown === 'IN_PROGRESS' && placed === 'shipped' ? planned : (shown ?? planned)
}

/** When the order last came to this status. */
export function reachedAt({ history, updatedAt }: Order, status: OrderStatus): Date {
  return new Date(history.findLast((entry) => entry.status === status)?.at ?? updatedAt)
}

function amountsOf({ lines, shipping, discount, currency, rate }: Order) {
  const subtotal = sum(lines.map(grossOf)) - Number(discount)
  const total = subtotal + Number(shipping)
  return {
    currency: CURRENCY,
    tax_total: Math.round((total * VAT) / (100 + VAT)),
    ...{ total, subtotal, shipping_total: shipping, discount_total: discount },
    presentment_currency: currency === CURRENCY ? null : currency,
    presentment_total: currency === CURRENCY ? null : convert(total, rate),
  }
}

export function totalOf(order: Order): number {
  return amountsOf(order).total
}

export function grossOf({ gross, quantity }: Line): number {
  return Number(gross) * quantity
}

/** Whole forints in another currency, to its cent, half a cent up. */
function convert(amount: number, rate: string): string {
  const [units = '0', fraction = ''] = rate.split('.')
  const scale = 10n ** BigInt(fraction.length)
  const cents = (BigInt(amount) * BigInt(units + fraction) * 200n + scale) / (2n * scale)
  return `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`
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
      sku: line.sku,
      name: line.name,
      quantity: line.quantity,
      price: line.gross,
      total: grossOf(line),
      tax_rate: VAT,
      currency: CURRENCY,
    }
    return { externalId: ids.line(line.id), fields }
  })
}
