import type { Order } from '../../world/model.ts'
import { nameOf, phoneOf } from '../documents/contact.ts'
import { orderNumberOf } from '../documents/order.ts'
import { trackingOf } from '../documents/order-delivery.ts'
import { itemDocuments } from '../documents/order-items.ts'
import type { OrderTimeline } from '../documents/order-timeline.ts'
import type { OrderExtras } from '../state/order-extras.ts'
import { ids } from '../world-ids.ts'
import type { ApiShop } from './open-api-types.ts'
import { findOrder } from './placed-orders.ts'
import { listOf } from './select.ts'

type Values = readonly (string | null)[]

/** Decided without computing the order. */
const byStatus: Readonly<Record<string, (timeline: OrderTimeline, extras: OrderExtras) => Values>> = {
  status: ({ status }) => [status],
  statuses: ({ status }) => [status],
  payment_status: ({ paymentStatus }) => [paymentStatus],
  delivery_status: ({ deliveryStatus }) => [deliveryStatus],
  delivery_statuses: ({ deliveryStatus }) => [deliveryStatus],
  created_by: (_, { createdBy }) => [createdBy],
  payment_id: (_, { paymentMethod }) => [ids.paymentMethod(paymentMethod)],
  delivery_option_id: (_, { deliveryOption }) => [ids.deliveryOption(deliveryOption)],
}

const byName: Readonly<Record<string, (order: Order, shop: ApiShop) => Values>> = {
  order_number: (order) => [orderNumberOf(order)],
  customer_id: ({ customerId }) => [customerId === null ? null : ids.customer(customerId)],
  customer_email: ({ email }) => [email],
  name: (order) => [nameOf(order), nameOf(order.address)],
  phone_number: ({ phone }) => [phoneOf(phone).local],
  delivery_data_tracking_number: (order, { state }) => [trackingOf(order, state).number],
  item_id: (order, shop) => itemDocuments(order, shop).map(({ item_id: id }) => String(id)),
}

type OrderFilter = (number: number, timeline: OrderTimeline) => boolean

/** All conditions must hold; `undefined` without any. Cheap ones are checked first. */
export function filterOf(query: URLSearchParams, shop: ApiShop): OrderFilter | undefined {
  const statuses = asksOf(query, byStatus)
  const names = asksOf(query, byName)
  const text = query.get('query')?.toLowerCase() ?? ''
  if (statuses.length + names.length === 0 && text === '') return undefined
  const isNamed = (order: Order) => names.every(({ read, wanted }) => meets(read(order, shop), wanted))
  return (number, timeline) => {
    if (statuses.length > 0) {
      const extras = shop.state.extras(number)
      if (!statuses.every(({ read, wanted }) => meets(read(timeline, extras), wanted))) return false
    }
    if (names.length === 0 && text === '') return true
    const order = findOrder(shop.world, number)
    return order !== undefined && isNamed(order) && holds(order, text)
  }
}

interface Ask<Read> {
  read: Read
  wanted: string[]
}

function asksOf<Read>(query: URLSearchParams, readers: Readonly<Record<string, Read>>): Ask<Read>[] {
  return Object.entries(readers).flatMap(([name, read]) => {
    const wanted = listOf(query, name)
    return wanted.length === 0 ? [] : [{ read, wanted }]
  })
}

function meets(values: Values, wanted: readonly string[]): boolean {
  return wanted.some((each) => values.includes(each))
}

function holds(order: Order, text: string): boolean {
  const { email, lines, phone } = order
  const texts = [orderNumberOf(order), nameOf(order), email, phoneOf(phone).local, ...lines.map(({ name }) => name)]
  return texts.some((each) => each.toLowerCase().includes(text))
}
