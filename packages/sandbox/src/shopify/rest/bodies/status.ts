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

type Statused = Pick<Order, 'status'>

export function financialStatus({ status }: Statused): string {
  return financial[status ?? ''] ?? 'pending'
}

/** `null` while nothing has been sent. */
export function fulfillmentStatus({ status }: Statused): string | null {
  return fulfillment[status ?? ''] ?? null
}

export function isCancelled({ status }: Statused): boolean {
  return status === 'cancelled'
}

/** When the order got its present status. */
export function statusSince({ history, status, updatedAt }: Order): string {
  return localTime(history.findLast((entry) => entry.status === status)?.at ?? updatedAt)
}
