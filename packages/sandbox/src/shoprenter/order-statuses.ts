import type { OrderStatus, Texts } from '../world/model.ts'

interface StatusDescription {
  /** The number in `order_status_id`. */
  id: number
  status: OrderStatus
  name: Texts
}

/** What the shop lists as its order statuses. */
export const orderStatuses: readonly StatusDescription[] = [
  { id: 1, status: 'processing', name: { hu: 'Feldolgozás alatt', en: 'Processing' } },
  { id: 2, status: 'paid', name: { hu: 'Fizetve', en: 'Paid' } },
  { id: 3, status: 'shipped', name: { hu: 'Kiszállítás alatt', en: 'In delivery' } },
  { id: 4, status: 'complete', name: { hu: 'Teljesítve', en: 'Complete' } },
  { id: 5, status: 'cancelled', name: { hu: 'Törölve', en: 'Cancelled' } },
]

/** A status that the merchant added and then deleted: orders still refer to it, and the list does not contain it. */
const UNLISTED = 77

export function statusNumber(status: OrderStatus): number {
  return orderStatuses.find((each) => each.status === status)?.id ?? UNLISTED
}

export function statusName(status: OrderStatus): string | null {
  return orderStatuses.find((each) => each.status === status)?.name.hu ?? null
}
