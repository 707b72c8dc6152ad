import type { Json } from '../../contract/mirror-rows.ts'
import type { Wire } from './shapes.ts'
import { isoOf, object } from './wire.ts'

/** Status changes of an order that have a time, the oldest first; of its payment and delivery, too. */
export function historyOf(wire: Wire): Json {
  const payment = object(wire.order_payment)
  const delivery = object(wire.order_delivery)
  const moments: [string, Json | undefined][] = [
    ['created', wire.created_at],
    ['paid', payment.paid_at],
    ['confirmed', wire.confirmed_at],
    ['shipped', delivery.shipped_at],
    ['arrived', delivery.arrived_at],
    ['collected', delivery.collected_at],
    ['returned', delivery.returned_at],
    ['completed', wire.completed_at],
    ['cancelled', wire.cancelled_at],
  ]
  return moments
    .flatMap(([status, time]) => {
      const at = isoOf(time)
      return at === null ? [] : [{ status, status_name: status, comment: null, at }]
    })
    .sort((a, b) => a.at.localeCompare(b.at))
}
