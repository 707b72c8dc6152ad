import type { KindWrites, WriteCapability } from '../../../contract/writes.ts'
import { refuseUnknownCountry } from '../country.ts'
import type { WriteContext } from '../write-batch.ts'
import { ADDRESS_FIELDS, addressFields } from './address-fields.ts'
import { createOrderChangeWrites } from './change-order.ts'

/** https://doc.shoprenter.hu/api/order.html */
export const updateOrderCapability: WriteCapability<'order.update'> = {
  class: 'read_back_first',
  changesPerCall: 1,
  fields: ['email', 'phone', ...ADDRESS_FIELDS.map((field) => `shipping_address.${field}`)],
  alternatives: {
    'shipping_address.phone': 'an address has no phone number of its own; use `phone`',
    note: "the only note of an order is the customer's comment; keep yours in your own system",
    tags: 'ShopRenter has no tags of orders; use a status of your own with order.set_status',
    attributes: 'ShopRenter has no further values of orders; keep them in your own system',
    lines: 'the platform computes no sums; cancel the order and create another one',
  },
  scopes: ['order.order:write', 'order.order:read'],
}

/** Contact and shipping address; an address replaces the whole one. */
export function createOrderUpdateWrites(context: WriteContext): KindWrites<'order.update'> {
  return createOrderChangeWrites(async ({ payload: { email, phone, shipping_address: address } }) => {
    const { facts } = await context.mapping()
    const fields = {
      ...(email !== undefined && { email }),
      ...(phone !== undefined && { phone }),
      ...(address && addressFields('shipping', address, facts)),
    }
    return refuseUnknownCountry([address], facts) ?? { kind: 'fields', fields }
  }, context)
}
