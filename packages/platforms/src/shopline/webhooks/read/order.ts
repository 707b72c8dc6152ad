import type { ShopEvent } from '../../../contract/shop-event.ts'
import { idOf } from '../envelope.ts'
import { type Message, own, partOf, type Reader } from './events.ts'

const itself = own('orders')
const kin = ['parent_order_id', 'ref_order_id'] as const

/** Splitting or combining orders also changes other orders. */
export const readOrder: Reader = (message) => [...itself(message), ...readKin(message)]

/** A change of delivery or payment does not change the order's `updated_at`, so only this webhook reports it. */
export const readOrderPart: Reader = partOf('orders', 'order_id', 'order', '_id')

function readKin({ resource, delivery: { topic } }: Message): ShopEvent[] {
  if (!/\/(split_order|combine_orders)$/.test(topic)) return []
  const children = Array.isArray(resource.child_order_ids) ? resource.child_order_ids : []
  const named = [...kin.map((name) => resource[name]), ...children].map(idOf).filter((id) => id !== null)
  return [...new Set(named)].map((externalId) => ({ kind: 'refetch', resource: 'orders', externalId }))
}
