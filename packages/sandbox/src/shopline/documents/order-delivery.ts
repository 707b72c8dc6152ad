import type { Order } from '../../world/model.ts'
import type { Tracking } from '../state/order-extras.ts'
import type { ShopState } from '../state/shop-state.ts'
import { timeOf, timeOrNull } from '../times.ts'
import { ids } from '../world-ids.ts'
import { deliveryOptionOf } from './delivery-options.ts'
import type { OrderTimeline } from './order-timeline.ts'
import type { DocumentContext } from './product.ts'
import { named } from './texts.ts'

type Json = Record<string, unknown>

const CARRIER = named('黑貓宅急便', 'T-Cat')

type Context = Pick<DocumentContext, 'money'> & { state: ShopState }

/** The delivery of an order, with its own status and times. */
export function orderDeliveryDocument(order: Order, timeline: OrderTimeline, { money, state }: Context): Json {
  const { deliveryStatus, shippedAt, arrivedAt, collectedAt, returnedAt, deliveryUpdatedAt } = timeline
  const { deliveryOption, deliveryRemark } = state.extras(order.id)
  const { platform, name } = deliveryOptionOf(deliveryOption)
  return {
    ...{ id: ids.delivery(order.id), delivery_option_id: ids.deliveryOption(deliveryOption), platform },
    ...{ status: deliveryStatus, delivery_status: 'pending', name_translations: name },
    ...{ total: money(order.shipping), shipped_at: timeOrNull(shippedAt), arrived_at: timeOrNull(arrivedAt) },
    ...{ collected_at: timeOrNull(collectedAt), returned_at: timeOrNull(returnedAt), remark: deliveryRemark },
    updated_at: timeOf(deliveryUpdatedAt),
  }
}

/** The parcel and the pickup store. */
export function deliveryDataOf(order: Order, state: ShopState): Json {
  const { number, url, carrier } = trackingOf(order, state)
  return {
    ...{ tracking_number: number, url, ...state.extras(order.id).pickup, name_translations: carrier },
    ...{ scheduled_delivery_date: null, time_slot_key: null },
  }
}

/** The entered parcel, otherwise one that is derived from the world's status. */
export function trackingOf({ id, status }: Order, state: Pick<ShopState, 'extras'>): Tracking {
  const written = state.extras(id).tracking
  if (written) return written
  if (status !== 'shipped' && status !== 'complete') return { number: null, url: null, carrier: {} }
  const number = `SL${String(id).padStart(8, '0')}`
  return { number, url: `https://track.example.com/${number}`, carrier: CARRIER }
}
