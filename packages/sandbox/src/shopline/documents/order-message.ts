import type { OrderMessage } from '../state/messages.ts'
import { timeOf } from '../times.ts'
import { ids } from '../world-ids.ts'

type Json = Record<string, unknown>

export function messageDocument({ number, order, text, isPrivate, sender, at }: OrderMessage): Json {
  return {
    ...{ id: ids.message(number), created_at: timeOf(at), updated_at: timeOf(at), text, is_private: isPrivate },
    ...{ owner_id: null, owner_type: ownerOf(sender), trackable_id: ids.order(order), trackable_type: 'Order' },
    media: null,
  }
}

/** As an order contains them: internal notes, and the conversation with the customer. */
export function messageLines(messages: readonly OrderMessage[]): Json {
  const toLine = ({ sender, text, at }: OrderMessage) => ({
    ...{ owner_type: ownerOf(sender), value: text, time: timeOf(at) },
  })
  return {
    order_comments: messages.filter(({ isPrivate }) => !isPrivate).map(toLine),
    order_notes: messages.filter(({ isPrivate }) => isPrivate).map(toLine),
  }
}

function ownerOf(sender: OrderMessage['sender']): string {
  return sender === 'merchant' ? 'Merchant' : 'User'
}
