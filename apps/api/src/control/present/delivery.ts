import type { Repositories } from '@shopmirror/db'
import { z } from 'zod'
import { count, iso, time, timeOrNull } from './common.ts'

type Delivery = Awaited<ReturnType<Repositories['deliveries']['list']>>[number]

/** As `webhook_deliveries.status`. */
export const deliveryStatus = z.enum(['received', 'applied', 'ignored', 'failed'])

/** A webhook delivery, without its body. */
export const deliverySchema = z
  .object({
    id: z.string(),
    platform: z.string(),
    delivery_id: z.string().describe("The platform's id of the delivery, or one generated at receipt"),
    shop_id: z.string().nullable(),
    topic: z.string(),
    object: z.string().nullable().describe('`resource/id` of the object it is about'),
    status: deliveryStatus,
    attempts: count,
    error: z.string().nullable(),
    can_replay: z.boolean().describe('Whether its body is still stored'),
    triggered_at: timeOrNull,
    received_at: time,
    handled_at: timeOrNull,
  })
  .meta({ id: 'Delivery' })

/** A row of `webhook_deliveries` as `deliverySchema`, without its body. */
export function presentDelivery(delivery: Delivery): z.input<typeof deliverySchema> {
  const { id, platform, topic, object, status, attempts, error } = delivery
  return {
    ...{ id, platform, topic, object, status, attempts, error },
    delivery_id: delivery.deliveryId,
    shop_id: delivery.shopId,
    can_replay: delivery.body !== null,
    triggered_at: iso(delivery.triggeredAt),
    received_at: delivery.receivedAt.toISOString(),
    handled_at: iso(delivery.handledAt),
  }
}
