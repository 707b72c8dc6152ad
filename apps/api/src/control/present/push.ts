import type { Repositories } from '@shopmirror/db'
import { z } from 'zod'
import { conflictFieldSchema } from '../pushes/conflict.ts'
import { changeSchema } from './activity.ts'
import { count, iso, time, timeOrNull } from './common.ts'

/** A row of the ledger. */
export type Push = Awaited<ReturnType<Repositories['pushes']['list']>>[number]

/** See the table of statuses in docs/pushes.md. */
export const pushStatus = z.enum([
  'pending',
  'held',
  'processing',
  'completed',
  'failed',
  'conflict',
  'superseded',
  'cancelled',
])

/** A push as the API shows it. */
export const pushSchema = z
  .object({
    id: z.string(),
    shop_id: z.string(),
    domain: z.string().describe("The shop's name at its platform"),
    key: z.string().describe("The caller's idempotency key"),
    kind: z.string(),
    entity: z.string(),
    object: z.record(z.string(), z.string()).describe('As the caller named it'),
    payload: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe('`null` after retention or an erasure has deleted it'),
    status: pushStatus,
    hold_reason: z
      .enum(['direction_off', 'object_off', 'interval', 'missing_scope', 'loop'])
      .nullable()
      .describe('Of a held push: what it waits for'),
    due_at: time.describe('Earliest time at which an open push is sent'),
    attempts: count,
    error_code: z.string().nullable(),
    error: z.string().nullable().describe('What happened, and what to do'),
    result: z.record(z.string(), z.unknown()).nullable().describe('After a conflict: `actual`, the value in the shop'),
    superseded_by: z.string().nullable().describe('Id of the newer push that superseded this one'),
    created_at: time,
    finished_at: timeOrNull,
  })
  .meta({ id: 'Push' })

/** As `pushSchema`, with when it was sent, and the sides of a conflict. */
export const detailedPushSchema = z
  .object({
    ...pushSchema.shape,
    first_sent_at: timeOrNull.describe('When a call that may have carried it out was sent first'),
    last_sent_at: timeOrNull.describe('When the call that is under way was sent'),
    updated_at: time,
    failed_attempts: z
      .array(z.object({ at: time, status: pushStatus, code: z.string().nullable(), error: z.string() }))
      .describe('Attempts that did not carry it out, oldest first, the last ten; `status`: of the push after it'),
    led_to: z.array(changeSchema).describe('Changes of the mirror that it caused, oldest first, at most 100'),
    reading: z.array(z.string()).describe('`resource/id` of objects that wait to be read because of it'),
    conflict: z
      .array(conflictFieldSchema)
      .nullable()
      .describe('Of a push in conflict, or held because the shop changes it back; `null` for others'),
  })
  .meta({ id: 'DetailedPush' })

/** A row of the ledger as `pushSchema`. */
export function presentPush(push: Push): z.input<typeof pushSchema> {
  const { id, domain, key, kind, entity, object, payload, status, attempts, error, result } = push
  return {
    ...{ id, shop_id: push.shopId, domain, key, kind, entity, object, payload, status, attempts, error, result },
    hold_reason: push.holdReason,
    due_at: push.dueAt.toISOString(),
    error_code: push.errorCode,
    superseded_by: push.supersededBy,
    created_at: push.createdAt.toISOString(),
    finished_at: iso(push.finishedAt),
  }
}
