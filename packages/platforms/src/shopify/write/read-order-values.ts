import type { Change, ReadBack } from '../../contract/writes.ts'
import type { ClientContext } from '../api/client-context.ts'
import { gidOf } from '../api/gid.ts'
import { type OrderValuesQuery, orderValues as orderValuesQuery } from '../api/graphql/documents.ts'
import { rawOf } from '../map/scalars.ts'
import { holds } from './holds.ts'
import { orderValues } from './order-values.ts'
import { missingTags } from './tag-lists.ts'

type Values = NonNullable<OrderValuesQuery['order']>

/** Whether the order has the values of a change other than quantities of lines. */
export async function readOrderValues(
  { target, payload }: Change<'order.update'>,
  { api }: ClientContext,
): Promise<ReadBack> {
  const { order } = await api.query(orderValuesQuery, { id: gidOf('Order', target.id) })
  if (!order) return { isAsWanted: false, actual: null }
  const { tags, shippingAddress: address, id: _id, ...texts } = orderValues(target.id, payload) ?? { id: '' }
  const isAsWanted =
    holds(texts, order) &&
    (!tags || (order.tags.length === tags.length && missingTags(order.tags, tags).length === 0)) &&
    (!address || holds(address, flatten(order.shippingAddress)))
  return { isAsWanted, actual: rawOf(order) }
}

function flatten(address: Values['shippingAddress']) {
  return { ...address, countryCode: address?.countryCodeV2 }
}
