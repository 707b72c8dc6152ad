export const deliveryStatuses = [
  'pending',
  'shipping',
  'shipped',
  'arrived',
  'collected',
  'returned',
  'returning',
] as const
export type DeliveryStatus = (typeof deliveryStatuses)[number]

export const paymentStatuses = ['pending', 'failed', 'expired', 'completed', 'refunding', 'refunded'] as const
export type PaymentStatus = (typeof paymentStatuses)[number]

/** The status of an order's delivery since the world last changed the order. Times in ms, whole seconds. */
export interface DeliveryState {
  status: DeliveryStatus
  updatedAt: number
  /** Absent: derived from the world's status. */
  shippedAt?: number | null
  arrivedAt?: number | null
  collectedAt?: number | null
  returnedAt?: number | null
}

/** The same for its payment. */
export interface PaymentState {
  status: PaymentStatus
  updatedAt: number
  paidAt: number | null
}

const stamps: Partial<Record<DeliveryStatus, 'shippedAt' | 'arrivedAt' | 'collectedAt' | 'returnedAt'>> = {
  shipped: 'shippedAt',
  arrived: 'arrivedAt',
  collected: 'collectedAt',
  returned: 'returnedAt',
}

export function stampOf(status: DeliveryStatus, at: number): Partial<DeliveryState> {
  const stamp = stamps[status]
  return stamp ? { [stamp]: at } : {}
}
