import type { Order } from '../../world/model.ts'
import { nameOf, phoneOf } from '../documents/contact.ts'
import { orderNumberOf, trackingNumberOf } from '../documents/order.ts'
import { itemDocuments } from '../documents/order-items.ts'
import type { OrderTimeline } from '../documents/order-timeline.ts'
import { ids } from '../world-ids.ts'
import type { ApiShop } from './open-api-types.ts'
import { findOrder } from './placed-orders.ts'
import { listOf } from './select.ts'

type Values = readonly (string | null)[]

/** Decided without computing the order. */
const byStatus: Readonly<Record<string, (timeline: OrderTimeline) => Values>> = {
  status: ({ status }) => [status],
  statuses: ({ status }) => [status],
  payment_status: ({ paymentStatus }) => [paymentStatus],
  delivery_status: ({ deliveryStatus }) => [deliveryStatus],
  delivery_statuses: ({ deliveryStatus }) => [deliveryStatus],
  created_by: () => ['shop'],
  payment_id: () => [ids.paymentMethod(1)],
  delivery_option_id: () => [ids.deliveryOption(1)],
}

const byName: Readonly<Record<string, (order: Order, shop: ApiShop) => Values>> = {
  order_number: (order) => [orderNumberOf(order)],
  customer_id: ({ customerId }) => [customerId === null ? null : ids.customer(customerId)],
  customer_email: ({ email }) => [email],
  name: (order) => [nameOf(order), nameOf(order.address)],
  phone_number: ({ phone }) => [phoneOf(phone).local],
  delivery_data_tracking_number: (order) => [trackingNumberOf(order)],
  item_id: (order, shop) => itemDocuments(order, shop).map(({ item_id: id }) => String(id)),
}

/** All conditions must hold. Cheap ones are checked first. */
export function filterOf(query: URLSearchParams, shop: ApiShop): (number: number, timeline: OrderTimeline) => boolean {
  const statuses = asksOf(query, byStatus)
  const names = asksOf(query, byName)
  const text = query.get('query')?.toLowerCase() ?? ''
  const isNamed = (order: Order) => names.every(({ read, wanted }) => meets(read(order, shop), wanted))
  return (number, timeline) => {
    if (!statuses.every(({ read, wanted }) => meets(read(timeline), wanted))) return false
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
  const told = [orderNumberOf(order), nameOf(order), email, phoneOf(phone).local, ...lines.map(({ name }) => name)]
  return told.some((each) => each.toLowerCase().includes(text))
}
