import { z } from 'zod'
import { count, time, timeOrNull } from '../present/common.ts'
import { runResourceSchema, runSchema } from '../present/run.ts'
import { nextSteps } from './next-step.ts'

/** A resource of a shop, as it is in the mirror. */
export const resourceStateSchema = z
  .object({
    resource: z.string(),
    is_mirrored: z.boolean().describe("Whether the shop's settings include it"),
    rows: count.describe('Objects in the mirror that are not deleted'),
    is_minimum: z.boolean().describe('There are more rows: counting stops there'),
    quarantined: count.describe('Objects that could not be stored'),
    synced_to: timeOrNull.describe('Changes up to this time are in the mirror; `null`: not read yet'),
    full_at: timeOrNull.describe('Start of the last successful full sync'),
  })
  .meta({ id: 'ResourceState' })

/** What reading a resource completely again takes. */
export const repairSchema = z
  .object({
    resource: z.string(),
    rows: count.describe('Objects in the mirror that are not deleted'),
    is_minimum: z.boolean().describe('There are more rows: counting stops there'),
    last: z
      .object({
        run_id: z.string(),
        rows_read: count,
        calls: count,
        seconds: count.describe('Includes what it waited for the rate limit of the shop'),
        finished_at: time,
      })
      .nullable()
      .describe('What it took the last time; `null`: it was not read completely yet, so calls and time are unknown'),
  })
  .meta({ id: 'RepairRehearsal' })

const paceSchema = z.object({ rows_per_second: z.number(), over_seconds: count })

const reasons = ['not_running', 'incremental', 'first_full', 'confirming_deletes', 'no_pace'] as const

const runProgressSchema = z
  .object({
    ...runSchema.shape,
    resources: z.array(z.object({ ...runResourceSchema.shape, pace: paceSchema.nullable() })),
    estimate: z
      .object({
        from_seconds: count.nullable(),
        to_seconds: count.nullable(),
        unknown_because: z
          .enum(reasons)
          .nullable()
          .describe(
            '`incremental`: how much changed is not known before; `first_full`: neither a total nor an earlier full run; `no_pace`: it has just begun',
          ),
      })
      .describe('How long the rest takes'),
  })
  .meta({ id: 'RunProgress' })

const allowanceSchema = z
  .object({
    unit: z.enum(['requests', 'points']),
    per_second: z.number().describe('What the shop allows, as far as it is known'),
    seconds: count.describe('The time that `spent` is about, up to now'),
    spent: z
      .object({ push: z.number(), refetch: z.number(), incremental: z.number(), full: z.number() })
      .describe(
        '`push`: pushes; `refetch`: objects read because of webhooks, and checks; `incremental`, `full`: syncs. In the order in which they go first',
      ),
    share: z.number().describe('Of what the shop allowed in this time, 0 to 1'),
  })
  .meta({ id: 'Allowance' })

/** How a shop is getting on. */
export const progressSchema = z
  .object({
    next_step: z.enum(nextSteps).describe('What a user should do about the shop'),
    run: runProgressSchema.nullable().describe('The newest run, open or ended'),
    allowance: allowanceSchema.nullable().describe('`null` while Redis is down'),
    next_sync_at: timeOrNull.describe('When the next scheduled incremental sync is due'),
    next_full_at: timeOrNull,
    read_at: time,
  })
  .meta({ id: 'ShopProgress' })

/** A place that holds stock. */
export const locationSchema = z
  .object({ id: z.string(), name: z.string().nullable(), is_default: z.boolean() })
  .meta({ id: 'Location' })
