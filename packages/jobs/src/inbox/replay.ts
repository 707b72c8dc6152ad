import type { Delivery } from './delivery.ts'

/** The columns of a delivery's row that are needed to process it again. */
export interface StoredRow {
  platform: string
  deliveryId: string
  shopId: string | null
  topic: string
  about: 'access' | null
  domain: string | null
  contentType: string
  body: string | null
  triggeredAt: Date | null
  receivedAt: Date
  traceContext: string | null
}

/** `null` when retention or an erasure has deleted the body. */
export function toDelivery(row: StoredRow): Delivery | null {
  if (row.body === null) return null

  const { platform, deliveryId, topic, contentType, body } = row
  return {
    ...{ platform, deliveryId, topic, contentType, body },
    receivedAt: row.receivedAt.toISOString(),
    ...(row.shopId && { shopId: row.shopId }),
    ...(row.about && { about: row.about }),
    ...(row.domain !== null && { domain: row.domain }),
    ...(row.traceContext !== null && { traceContext: row.traceContext }),
    ...(row.triggeredAt && { triggeredAt: row.triggeredAt.toISOString() }),
  }
}
