import type { Line, Order, OrderStatus } from '../../world/model.ts'
import { decimal, moneyBag, taxIn } from './money.ts'
import { isCancelled } from './order-parts.ts'

const paid: ReadonlySet<OrderStatus | null> = new Set(['paid', 'shipped', 'complete', 'cancelled'])

/** What an order comes to, in whole forints. */
export interface OrderAmounts {
  subtotal: number
  total: number
  received: number
  refunded: number
  netPayment: number
  outstanding: number
}

export function amountsOf(order: Order): OrderAmounts {
  const { status, lines, discount, shipping } = order
  const subtotal = lines.reduce((sum, line) => sum + grossOf(line), 0) - Number(discount)
  const total = subtotal + Number(shipping)
  const received = paid.has(status) ? total : 0
  // A cancelled order gave everything back at once.
  const refunded = isCancelled(order) ? total : 0
  return { subtotal, total, received, refunded, netPayment: received - refunded, outstanding: total - received }
}

export function grossOf({ gross, quantity }: Line): number {
  return Number(gross) * quantity
}

/** After a cancellation nothing is left of the order. */
const left = (order: Order, amount: number) => (isCancelled(order) ? 0 : amount)

/** Amounts of an order, by the name of their field without `Set`. */
const amounts: Readonly<Record<string, (order: Order, of: OrderAmounts) => number>> = {
  totalPrice: (_order, { total }) => total,
  originalTotalPrice: (_order, { total }) => total,
  currentTotalPrice: (order, { total }) => left(order, total),
  subtotalPrice: (_order, { subtotal }) => subtotal,
  currentSubtotalPrice: (order, { subtotal }) => left(order, subtotal),
  totalTax: (_order, { total }) => taxIn(total),
  currentTotalTax: (order, { total }) => left(order, taxIn(total)),
  totalShippingPrice: ({ shipping }) => Number(shipping),
  currentShippingPrice: (order) => left(order, Number(order.shipping)),
  totalDiscounts: ({ discount }) => Number(discount),
  currentTotalDiscounts: (order) => left(order, Number(order.discount)),
  cartDiscountAmount: ({ discount }) => Number(discount),
  currentCartDiscountAmount: (order) => left(order, Number(order.discount)),
  totalReceived: (_order, { received }) => received,
  totalRefunded: (_order, { refunded }) => refunded,
  totalRefundedShipping: (order) => (isCancelled(order) ? Number(order.shipping) : 0),
  netPayment: (_order, { netPayment }) => netPayment,
  totalOutstanding: (_order, { outstanding }) => outstanding,
  totalCapturable: () => 0,
  totalTipReceived: () => 0,
  refundDiscrepancy: () => 0,
}
/** Of these there is no field in the shop's currency alone. */
const ONLY_SETS = /^(current|original|totalOutstanding|totalRefundedShipping|refundDiscrepancy|totalTipReceived)/

/** Every amount in both currencies, and as the older field in the shop's own. */
export const amountFields = Object.fromEntries(
  Object.entries(amounts).flatMap(([name, read]) => {
    const plain = (order: Order) => decimal(read(order, amountsOf(order)))
    const set = (order: Order) => moneyBag(read(order, amountsOf(order)), order)
    return ONLY_SETS.test(name)
      ? [[`${name}Set`, set] as const]
      : ([
          [name, plain],
          [`${name}Set`, set],
        ] as const)
  }),
)
