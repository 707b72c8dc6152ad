import type { Customer, Line } from '../../../world/model.ts'
import { deliveryOptions } from '../../documents/delivery-options.ts'
import { paymentMethods } from '../../documents/payment-methods.ts'
import { ids, numberOf } from '../../world-ids.ts'
import { isAnswer } from '../answers.ts'
import { customerByEmail } from '../find-customer.ts'
import type { Answer, ApiCall, ApiShop } from '../open-api-types.ts'
import { checkItems, sumOf } from './check-items.ts'
import { unprocessable } from './order-write.ts'

type Json = Record<string, unknown>

/** A validated `POST /orders`. */
export interface NewOrder {
  customer: Customer | undefined
  name: string | undefined
  email: string | undefined
  phone: { number: string; country: string | null } | undefined
  paymentMethod: number
  deliveryOption: number
  lines: Omit<Line, 'id'>[]
  /** Decimal text. */
  discount: string
  remarks: string
  address: Json
}

const REQUIRED = ['delivery_option_id', 'payment_method_id', 'subtotal', 'total', 'items', 'delivery_address']
/** No customer of the world has any. */
const BALANCES = ['user_credit', 'member_point']

export function checkOrder(body: ApiCall['body'], shop: ApiShop): NewOrder | Answer {
  const order = isObject(body.order) ? body.order : {}
  const missing = REQUIRED.find((name) => order[name] === undefined || order[name] === null)
  if (missing) return unprocessable(`${missing} is missing`)
  if (!isObject(order.delivery_address)) return unprocessable('delivery_address is invalid')
  if (order.ref_order_id !== undefined && shop.quirks.refOrderIdAtCreation === 'refused')
    return unprocessable('ref_order_id is not permitted')
  const methods = methodsOf(order)
  if (isAnswer(methods)) return methods
  const lines = checkItems(order.items, shop)
  if (isAnswer(lines)) return lines
  const discount = discountOf(order, sumOf(lines), shop)
  if (isAnswer(discount)) return discount
  const buyer = buyerOf(order, shop)
  if (isAnswer(buyer)) return buyer
  const remarks = textOf(order.order_remarks) ?? ''
  return { ...buyer, ...methods, ...discount, lines, remarks, address: order.delivery_address }
}

/** Integrations of carriers and payment providers are refused. */
function methodsOf(order: Json): Pick<NewOrder, 'paymentMethod' | 'deliveryOption'> | Answer {
  const delivery = deliveryOptions.find(({ number }) => ids.deliveryOption(number) === order.delivery_option_id)
  if (delivery?.platform !== 'custom') return unprocessable('delivery_option_id is invalid or third-party')
  const payment = paymentMethods.find(({ number }) => ids.paymentMethod(number) === order.payment_method_id)
  if (!payment || payment.isIntegrated) return unprocessable('payment_method_id is invalid or third-party')
  return { paymentMethod: payment.number, deliveryOption: delivery.number }
}

/** `total` is the subtotal without credits and discounts, of which there are none; fees are not part of it. */
function discountOf(order: Json, sum: number, { quirks }: ApiShop): Pick<NewOrder, 'discount'> | Answer {
  const { subtotal, total } = order
  if (typeof subtotal !== 'number' || typeof total !== 'number') return unprocessable('subtotal or total is no number')
  const balance = BALANCES.find((name) => Number(order[name] ?? 0) !== 0)
  if (balance) return unprocessable(`${balance} exceeds the customer's balance`)
  if (Array.isArray(order.coupon_item_ids) && order.coupon_item_ids.length > 0)
    return unprocessable('coupon_item_ids is invalid')
  if (quirks.priceCheck === 'none') return { discount: String(sum - total) }
  if (subtotal !== sum) return unprocessable('subtotal is not the sum of the items')
  return total === sum ? { discount: '0' } : unprocessable('total is not subtotal less credits and discounts')
}

type Buyer = Pick<NewOrder, 'customer' | 'name' | 'email' | 'phone'>

function buyerOf(order: Json, { world }: ApiShop): Buyer | Answer {
  const [id, email] = [textOf(order.customer_id), textOf(order.customer_email)]
  if (!id && !email) return unprocessable('customer_id or customer_email is missing')
  const byId = id ? world.customers.get(numberOf('customer', id) ?? 0) : null
  if (id && !byId) return unprocessable('customer_id is invalid')
  const number = textOf(order.customer_phone)
  return {
    customer: byId ?? (email ? customerByEmail(world, email) : undefined),
    ...{ name: textOf(order.customer_name), email },
    phone: number ? { number, country: textOf(order.customer_phone_country_code) ?? null } : undefined,
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
