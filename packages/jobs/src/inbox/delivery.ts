import type { OpenDelivery } from '@shopmirror/db'
import type { Platform, ShopEvent, StoredDelivery } from '@shopmirror/platforms'
import { z } from 'zod'

/** One webhook request as the ingress enqueues it. */
export const deliverySchema = z.object({
  platform: z.string(),
  deliveryId: z.string().min(1),
  shopId: z.string().optional(),
  domain: z.string().optional(),
  topic: z.string(),
  /** About the app's own access. The body is encrypted. */
  about: z.literal('access').optional(),
  contentType: z.string(),
  /** Base64 of the bytes as sent. */
  body: z.string(),
  triggeredAt: z.iso.datetime().optional(),
  receivedAt: z.iso.datetime(),
  /** Leads to the trace of its receipt. */
  traceContext: z.string().optional(),
})

/** One webhook request as it is in a job's payload. */
export type Delivery = z.output<typeof deliverySchema>

/** Outcome of a delivery; stored in one statement for the whole batch. */
export interface Outcome {
  /** Id of the delivery's row. */
  id: string
  status: 'applied' | 'ignored' | 'failed'
  /** `resource/id` of the object it is about. */
  object?: string
  /** Why it was ignored, or what failed. */
  error?: string
  /** Its body is deleted with the outcome. */
  isForgotten?: boolean
}

/** A recorded delivery with everything known about it. */
export interface Entry {
  id: string
  delivery: Delivery
  platform: Platform
  shop: NonNullable<OpenDelivery['shop']>
  /** It mentions a customer who was redacted after it was received. */
  isRedacted: boolean
  /** Applied for the first time, so that metrics can tell how long it took. */
  isNew: boolean
}

/** An event and the delivery that contained it. */
export interface ReceivedEvent<Event extends ShopEvent = ShopEvent> {
  entry: Entry
  event: Event
}

/** As platforms parse it: the body decoded, times as `Date`. */
export function toStored(delivery: Delivery): StoredDelivery {
  const { triggeredAt, receivedAt, body, platform: _platform, traceContext: _traceContext, ...rest } = delivery
  return {
    ...rest,
    body: Buffer.from(body, 'base64'),
    receivedAt: new Date(receivedAt),
    ...(triggeredAt && { triggeredAt: new Date(triggeredAt) }),
  }
}
