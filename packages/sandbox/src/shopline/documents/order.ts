import type { Order } from '../../world/model.ts'
import type { ShopState } from '../shop-state.ts'
import { timeOf, timeOrNull } from '../times.ts'
import { ids } from '../world-ids.ts'
import { addressDocument, nameOf, phoneOf } from './contact.ts'
import { itemDocuments, subtotalOf } from './order-items.ts'
import { type OrderTimeline, timelineOf } from './order-timeline.ts'
import type { DocumentContext } from './product.ts'
import { languages } from './texts.ts'

export interface OrderContext extends DocumentContext {
  state: ShopState
  /** ISO 4217. */
  currency: string
}

type Json = Record<string, unknown>

const named = (own: string, en: string) => ({ [languages.own]: own, [languages.other]: en })
const PAYMENT = named('銀行轉帳', 'Bank transfer')
const DELIVERY = named('宅配', 'Home delivery')
const CARRIER = named('黑貓宅急便', 'T-Cat')

/** https://open-api.docs.shoplineapp.com/docs/get-orders; throws for a basket, which is not an order. */
export function orderDocument(order: Order, context: OrderContext): Json {
  const { money, currency } = context
  const timeline = timelineOf(order, context.state)
  return {
    ...{ id: ids.order(order.id), order_number: orderNumberOf(order), merchant_order_number: null },
    ...{ status: timeline.status, order_remarks: order.comment || null },
    ...buyerOf(order),
    ...{ currency_iso: currency, subtotal: money(subtotalOf(order)), order_discount: money(order.discount) },
    ...{ user_credit: money('0'), total_tax_fee: money('0'), total: money(totalOf(order)) },
    order_payment: paymentOf(order, timeline, context),
    order_delivery: deliveryOf(order, timeline, context),
    delivery_address: addressDocument(order.address, phoneOf(order.phone)),
    delivery_data: trackingOf(order),
    subtotal_items: itemDocuments(order, context),
    promotion_items: promotionsOf(order, context),
    ...nothingElse,
    tags: context.state.tags(order.id),
    ...{ confirmed_at: timeOrNull(timeline.confirmedAt), completed_at: timeOrNull(timeline.completedAt) },
    ...{ created_at: timeOf(order.createdAt), updated_at: timeOf(order.updatedAt) },
  }
}

const nothingElse = {
  ...{ custom_data: [], ref_order_id: null, parent_order_id: null, child_order_ids: [] },
  ...{ order_comments: [], order_notes: [] },
  channel: { created_by_channel_id: null, created_by_channel_name: null },
  ...{ order_source: { type: 'storefront' }, utm_data: {}, invoice: {}, created_by: 'shop' },
}

/** Date of the order, and its number. */
export function orderNumberOf({ id, createdAt }: Order): string {
  const day = new Date(createdAt).toISOString().slice(0, 10).replaceAll('-', '')
  return `${day}${String(id).padStart(9, '0')}`
}

export function totalOf(order: Order): string {
  return String(Number(subtotalOf(order)) + Number(order.shipping) - Number(order.discount))
}

export function trackingNumberOf({ id, status }: Order): string | null {
  return status === 'shipped' || status === 'complete' ? `SL${String(id).padStart(8, '0')}` : null
}

/** Who bought stays named when the customer is gone. */
function buyerOf(order: Order): Json {
  const { local, country } = phoneOf(order.phone)
  return {
    is_guest_checkout: order.customerId === null,
    customer_id: order.customerId === null ? null : ids.customer(order.customerId),
    ...{ customer_name: nameOf(order), customer_email: order.email },
    ...{ customer_phone: local, customer_phone_country_code: country },
  }
}

function paymentOf(order: Order, timeline: OrderTimeline, { money }: OrderContext): Json {
  return {
    ...{ id: ids.payment(order.id), payment_method_id: ids.paymentMethod(1), payment_type: 'bank_transfer' },
    ...{ name_translations: PAYMENT, status: timeline.paymentStatus, payment_fee: money('0') },
    ...{ total: money(totalOf(order)), paid_at: timeOrNull(timeline.paidAt), payment_data: {} },
    updated_at: timeOf(timeline.paymentUpdatedAt),
  }
}

function deliveryOf(order: Order, timeline: OrderTimeline, { money }: OrderContext): Json {
  const { deliveryStatus, shippedAt, arrivedAt, collectedAt, returnedAt, deliveryUpdatedAt } = timeline
  return {
    ...{ id: ids.delivery(order.id), delivery_option_id: ids.deliveryOption(1), platform: 'custom' },
    ...{ status: deliveryStatus, delivery_status: 'pending', name_translations: DELIVERY },
    ...{ total: money(order.shipping), shipped_at: timeOrNull(shippedAt), arrived_at: timeOrNull(arrivedAt) },
    ...{ collected_at: timeOrNull(collectedAt), returned_at: timeOrNull(returnedAt), remark: null },
    updated_at: timeOf(deliveryUpdatedAt),
  }
}

function trackingOf(order: Order): Json {
  const number = trackingNumberOf(order)
  return {
    ...{ tracking_number: number, url: number && `https://track.example.com/${number}` },
    ...{ location_code: null, location_name: null, store_address: null },
    name_translations: number ? CARRIER : {},
    ...{ scheduled_delivery_date: null, time_slot_key: null },
  }
}

function promotionsOf({ id, discount }: Order, { money }: OrderContext): Json[] {
  if (Number(discount) === 0) return []
  return [{ id: ids.promotion(id), discounted_amount: money(discount), coupon_code: null, promotion_data: {} }]
}
