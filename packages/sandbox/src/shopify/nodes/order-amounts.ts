import type { Line, Order, OrderStatus } from '../../world/model.ts'
import type { Payment, ShippingLine, TaxLine } from '../../world/written.ts'
import { cents, decimal, moneyBag, taxIn } from './money.ts'
import { isCancelled, sinceOf } from './order-parts.ts'

const paid: ReadonlySet<OrderStatus | null> = new Set(['paid', 'shipped', 'complete', 'cancelled'])
const RATE = '0.27'

/** What an order comes to, in its currency. */
export interface OrderAmounts {
  subtotal: number
  shipping: number
  tax: number
  total: number
  received: number
  refunded: number
  netPayment: number
  outstanding: number
  /** Taken out by edits. */
  removed: number
}

const isNet = ({ written }: Order) => written?.taxesIncluded === false

/** As the order's prices are: with or without the tax. */
export function unitPriceOf({ net, gross }: Line, order: Order): number {
  return Number(isNet(order) ? net : gross)
}

/** How much was ordered, what an edit took out again included. */
export function orderedOf({ ordered, quantity }: Line): number {
  return ordered ?? quantity
}

/** Of the whole quantity that was ordered. */
export function lineTotalOf(line: Line, order: Order): number {
  return cents(unitPriceOf(line, order) * orderedOf(line))
}

/** What edits took out of an order again. */
function removedFrom(order: Order): number {
  return sum(order.lines.map((line) => unitPriceOf(line, order) * (orderedOf(line) - line.quantity)))
}

/** Of an order that nobody wrote, the tax is within its gross prices. */
function includedTax(gross: number): TaxLine[] {
  return [{ title: 'ÁFA', rate: RATE, amount: taxIn(gross), channelLiable: false }]
}

export function taxLinesOfLine(line: Line, order: Order): readonly TaxLine[] {
  return line.written?.taxLines ?? includedTax(lineTotalOf(line, order))
}

export function shippingLinesOf(order: Order): readonly ShippingLine[] {
  const { written, shipping } = order
  if (written?.shippingLines) return written.shippingLines
  const price = Number(shipping)
  return [{ title: 'Futár', code: 'futar', source: 'shopify', price, taxLines: includedTax(price) }]
}

export function taxLinesOf(order: Order): readonly TaxLine[] {
  return order.written?.taxLines ?? includedTax(totalsOf(order).total)
}

function sum(numbers: readonly number[]): number {
  return cents(numbers.reduce((total, number) => total + number, 0))
}

type Totals = Pick<OrderAmounts, 'subtotal' | 'shipping' | 'tax' | 'total'>

function totalsOf(order: Order): Totals {
  const subtotal = sum([...order.lines.map((line) => lineTotalOf(line, order)), -Number(order.discount)])
  const shipping = sum(shippingLinesOf(order).map(({ price }) => price))
  const written = order.written?.taxLines
  const before = sum([subtotal, shipping])
  const tax = written ? sum(written.map(({ amount }) => amount)) : taxIn(before)
  return { subtotal, shipping, tax, total: isNet(order) ? sum([before, tax]) : before }
}

/** What was paid, or is waited for, and what was given back. */
export function paymentsOf(order: Order): readonly Payment[] {
  if (order.progress) return order.progress.payments
  const { total: amount } = totalsOf(order)
  const status = paid.has(order.status) ? 'SUCCESS' : 'PENDING'
  const sale: Payment = { kind: 'SALE', status, gateway: 'bogus', amount, at: order.createdAt }
  if (!isCancelled(order)) return [sale]
  return [sale, { kind: 'REFUND', status, gateway: 'bogus', amount, at: sinceOf(order, 'cancelled') }]
}

function paidBy(payments: readonly Payment[], ...kinds: Payment['kind'][]): number {
  const done = payments.filter(({ kind, status }) => kinds.includes(kind) && status === 'SUCCESS')
  return sum(done.map(({ amount }) => amount))
}

export function amountsOf(order: Order): OrderAmounts {
  const totals = totalsOf(order)
  const payments = paymentsOf(order)
  // A status given at creation stands for the payment, where there is none.
  const isSaidPaid = order.progress?.financialStatus === 'PAID' && payments.length === 0
  const received = isSaidPaid ? totals.total : paidBy(payments, 'SALE', 'CAPTURE')
  const refunded = paidBy(payments, 'REFUND')
  const removed = removedFrom(order)
  const outstanding = isCancelled(order) ? 0 : Math.max(0, sum([totals.total, -removed, -received]))
  return { ...totals, removed, received, refunded, netPayment: sum([received, -refunded]), outstanding }
}

const financialStatuses: Readonly<Record<string, string>> = {
  processing: 'PENDING',
  paid: 'PAID',
  shipped: 'PAID',
  complete: 'PAID',
  cancelled: 'REFUNDED',
}

/** https://written.dev/docs/api/admin-graphql/latest/enums/OrderDisplayFinancialStatus */
export function financialStatusOf(order: Order): string {
  const { progress, status } = order
  if (!progress) return financialStatuses[status ?? ''] ?? 'PENDING'
  if (progress.financialStatus) return progress.financialStatus
  const { total, received, refunded, outstanding } = amountsOf(order)
  const payments = paymentsOf(order)
  if (payments.some(({ kind }) => kind === 'VOID')) return 'VOIDED'
  if (received === 0) return total === 0 ? 'PAID' : paidBy(payments, 'AUTHORIZATION') > 0 ? 'AUTHORIZED' : 'PENDING'
  if (refunded > 0) return refunded >= received ? 'REFUNDED' : 'PARTIALLY_REFUNDED'
  return outstanding === 0 ? 'PAID' : 'PARTIALLY_PAID'
}

/** After a cancellation nothing is left of the order. */
const left = (order: Order, amount: number) => (isCancelled(order) ? 0 : amount)

/** Amounts of an order, by the name of their field without `Set`. */
const amounts: Readonly<Record<string, (order: Order, of: OrderAmounts) => number>> = {
  totalPrice: (_order, { total }) => total,
  originalTotalPrice: (_order, { total }) => total,
  currentTotalPrice: (order, { total, removed }) => left(order, cents(total - removed)),
  subtotalPrice: (_order, { subtotal }) => subtotal,
  currentSubtotalPrice: (order, { subtotal, removed }) => left(order, cents(subtotal - removed)),
  totalTax: (_order, { tax }) => tax,
  currentTotalTax: (order, { tax }) => left(order, tax),
  totalShippingPrice: (_order, { shipping }) => shipping,
  currentShippingPrice: (order, { shipping }) => left(order, shipping),
  totalDiscounts: ({ discount }) => Number(discount),
  currentTotalDiscounts: (order) => left(order, Number(order.discount)),
  cartDiscountAmount: ({ discount }) => Number(discount),
  currentCartDiscountAmount: (order) => left(order, Number(order.discount)),
  totalReceived: (_order, { received }) => received,
  totalRefunded: (_order, { refunded }) => refunded,
  totalRefundedShipping: (order, { refunded, shipping }) => (isCancelled(order) && refunded > 0 ? shipping : 0),
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
