import type { Order } from '../../world/model.ts'
import type { ShopState } from '../state/shop-state.ts'
import { ids } from '../world-ids.ts'
import { OWN, type TrueShop, type TruthRow } from './row.ts'

export interface Shipment {
  status: string
  changedAt: number
  shipped?: number | undefined
  arrived?: number | undefined
  collected?: number | undefined
  returned?: number | undefined
}

export const HOME_DELIVERY = '宅配'
const CARRIER = '黑貓宅急便'

/** How the delivery progressByStatus: as the order's status says, until something happened to the delivery alone. */
export function shipmentOf(order: Order, state: ShopState): Shipment {
  const planned = plannedOf(order)
  const stored = state.delivery(order.id)
  if (!stored) return planned
  return {
    ...{ status: stored.status, changedAt: stored.updatedAt },
    ...{ shipped: known(stored.shippedAt, planned.shipped), arrived: known(stored.arrivedAt, planned.arrived) },
    ...{ collected: stored.collectedAt ?? undefined, returned: stored.returnedAt ?? undefined },
  }
}

/** `null` means that it did not happen. */
function known(stored: number | null | undefined, planned: number | undefined): number | undefined {
  return stored === undefined ? planned : (stored ?? undefined)
}

function plannedOf({ status, history, createdAt, updatedAt }: Order): Shipment {
  const changedAt = history.at(-1)?.at ?? createdAt
  const sentAt = history.find((entry) => entry.status === 'shipped')?.at
  if (status === 'shipped') return { status: 'shipped', changedAt, shipped: sentAt ?? updatedAt }
  if (status !== 'complete') return { status: 'pending', changedAt }
  const arrived = history.find((entry) => entry.status === 'complete')?.at ?? updatedAt
  return { status: 'arrived', changedAt, shipped: sentAt ?? arrived, arrived }
}

/** Whatever happened last: to the order, to its delivery or to its payment. */
export function versionOf(order: Order, state: ShopState): Date {
  const statusAt = order.history.at(-1)?.at ?? order.createdAt
  const paymentAt = state.payment(order.id)?.updatedAt ?? 0
  return new Date(Math.max(order.updatedAt, statusAt, shipmentOf(order, state).changedAt, paymentAt))
}

/** Every order has one delivery, with all of its lines, be it sent or not. */
export function fulfillmentRow(order: Order, { state }: TrueShop): TruthRow {
  const { carrier, number, url } = parcelOf(order, state)
  const fields = {
    source_created_at: new Date(order.createdAt),
    source_updated_at: versionOf(order, state),
    order_external_id: ids.order(order.id),
    status: shipmentOf(order, state).status,
    carrier: carrier ?? HOME_DELIVERY,
    tracking_numbers: number === null ? [] : [number],
    tracking_urls: url === null ? [] : [url],
    lines: order.lines.map(({ id, quantity }) => ({ line_id: ids.line(id), quantity: String(quantity) })),
  }
  return { externalId: ids.delivery(order.id), fields }
}

/** The entered parcel, or the shop's own number for shipped orders. */
function parcelOf({ id, status }: Order, state: ShopState) {
  const { tracking } = state.extras(id)
  if (tracking) return { ...tracking, carrier: tracking.carrier[OWN] ?? Object.values(tracking.carrier)[0] }
  const isSent = status === 'shipped' || status === 'complete'
  const number = isSent ? `SL${String(id).padStart(8, '0')}` : null
  return { number, url: number && `https://track.example.com/${number}`, carrier: isSent ? CARRIER : undefined }
}
