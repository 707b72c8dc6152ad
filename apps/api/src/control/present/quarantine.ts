import type { Repositories } from '@shopmirror/db'
import { z } from 'zod'
import { iso, time, timeOrNull } from './common.ts'

type Quarantine = Awaited<ReturnType<Repositories['quarantine']['list']>>[number]

/** An object that could not be stored, without the object itself. */
export const quarantineSchema = z
  .object({
    id: z.string(),
    shop_id: z.string(),
    domain: z.string().describe("The shop's name at its platform"),
    table: z.string().describe('Mirror table'),
    external_id: z.string().describe("The platform's id; a very long one is truncated and ends with its hash"),
    source_updated_at: timeOrNull.describe("The platform's version of the object"),
    reason: z.string(),
    sqlstate: z.string().nullable().describe('Error code of Postgres; `null` when the object could not be mapped'),
    run_id: z.string().nullable().describe('The last sync run that read the object'),
    delivery_id: z.string().nullable().describe('The last webhook delivery that contained the object'),
    first_seen_at: time,
    last_seen_at: time,
  })
  .meta({ id: 'Quarantined' })

/** As `quarantineSchema`, with the decrypted object. */
export const detailedQuarantineSchema = z
  .object({
    ...quarantineSchema.shape,
    raw: z
      .string()
      .nullable()
      .describe('JSON: the objects as the platform sent them, by table. `null` after retention has deleted it'),
  })
  .meta({ id: 'DetailedQuarantined' })

/** A row of `quarantine` as `quarantineSchema`, without the object itself. */
export function presentQuarantine(row: Omit<Quarantine, 'raw'>): z.input<typeof quarantineSchema> {
  const { id, domain, reason, sqlstate } = row
  return {
    ...{ id, shop_id: row.shopId, domain, table: row.tableName, external_id: row.externalId },
    source_updated_at: iso(row.sourceUpdatedAt),
    ...{ reason, sqlstate, run_id: row.runId, delivery_id: row.deliveryId },
    first_seen_at: row.firstSeenAt.toISOString(),
    last_seen_at: row.lastSeenAt.toISOString(),
  }
}

/** The same with the object as the platform sent it. */
export function presentDetailedQuarantine(row: Quarantine): z.input<typeof detailedQuarantineSchema> {
  return { ...presentQuarantine(row), raw: row.raw }
}
