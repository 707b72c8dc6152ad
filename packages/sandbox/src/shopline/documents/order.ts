import type { Order } from '../../world/model.ts'
import type { ShopState } from '../state/shop-state.ts'
import { timeOf, timeOrNull } from '../times.ts'
import { ids } from '../world-ids.ts'
import { addressDocument, nameOf, phoneOf } from './contact.ts'
import { deliveryDataOf, orderDeliveryDocument } from './order-delivery.ts'
import { itemDocuments, subtotalOf } from './order-items.ts'
import { messageLines } from './order-message.ts'
import { type OrderTimeline, timelineOf } from './order-timeline.ts'
import { paymentMethodOf } from './payment-methods.ts'
import type { DocumentContext } from './product.ts'

export interface OrderContext extends DocumentContext {
  state: ShopState
  /** ISO 4217. */
  currency: string
}

type Json = Record<string, unknown>

/** https://open-api.docs.shoplineapp.com/docs/get-orders; throws for a basket, which is not an order. */
export function orderDocument(order: Order, context: OrderContext): Json {
  const { money, currency, state } = context
  const timeline = timelineOf(order, state)
  const extras = state.extras(order.id)
  return {
    ...{ id: ids.order(order.id), order_number: orderNumberOf(order), merchant_order_number: null },
    ...{ status: timeline.status, order_remarks: order.comment || null },
    ...buyerOf(order),
    ...{ currency_iso: currency, subtotal: money(subtotalOf(order)), order_discount: money(order.discount) },
    ...{ user_credit: money('0'), total_tax_fee: money('0'), total: money(totalOf(order)) },
    order_payment: paymentOf(order, timeline, context),
    order_delivery: orderDeliveryDocument(order, timeline, context),
    delivery_address: {
      ...addressDocument(order.address, phoneOf(order.phone)),
      remarks: extras.addressRemarks,
    },
    delivery_data: deliveryDataOf(order, state),
    subtotal_items: itemDocuments(order, context),
    promotion_items: promotionsOf(order, context),
    ...nothingElse,
    ...{ custom_data: extras.customData, ref_order_id: extras.refOrderId, created_by: extras.createdBy },
    ...{ skip_fulfillment: extras.skipsFulfillment, ...messageLines(state.messages(order.id)) },
    tags: state.tags(order.id),
    ...{ confirmed_at: timeOrNull(timeline.confirmedAt), completed_at: timeOrNull(timeline.completedAt) },
    ...{ created_at: timeOf(order.createdAt), updated_at: timeOf(order.updatedAt) },
  }
}

const nothingElse = {
  ...{ parent_order_id: null, child_order_ids: [], order_items_stock_tag: null },
  channel: { created_by_channel_id: null, created_by_channel_name: null },
  ...{ order_source: { type: 'storefront' }, utm_data: {}, invoice: {} },
}

/** Date of the order, and its number. */
export function orderNumberOf({ id, createdAt }: Order): string {
  const day = new Date(createdAt).toISOString().slice(0, 10).replaceAll('-', '')
  return `${day}${String(id).padStart(9, '0')}`
}

export function totalOf(order: Order): string {
  return String(Number(subtotalOf(order)) + Number(order.shipping) - Number(order.discount))
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

function paymentOf(order: Order, timeline: OrderTimeline, { money, state }: OrderContext): Json {
  const { paymentMethod } = state.extras(order.id)
  const { type, name } = paymentMethodOf(paymentMethod)
  return {
    ...{ id: ids.payment(order.id), payment_method_id: ids.paymentMethod(paymentMethod), payment_type: type },
    ...{ name_translations: name, status: timeline.paymentStatus, payment_fee: money('0') },
    ...{ total: money(totalOf(order)), paid_at: timeOrNull(timeline.paidAt), payment_data: {} },
    updated_at: timeOf(timeline.paymentUpdatedAt),
  }
}

function promotionsOf({ id, discount }: Order, { money }: OrderContext): Json[] {
  if (Number(discount) === 0) return []
  return [{ id: ids.promotion(id), discounted_amount: money(discount), coupon_code: null, promotion_data: {} }]
}
