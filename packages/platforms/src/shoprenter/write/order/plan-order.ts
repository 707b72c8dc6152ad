import type { Json } from '../../../contract/mirror-rows.ts'
import type { Payload } from '../../../contract/push-kinds.ts'
import type { Change } from '../../../contract/writes.ts'
import type { Mapping } from '../../map/mapping.ts'
import { refuseUnknownCountry } from '../country.ts'
import type { Refused } from '../write-one.ts'
import { addressFields } from './address-fields.ts'
import { externalInfo } from './find-order.ts'
import type { LineProduct, OrderContext } from './lookups.ts'
import { amountsOf, type OrderAmounts } from './order-amounts.ts'
import { findStatus } from './order-status.ts'
import { totalRecords } from './total-records.ts'

/** Everything that is sent of a new order, in the platform's words. */
export interface OrderPlan {
  /** Without a status: nobody sees the order before it is whole. */
  fields: Record<string, Json>
  totals: Record<string, Json>[]
  lines: Record<string, Json>[]
  /** Makes it visible. */
  publication: Record<string, Json>
}

/** Finds out all that a new order refers to, so that it is refused before anything of it exists. */
export async function planOrder(change: Change<'order.create'>, context: OrderContext): Promise<OrderPlan | Refused> {
  const { payload, target } = change
  const { facts, currency } = await context.mapping()
  if (payload.currency && payload.currency !== currency)
    return refuse('currency', `Orders are created in the shop's currency, ${currency}.`)
  const unknownCountry = refuseUnknownCountry([payload.shipping_address, payload.billing_address], facts)
  if (unknownCountry) return unknownCountry
  const status = await findStatus(payload.status ?? '', context)
  if (!('id' in status)) return status

  const ids = target.variants.map((variant) => variant?.variantId ?? '')
  const products = await context.lookups.products(ids)
  const missing = products.indexOf(null)
  if (missing >= 0)
    return refuse('product_not_found', `The shop has no product for line ${missing + 1}. Sync products.`)

  const amounts = amountsOf(payload)
  return {
    fields: await orderFields(change, context),
    totals: totalRecords(amounts, payload, { currency, language: facts.defaultLanguage }),
    lines: products.map((product, index) => lineOf({ payload, amounts, index }, ids[index] ?? '', product)),
    publication: { total: amounts.total, orderStatus: { id: status.id } },
  }
}

const refuse = (code: string, message: string): Refused => ({ kind: 'refused', code, message })

async function orderFields(
  { pushId, payload, target }: Change<'order.create'>,
  { mapping, lookups }: OrderContext,
): Promise<Record<string, Json>> {
  const { facts } = await mapping()
  const shipping = payload.shipping_address ?? payload.billing_address ?? {}
  const billing = payload.billing_address ?? shipping
  const currencyId = await lookups.currencyId()
  const languageId = languageIdOf(facts)
  return {
    firstname: payload.customer?.first_name ?? billing.first_name ?? '',
    lastname: payload.customer?.last_name ?? billing.last_name ?? '',
    email: payload.email ?? '',
    phone: payload.phone ?? shipping.phone ?? billing.phone ?? '',
    ...addressFields('shipping', shipping, facts),
    ...addressFields('payment', billing, facts),
    ...methodFields(payload),
    comment: payload.note ?? '',
    total: '0.0000',
    value: '1.00000000',
    couponTaxRate: '-1.0000',
    externalInfo: externalInfo(pushId),
    ...(target.customerId && { customer: { id: target.customerId } }),
    ...(languageId && { language: { id: languageId } }),
    ...(currencyId && { currency: { id: currencyId } }),
  }
}

function methodFields({ shipping, payment }: Payload<'order.create'>): Record<string, Json> {
  const rate = shipping?.tax_rate
  return {
    ...(shipping && { shippingMethodName: shipping.title }),
    ...(shipping?.method && { shippingMode: { id: shipping.method } }),
    ...(rate && { shippingMethodTaxRate: rate, shippingMethodTaxName: `${rate} %` }),
    ...(payment?.title && { paymentMethodName: payment.title }),
    ...(payment?.method && { paymentMethodCode: payment.method }),
  }
}

function languageIdOf({ languages, defaultLanguage }: Mapping['facts']): string | undefined {
  return Object.entries(languages).find(([, code]) => code === defaultLanguage)?.[0]
}

interface LineContext {
  payload: Payload<'order.create'>
  amounts: OrderAmounts
  index: number
}

/** The platform copies nothing from the product. https://doc.shoprenter.hu/api/order_product.html */
function lineOf(
  { payload, amounts, index }: LineContext,
  productId: string,
  product: LineProduct | null,
): Record<string, Json> {
  const line = payload.lines[index]
  const price = amounts.lines[index]?.price ?? '0'
  return {
    ...product,
    originalPrice: price,
    price,
    total: amounts.lines[index]?.total ?? '0',
    taxRate: line?.tax_rate ?? '0',
    stock1: String(line?.quantity ?? 0),
    ...{ stock2: '0', stock3: '0', stock4: '0' },
    subtractStock: '0',
    product: { id: productId },
  }
}
