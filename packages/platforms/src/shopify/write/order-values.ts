import type { Payload } from '../../contract/push-kinds.ts'
import type { OrderInput } from '../api/graphql/documents.ts'
import { addressInput } from './address-input.ts'

/** What `orderUpdate` is given; `null` where only lines change, which it refuses. */
export function orderValues(id: string, { lines: _lines, ...values }: Payload<'order.update'>): OrderInput | null {
  if (Object.keys(values).length === 0) return null
  return {
    id,
    note: values.note,
    tags: values.tags,
    customAttributes: values.attributes?.map(({ name, value }) => ({ key: name, value })),
    email: values.email,
    phone: values.phone,
    shippingAddress: values.shipping_address && addressInput(values.shipping_address),
  }
}
