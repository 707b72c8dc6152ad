import type { KindWrites, WriteCapability } from '../../../contract/writes.ts'
import { faultsOfTags } from '../tags.ts'
import type { WriteContext } from '../write-context.ts'
import { addressFields } from './addresses.ts'
import { createOrderChanges } from './change-order.ts'
import { note, ORDER_TAGS_MAX, shippingAddress, tags } from './order-parts.ts'

/** https://open-api.docs.shoplineapp.com/docs/update-order */
export const updateOrderCapability: WriteCapability<'order.update'> = {
  // A note is a message, and a second one would be a second message.
  class: 'read_back_first',
  changesPerCall: 1,
  fields: ['note', 'tags', ...addressFields('shipping_address')],
  alternatives: {
    attributes: 'orders have no place for them; write them into the note',
    email: 'orders keep the e-mail address that they were placed with; change the customer',
    phone: 'orders keep the phone number that they were placed with; change shipping_address.phone',
    'shipping_address.company': 'addresses have no place for it; write it into address2',
    lines: 'the lines of an order cannot be changed; cancel it and create another',
  },
  scopes: ['orders'],
  check: ({ payload }) => faultsOfTags(payload.tags, ORDER_TAGS_MAX),
}

export function createOrderUpdates(context: WriteContext): KindWrites<'order.update'> {
  const parts = {
    parts: ({ payload }, order, since) => [
      ...(payload.shipping_address ? [shippingAddress(order, payload.shipping_address)] : []),
      ...(payload.tags ? [tags(order, payload.tags)] : []),
      ...(payload.note ? [note(order, { written: payload.note, since })] : []),
    ],
  } satisfies Parameters<typeof createOrderChanges<'order.update'>>[0]
  return createOrderChanges<'order.update'>(parts, context)
}
