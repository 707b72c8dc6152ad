import type { Order } from '../../../world/model.ts'
import { localTime } from '../json.ts'

const financial: Readonly<Record<string, string>> = {
  processing: 'pending',
  paid: 'paid',
  shipped: 'paid',
  complete: 'paid',
  cancelled: 'refunded',
}
const fulfillment: Readonly<Record<string, string>> = { shipped: 'partial', complete: 'fulfilled' }

export function financialStatus({ status }: Order): string {
  return financial[status ?? ''] ?? 'pending'
}

/** `null` while nothing has been sent. */
export function fulfillmentStatus({ status }: Order): string | null {
  return fulfillment[status ?? ''] ?? null
}

export function isCancelled({ status }: Order): boolean {
  return status === 'cancelled'
}

/** When the order got its present status. */
export function statusSince({ history, status, updatedAt }: Order): string {
  return localTime(history.findLast((entry) => entry.status === status)?.at ?? updatedAt)
}
