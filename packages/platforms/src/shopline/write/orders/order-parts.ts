import type { Json } from '../../../contract/mirror-rows.ts'
import type { WriteOutcome } from '../../../contract/writes.ts'
import type { Api } from '../../api/api.ts'
import type { Wire } from '../../map/shapes.ts'
import { list, object, text, timeOf } from '../../map/wire.ts'
import type { Part } from '../carry-out.ts'
import { isSamePhone } from '../phones.ts'
import { isSameSet } from '../tags.ts'
import { writeOnce, writeOutcome } from '../write-once.ts'
import { type Address, placeBody, recipientBody } from './addresses.ts'

export const ORDER_TAGS_MAX = 10
const SHOP_TAGS_MAX = 100
/** The shop's clock and ours differ by less, ms. */
export const CLOCKS_DIFFER_MS = 5 * 60_000

/** An order that is changed. */
export interface OrderAt {
  api: Api
  id: string
}

export function pathOf(id: string, part = ''): string {
  return `orders/${encodeURIComponent(id)}${part && `/${part}`}`
}

export function patch({ api, id }: OrderAt, body: Json, part = ''): Promise<WriteOutcome> {
  return writeOutcome(api, pathOf(id, part), { method: 'PATCH', body })
}

/** The caller's own id. Orders cannot be searched by it. */
export function reference(order: OrderAt, ownId: string): Part {
  return {
    isIn: ({ ref_order_id }) => text(ref_order_id) === ownId,
    write: () => patch(order, { ref_order_id: ownId }),
  }
}

/** More tags than a shop may have are answered like a success, with the tags from before. */
export function tags({ api, id }: OrderAt, wanted: readonly string[]): Part {
  return {
    isIn: (shown) => isSameSet(shown.tags, wanted),
    async write() {
      const written = await writeOnce(api, pathOf(id, 'tags'), { method: 'PUT', body: { tags: [...wanted] } })
      if (written.kind !== 'written') return written
      return isSameSet(written.body.tags, wanted) ? { kind: 'done' } : orderTagsRefused
    },
  }
}

export const orderTagsRefused = {
  kind: 'refused',
  code: 'tags_unchanged',
  message: `SHOPLINE kept the tags as they were: an order has ${ORDER_TAGS_MAX} at most, all orders of a shop ${SHOP_TAGS_MAX} different ones. Use tags that exist, or remove some.`,
} as const satisfies WriteOutcome

/** A message that only the staff sees; it can neither be changed nor taken back. */
export function note({ api, id }: OrderAt, { written, since }: { written: string; since: Date }): Part {
  const isSince = ({ time }: Wire) => (timeOf(time)?.getTime() ?? 0) >= since.getTime() - CLOCKS_DIFFER_MS
  return {
    isAppended: true,
    isIn: ({ order_notes }) => list(order_notes).some((shown) => text(shown.value) === written && isSince(shown)),
    write: () =>
      writeOutcome(api, pathOf(id, 'messages'), {
        method: 'POST',
        body: { text: written, is_private: true, send_by: 'merchant' },
      }),
  }
}

/** https://open-api.docs.shoplineapp.com/docs/update-order: the recipient is not among the fields of the address. */
export function shippingAddress(order: OrderAt, address: Address): Part {
  const [place, recipient] = [placeBody(address), recipientBody(address)]
  return {
    isIn: ({ delivery_address, delivery_data }) =>
      holds(delivery_address, place) && (holds(delivery_data, recipient) || holds(delivery_address, recipient)),
    write: () =>
      patch(order, {
        ...(Object.keys(place).length > 0 && { delivery_address: place }),
        ...(Object.keys(recipient).length > 0 && { delivery_data: recipient }),
      }),
  }
}

function holds(shown: Json | undefined, { recipient_phone: phone, ...exact }: Wire): boolean {
  const present = object(shown)
  const isPhone = typeof phone !== 'string' || isSamePhone(text(present.recipient_phone), phone)
  return isPhone && Object.entries(exact).every(([name, value]) => text(present[name]) === value)
}
