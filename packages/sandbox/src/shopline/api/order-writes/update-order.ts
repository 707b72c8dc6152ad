import { deliveryOptionOf } from '../../documents/delivery-options.ts'
import { trackingOf } from '../../documents/order-delivery.ts'
import { timelineOf } from '../../documents/order-timeline.ts'
import type { Translations } from '../../documents/texts.ts'
import { addressChange } from '../../documents/written-address.ts'
import type { OrderExtras, Pickup } from '../../state/order-extras.ts'
import type { Answer, ApiCall } from '../open-api-types.ts'
import { answerOrder, isLocked, type OrderWrite, unprocessable } from './order-write.ts'

type Body = ApiCall['body']

const TRACKING = ['tracking_number', 'tracking_url', 'delivery_provider_name']
const DELIVERY = [...TRACKING, 'delivery_data', 'delivery_address']
const PICKUP = [
  ...(['location_code', 'location_name', 'store_address'] as const),
  ...(['recipient_name', 'recipient_phone', 'recipient_phone_country_code'] as const),
]
const ADDRESS: ReadonlySet<string> = new Set('country country_code address_1 address_2 city state postcode'.split(' '))

/** Other fields of the body are ignored. https://open-api.docs.shoplineapp.com/docs/update-order */
export function updateOrder(write: OrderWrite): Answer {
  const { order, call, shop } = write
  const { body } = call
  const has = (names: readonly string[]) => names.some((name) => name in body)
  if (has(DELIVERY) && isLocked(timelineOf(order, shop.state).status, shop))
    return unprocessable('Delivery, address and tracking of a completed order cannot be changed')
  if (has(TRACKING) && !isCustom(write)) return unprocessable('Only custom delivery options take a tracking number')
  shop.state.changeExtras(order.id, { ...referenceIn(body), ...trackingIn(write), ...pickupIn(write) })
  shop.world.updateOrder(order.id, { address: { ...order.address, ...addressIn(body) } })
  return answerOrder(order.id, call, shop)
}

function isCustom({ order, shop }: OrderWrite): boolean {
  return deliveryOptionOf(shop.state.extras(order.id).deliveryOption).platform === 'custom'
}

/** `null` clears `ref_order_id`; an empty text changes nothing. */
function referenceIn({ ref_order_id: reference, custom_data: custom }: Body): Partial<OrderExtras> {
  const isGiven = reference === null || (typeof reference === 'string' && reference !== '')
  return {
    ...(isGiven && { refOrderId: reference }),
    ...(Array.isArray(custom) && { customData: custom }),
  }
}

function trackingIn({ order, call: { body }, shop }: OrderWrite): Partial<OrderExtras> {
  if (!TRACKING.some((name) => name in body)) return {}
  const before = trackingOf(order, shop.state)
  const { tracking_number: number = before.number, tracking_url: url = before.url } = body
  const carrier = (body.delivery_provider_name ?? before.carrier) as Translations
  return { tracking: { number: textOrNull(number), url: textOrNull(url), carrier } }
}

function pickupIn({ order, call: { body }, shop }: OrderWrite): Partial<OrderExtras> {
  const written = (body.delivery_data ?? {}) as Record<string, unknown>
  const named = PICKUP.filter((name) => name in written)
  const change = Object.fromEntries(named.map((name) => [name, textOrNull(written[name])]))
  return { pickup: { ...shop.state.extras(order.id).pickup, ...change } as Pickup }
}

/** The place only; the recipient is in `delivery_data`. */
function addressIn(body: Body) {
  const written = Object.entries((body.delivery_address ?? {}) as Record<string, unknown>)
  return addressChange(Object.fromEntries(written.filter(([name]) => ADDRESS.has(name))))
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
