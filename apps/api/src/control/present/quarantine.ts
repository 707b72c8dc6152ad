import type { Repositories } from '@shopmirror/db'
import { z } from 'zod'
import { iso, time, timeOrNull } from './common.ts'

type Quarantine = Awaited<ReturnType<Repositories['quarantine']['list']>>[number]

export const quarantineSchema = z
  .object({
    id: z.string(),
    shop_id: z.string(),
    table: z.string().describe('Of the mirror'),
    external_id: z.string().describe("The platform's id; a very long one is cut and ends with its hash"),
    source_updated_at: timeOrNull.describe("The platform's version of it"),
    reason: z.string(),
    sqlstate: z.string().nullable().describe('What Postgres answered; `null` when it was not asked'),
    run_id: z.string().nullable().describe('The sync run that met it last'),
    delivery_id: z.string().nullable().describe('The webhook delivery that brought it last'),
    first_seen_at: time,
    last_seen_at: time,
  })
  .meta({ id: 'Quarantined' })

export const detailedQuarantineSchema = z
  .object({
    ...quarantineSchema.shape,
    raw: z
      .string()
      .nullable()
      .describe('JSON: the objects as the platform sent them, by table. `null` once it is not kept any more'),
  })
  .meta({ id: 'DetailedQuarantined' })

export function presentQuarantine(row: Omit<Quarantine, 'raw'>): z.input<typeof quarantineSchema> {
  const { id, reason, sqlstate } = row
  return {
    ...{ id, shop_id: row.shopId, table: row.tableName, external_id: row.externalId },
    source_updated_at: iso(row.sourceUpdatedAt),
    ...{ reason, sqlstate, run_id: row.runId, delivery_id: row.deliveryId },
    first_seen_at: row.firstSeenAt.toISOString(),
    last_seen_at: row.lastSeenAt.toISOString(),
  }
}

export function presentDetailedQuarantine(row: Quarantine): z.input<typeof detailedQuarantineSchema> {
  return { ...presentQuarantine(row), raw: row.raw }
}
