import { totalOf } from '../../documents/order.ts'
import { timelineOf } from '../../documents/order-timeline.ts'
import { paymentMethodOf } from '../../documents/payment-methods.ts'
import { changeOnlyStatus, changePayment } from '../../order-statuses.ts'
import type { Cancellation } from '../../state/order-extras.ts'
import { isAnswer, ok } from '../answers.ts'
import type { Answer, ApiCall } from '../open-api-types.ts'
import { moveStock } from '../stock-moves.ts'
import { refuseStatus } from './change-status.ts'
import { mailCustomer, type OrderWrite, unprocessable } from './order-write.ts'

const REASONS: ReadonlySet<unknown> = new Set([
  ...['other', 'change_mind', 'expensive_price', 'repeat_purchase'],
  ...['wait_too_long', 'change_item', 'incorrect_customer_info'],
])
const STRATEGIES: ReadonlySet<unknown> = new Set(['none', 'revert'])

/**
 * By default the order is refunded and the customer is notified.
 * https://open-api.docs.shoplineapp.com/docs/cancel-order
 */
export function cancelOrder(write: OrderWrite): Answer {
  const { order, call, shop } = write
  const cancellation = readCancellation(call)
  if (isAnswer(cancellation)) return cancellation
  const refusal = refuseStatus('cancelled', write)
  if (refusal) return refusal
  changeOnlyStatus(shop, order.id, 'cancelled')
  shop.state.changeExtras(order.id, { cancellation })
  if (cancellation.refundsOrder) refund(write)
  if (cancellation.notifiesByMail) mailCustomer(write, 'order_cancelled')
  if (shop.quirks.cancelRestocks && !shop.state.extras(order.id).skipsFulfillment)
    for (const { productId, quantity } of order.lines) moveStock(shop.world, productId, quantity)
  return ok({ order_items_stock_tag: [] })
}

function readCancellation({ body }: ApiCall): Cancellation | Answer {
  const { cancelled_reason: reason, operated_by: operator = 'customer' } = body
  const { key, message = null } = (reason ?? {}) as { key?: unknown; message?: unknown }
  if (!REASONS.has(key)) return unprocessable('cancelled_reason is missing or its key is invalid')
  if (operator !== 'customer' && operator !== 'merchant') return unprocessable('operated_by is invalid')
  const [credits, points] = [strategyOf(body.revert_credits), strategyOf(body.revert_member_points)]
  if (credits === undefined || points === undefined) return unprocessable('strategy is invalid')
  return {
    reason: { key: String(key), message: typeof message === 'string' ? message : null },
    ...{ operatedBy: operator, refundsOrder: body.refund_order !== false, notifiesByMail: body.mail_notify !== false },
    ...{ revertsCredits: credits, revertsMemberPoints: points },
  }
}

/** `null` when absent, `undefined` when invalid. */
function strategyOf(value: unknown): string | null | undefined {
  if (value === undefined || value === null) return null
  const { strategy } = value as { strategy?: unknown }
  return STRATEGIES.has(strategy) ? String(strategy) : undefined
}

function refund({ order, shop }: OrderWrite): void {
  const { state, quirks } = shop
  const { isIntegrated } = paymentMethodOf(state.extras(order.id).paymentMethod)
  if (timelineOf(order, state).paymentStatus !== 'completed') return
  if (quirks.refundsPayments === 'integrated' && !isIntegrated) return
  state.refund(order.id, totalOf(order))
  changePayment(shop, order.id, 'refunded')
}
