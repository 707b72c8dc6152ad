import type { Repositories } from '@shopmirror/db'
import { z } from 'zod'
import { changeSchema } from './activity.ts'
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

/** A delivery with its outcome in the mirror. */
export const detailedDeliverySchema = z
  .object({
    ...deliverySchema.shape,
    domain: z.string().nullable().describe("The shop's name at its platform"),
    led_to: z.array(changeSchema).describe('Changes of the mirror that it caused, oldest first, at most 100'),
    reading: z.array(z.string()).describe('`resource/id` of objects that wait to be read because of it'),
  })
  .meta({ id: 'DetailedDelivery' })

/** The content of a delivery. */
export const deliveryBodySchema = z
  .object({
    content_type: z.string(),
    fields: z.unknown().describe('`null` when its fields cannot be read one by one'),
    is_masked: z.boolean().describe('Whether `***` is in the place of what tells who a customer is'),
  })
  .meta({ id: 'DeliveryBody' })

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
