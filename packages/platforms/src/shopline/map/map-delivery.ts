import type { MirrorRow } from '../../contract/mirror-rows.ts'
import { topItemsOf } from './map-lines.ts'
import { rawOf } from './raw.ts'
import type { MapContext, Wire } from './shapes.ts'
import { translated } from './texts.ts'
import { decimal, idOf, isoOf, object, text } from './wire.ts'

/**
 * The single delivery of an order, with all of its lines. Has no version of its own, so it gets its order's, in which the
 * tracking numbers are. https://open-api.docs.shoplineapp.com/docs/update-order-delivery
 */
export function mapDelivery(order: Wire, { orderId, context }: { orderId: string; context: MapContext }): MirrorRow[] {
  const delivery = object(order.order_delivery)
  if (Object.keys(delivery).length === 0) return []
  const data = object(order.delivery_data)
  const carrier = translated(data.name_translations, context) ?? translated(delivery.name_translations, context)
  return [
    {
      externalId: idOf(delivery) ?? `${orderId}:delivery`,
      sourceUpdatedAt: null,
      fields: {
        source_created_at: isoOf(delivery.created_at) ?? isoOf(order.created_at),
        order_external_id: orderId,
        status: text(delivery.status),
        carrier,
        tracking_numbers: present(text(data.tracking_number) ?? text(delivery.tracking_number)),
        tracking_urls: present(text(data.url) ?? text(data.tracking_url) ?? text(delivery.tracking_url)),
        lines: topItemsOf(order, orderId).map(({ externalId, wire }) => ({
          line_id: externalId,
          quantity: decimal(wire.quantity),
        })),
      },
      raw: rawOf({ ...delivery, delivery_data: data }),
    },
  ]
}

function present(value: string | null): string[] {
  return value === null ? [] : [value]
}
