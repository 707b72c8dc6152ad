import { ok } from '../answers.ts'
import type { Answer } from '../open-api-types.ts'
import { mistakeInTags } from '../tags.ts'
import { type OrderWrite, unprocessable } from './order-write.ts'

const TAGS_MAX = 10
const SHOP_TAGS_MAX = 100

/** Too many tags are answered with 200 and the unchanged tags. https://open-api.docs.shoplineapp.com/reference/put_orders-id-tags-1 */
export function changeOrderTags({ order, call: { body }, shop: { state } }: OrderWrite): Answer {
  const mistake = mistakeInTags(body.tags)
  if (mistake) return unprocessable(mistake)
  const wanted = [...new Set(body.tags as string[])]
  const all = new Set([...state.allTags(), ...wanted])
  if (wanted.length <= TAGS_MAX && all.size <= SHOP_TAGS_MAX) state.tag(order.id, wanted)
  return ok({ tags: state.tags(order.id) })
}
