import type { Json, MirrorRow } from '../../contract/mirror-rows.ts'
import { add } from '../../map/decimals.ts'
import { addressOf } from './address.ts'
import { historyOf } from './history.ts'
import { mapDelivery } from './map-delivery.ts'
import { mapLines } from './map-lines.ts'
import { absolute, amountOf, currencyOf } from './money.ts'
import { rawOf } from './raw.ts'
import type { MapContext, Wire } from './shapes.ts'
import { translated } from './texts.ts'
import { idOf, isoOf, latestOf, list, object, text, timeOf } from './wire.ts'

export interface MappedOrder {
  order: MirrorRow
  lines: MirrorRow[]
  fulfillments: MirrorRow[]
}

/** https://open-api.docs.shoplineapp.com/docs/get-orders */
export function mapOrder(wire: Wire, context: MapContext): MappedOrder | null {
  const externalId = idOf(wire)
  if (!externalId) return null
  const currency = currencyOfOrder(wire, context)
  const order = {
    externalId,
    sourceUpdatedAt: versionOf(wire),
    fields: { ...headOf(wire, context), ...placesOf(wire), ...amountsOf(wire, currency) },
    raw: rawOf(wire),
  }
  const lines = mapLines(wire, { orderId: externalId, currency, context })
  return { order, lines, fulfillments: mapDelivery(wire, { orderId: externalId, context }) }
}

/** Changes of delivery or payment do not change the order's `updated_at`. */
function versionOf({ updated_at, order_delivery, order_payment }: Wire): Date | null {
  return latestOf([updated_at, object(order_delivery).updated_at, object(order_payment).updated_at].map(timeOf))
}

function currencyOfOrder(wire: Wire, { currency }: MapContext): string {
  return text(wire.currency_iso) ?? currencyOf(wire.total) ?? currencyOf(wire.subtotal) ?? currency
}

function headOf(wire: Wire, context: MapContext): Record<string, Json> {
  return {
    source_created_at: isoOf(wire.created_at),
    placed_at: isoOf(wire.created_at),
    cancelled_at: isoOf(wire.cancelled_at),
    number: text(wire.order_number),
    email: text(wire.customer_email),
    phone: text(wire.customer_phone),
    customer_external_id: text(wire.customer_id),
    status: text(wire.status),
    // SHOPLINE's statuses are a fixed list, so there are no other names.
    status_name: text(wire.status),
    financial_status: text(object(wire.order_payment).status),
    fulfillment_status: text(object(wire.order_delivery).status),
    note: text(wire.order_remarks),
    history: historyOf(wire),
    payment_method: methodOf(object(wire.order_payment), 'payment_type', context),
    shipping_method: methodOf(object(wire.order_delivery), 'delivery_type', context),
  }
}

function methodOf(part: Wire, kind: string, context: MapContext): string | null {
  return translated(part.name_translations, context) ?? text(part[kind])
}

/** `delivery_data` names the pickup store and the recipient. */
function placesOf(wire: Wire): Record<string, Json> {
  const { location_name, location_code, store_address, recipient_name, recipient_phone } = object(wire.delivery_data)
  const written = object(wire.delivery_address)
  const address = addressOf({
    ...written,
    address_1: text(written.address_1) ?? text(store_address),
    recipient_name: text(written.recipient_name) ?? text(recipient_name),
    recipient_phone: text(written.recipient_phone) ?? text(recipient_phone),
  })
  const store = { store_name: text(location_name), store_code: text(location_code) }
  const hasStore = store.store_name !== null || store.store_code !== null
  return {
    shipping_address: hasStore ? { ...object(address), ...store } : address,
    billing_address: addressOf(object(wire.billing_address)),
  }
}

function amountsOf(wire: Wire, currency: string): Record<string, Json> {
  const amount = (money: Json | undefined) => amountOf(money, currency)
  const shipping = amount(object(wire.order_delivery).total)
  const tax = amount(wire.total_tax_fee)
  const discount = discountOf(wire, currency)
  const totals = {
    subtotal: amount(wire.subtotal),
    discount,
    shipping,
    payment_fee: amount(object(wire.order_payment).payment_fee),
    tax,
    user_credit: amount(wire.user_credit),
    total: amount(wire.total),
  }
  return {
    currency,
    total: totals.total,
    subtotal: totals.subtotal,
    tax_total: tax,
    shipping_total: shipping,
    discount_total: discount,
    totals: Object.entries(totals).flatMap(([type, value]) => (value === null ? [] : [{ type, name: null, value }])),
  }
}

/** The order's total discount, otherwise the sum of its promotions. */
function discountOf(wire: Wire, currency: string): string | null {
  const reported = absolute(amountOf(wire.order_discount, currency))
  if (reported !== null) return reported
  const parts = list(wire.promotion_items).flatMap((item) => absolute(amountOf(item.discounted_amount, currency)) ?? [])
  return parts.length === 0 ? null : parts.reduce(add)
}
