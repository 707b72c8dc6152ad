import type { Order, OrderStatus } from '../../world/model.ts'
import type { ShopState } from '../state/shop-state.ts'
import { ids } from '../world-ids.ts'
import { addressOf, localOf } from './people.ts'
import { sum, type TrueShop, type TruthRow, totalOf } from './row.ts'
import { HOME_DELIVERY, shipmentOf, versionOf } from './shipments.ts'

const statuses: Readonly<Record<string, { status: string; financial_status: string }>> = {
  processing: { status: 'pending', financial_status: 'pending' },
  paid: { status: 'confirmed', financial_status: 'completed' },
  shipped: { status: 'confirmed', financial_status: 'completed' },
  complete: { status: 'completed', financial_status: 'completed' },
  cancelled: { status: 'cancelled', financial_status: 'refunded' },
}
const CONFIRMED: ReadonlySet<OrderStatus> = new Set(['paid', 'shipped', 'complete'])

export function orderRow(order: Order, { state, currency }: TrueShop): TruthRow {
  const reported = statuses[order.status ?? '']
  const day = new Date(order.createdAt).toISOString().slice(0, 10).replaceAll('-', '')
  const fields = {
    source_created_at: new Date(order.createdAt),
    source_updated_at: versionOf(order, state),
    placed_at: new Date(order.createdAt),
    // SHOPLINE's orders do not say when they were cancelled.
    cancelled_at: null,
    number: `${day}${String(order.id).padStart(9, '0')}`,
    email: order.email,
    phone: localOf(order.phone),
    customer_external_id: order.customerId === null ? null : ids.customer(order.customerId),
    ...reported,
    ...(state.payment(order.id) && { financial_status: state.payment(order.id)?.status }),
    status_name: reported?.status,
    fulfillment_status: shipmentOf(order, state).status,
    payment_method: state.extras(order.id).paymentMethod === 1 ? '銀行轉帳' : '信用卡',
    shipping_method: HOME_DELIVERY,
    shipping_address: placeOf(order, state),
    billing_address: null,
    note: order.comment || null,
    history: historyOf(order, state),
    ...{ ...amountsOf(order), currency },
  }
  return { externalId: ids.order(order.id), fields }
}

/** The address, with the pickup store if there is one. */
function placeOf({ id, address, phone }: Order, state: ShopState) {
  const { location_name: name, location_code: code, store_address: street } = state.extras(id).pickup
  const written = addressOf(address, localOf(phone))
  const place = { ...written, address1: written.address1 ?? street }
  return name === null && code === null ? place : { ...place, store_name: name, store_code: code }
}

function amountsOf(order: Order) {
  const subtotal = sum(order.lines.map(totalOf))
  const [shipping, discount] = [Number(order.shipping), Number(order.discount)]
  const total = subtotal + shipping - discount
  const totals = { subtotal, discount, shipping, payment_fee: 0, tax: 0, user_credit: 0, total }
  return {
    ...{ total, subtotal, tax_total: 0, shipping_total: shipping, discount_total: discount },
    totals: Object.entries(totals).map(([type, value]) => ({ type, name: null, value: String(value) })),
  }
}

/** In the order in which it happened. What happens in the same moment happens in this order. */
function historyOf(order: Order, state: ShopState) {
  const { shipped, arrived, collected, returned } = shipmentOf(order, state)
  const confirmedAt = order.history.find(({ status }) => CONFIRMED.has(status))?.at
  const timeline: [string, number | undefined][] = [
    ['created', order.createdAt],
    ['paid', paidAt(order, state, confirmedAt)],
    ['confirmed', confirmedAt],
    ...Object.entries({ shipped, arrived, collected, returned }),
    ['completed', order.status === 'complete' ? completedAt(order) : undefined],
  ]
  return timeline
    .flatMap(([status, at]) => (at === undefined ? [] : [{ status, at }]))
    .sort((a, b) => a.at - b.at)
    .map(({ status, at }) => ({ status, status_name: status, comment: null, at: new Date(at).toISOString() }))
}

function completedAt({ history, updatedAt }: Order): number {
  return history.find(({ status }) => status === 'complete')?.at ?? updatedAt
}

/** What was given back had been paid, at the latest when it was ordered. */
function paidAt(order: Order, state: ShopState, confirmedAt: number | undefined): number | undefined {
  const payment = state.payment(order.id)
  if (payment) return payment.paidAt ?? undefined
  return order.status === 'processing' ? undefined : (confirmedAt ?? order.createdAt)
}
