import type { Order } from '../../../world/model.ts'
import { orderDocument } from '../../documents/order.ts'
import type { MailKind } from '../../state/messages.ts'
import { timeOf } from '../../times.ts'
import { ids } from '../../world-ids.ts'
import { ok, refuse } from '../answers.ts'
import type { Answer, ApiCall, ApiShop } from '../open-api-types.ts'
import { findOrder } from '../placed-orders.ts'
import { readSelection } from '../select.ts'

/** A call that changes one order; `order` is the version before it. */
export interface OrderWrite {
  order: Order
  call: ApiCall
  shop: ApiShop
}

export function unprocessable(text: string): Answer {
  return refuse(422, 'UnprocessableEntity', text)
}

/** Answers the present order. */
export function answerOrder(number: number, { query }: ApiCall, shop: ApiShop): Answer {
  return ok(readSelection(query)(orderDocument(findOrder(shop.world, number) as Order, shop)))
}

/** Answers a change of the status of payment or delivery. */
export function answerPart(order: number, { status, updatedAt }: { status: string; updatedAt: number }): Answer {
  return ok({ order_id: ids.order(order), status, updated_at: timeOf(updatedAt) })
}

/** Notifies the customer of the change. */
export function mailCustomer({ order, shop }: Omit<OrderWrite, 'call'>, kind: MailKind): void {
  shop.state.sendMail({ kind, to: order.email, about: order.id, by: 'email' })
}

/** Shops with the return order revamp refuse changes of completed orders. */
export function isLocked(status: string, { quirks }: ApiShop): boolean {
  return status === 'completed' && quirks.returnOrderRevamp
}
