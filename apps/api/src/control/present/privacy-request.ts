import type { Repositories } from '@shopmirror/db'
import { z } from 'zod'
import { count, iso, time, timeOrNull } from './common.ts'

type PrivacyRequest = NonNullable<Awaited<ReturnType<Repositories['privacy']['find']>>>

/** A privacy request. `finished_at` is `null` while it is open. */
export const privacyRequestSchema = z
  .object({
    id: z.string(),
    shop_id: z.string(),
    platform: z.string(),
    domain: z.string(),
    kind: z.enum(['data_request', 'redact_customer', 'redact_shop']),
    request_id: z.string().nullable().describe("The platform's id of the request"),
    customer_external_id: z.string().nullable(),
    received_at: time,
    due_at: time,
    exported_at: timeOrNull.describe('When the export was last handed out'),
    finished_at: timeOrNull,
    outcome: z.string().nullable().describe('`redacted`, `erased`, `connected_again` or `answered`'),
    evidence: z.record(z.string(), count).describe('Rows changed, by table'),
  })
  .meta({ id: 'PrivacyRequest' })

/** A row of `privacy_requests` as `privacyRequestSchema`. */
export function presentPrivacyRequest(row: PrivacyRequest): z.input<typeof privacyRequestSchema> {
  const { id, platform, domain, kind, outcome, evidence } = row
  return {
    ...{ id, platform, domain, kind, outcome, evidence },
    shop_id: row.shopId,
    request_id: row.requestId,
    customer_external_id: row.customerExternalId,
    received_at: row.receivedAt.toISOString(),
    due_at: row.dueAt.toISOString(),
    exported_at: iso(row.exportedAt),
    finished_at: iso(row.finishedAt),
  }
}
