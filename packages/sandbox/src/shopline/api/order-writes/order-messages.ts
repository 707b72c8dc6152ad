import { messageDocument } from '../../documents/order-message.ts'
import { ok } from '../answers.ts'
import type { Answer } from '../open-api-types.ts'
import { type OrderWrite, unprocessable } from './order-write.ts'

/** Append-only. Messages that are not private are visible to the customer. */
export function addOrderMessage({ order, call: { body }, shop: { state, world } }: OrderWrite): Answer {
  const { text, is_private: isPrivate = false, send_by: sender = 'merchant' } = body
  if (typeof text !== 'string' || text === '') return unprocessable('text is missing')
  if (sender !== 'merchant' && sender !== 'customer') return unprocessable('send_by is invalid')
  const message = state.addMessage({ order: order.id, text, isPrivate: isPrivate === true, sender })
  world.updateOrder(order.id, {})
  return ok(messageDocument(message))
}

/** `undefined` unless the quirk `listsMessages` is on. */
export function listOrderMessages({ order, shop: { state, quirks } }: OrderWrite): Answer | undefined {
  return quirks.listsMessages ? ok({ items: state.messages(order.id).map(messageDocument) }) : undefined
}
