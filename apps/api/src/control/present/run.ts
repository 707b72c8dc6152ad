import type { Repositories } from '@shopmirror/db'
import { z } from 'zod'
import type { Run } from '../owned.ts'
import { count, iso, time, timeOrNull } from './common.ts'

type RunResource = Awaited<ReturnType<Repositories['runs']['resources']>>[number]
type Watermark = Awaited<ReturnType<Repositories['watermarks']['get']>>[number]

/** `paused`: the run continues where it is when it is resumed. */
export const runStatus = z.enum(['queued', 'running', 'paused', 'succeeded', 'failed', 'cancelled'])

/** `incremental` reads what changed since the last sync. Only `full` finds all deletes. */
export const runType = z.enum(['full', 'incremental'])

/** What started a run; `gap`: webhooks may have been lost. */
export const runTrigger = z.enum(['manual', 'schedule', 'install', 'gap'])

/** A sync run. `error_kind` is the kind of the failure that ended it. */
export const runSchema = z
  .object({
    id: z.string(),
    shop_id: z.string(),
    type: runType,
    trigger: runTrigger,
    status: runStatus,
    since: timeOrNull.describe('Start of the gap that the run closes; it reads from the last sync if that is older'),
    requests: z.int().describe('Calls made to the shop'),
    throttled: z.int().describe('Calls that were answered with 429'),
    waited_ms: z.int().describe("Time spent waiting for the shop's rate limit"),
    error: z.string().nullable(),
    error_kind: z.string().nullable(),
    started_at: timeOrNull,
    finished_at: timeOrNull,
    created_at: time,
  })
  .meta({ id: 'Run' })

/** A row of `sync_runs` as `runSchema`. */
export function presentRun(run: Run): z.input<typeof runSchema> {
  return {
    id: run.id,
    shop_id: run.shopId,
    type: run.type,
    trigger: run.trigger,
    status: run.status,
    since: iso(run.since),
    requests: run.requests,
    throttled: run.throttled,
    waited_ms: run.waitedMs,
    error: run.error,
    error_kind: run.errorKind,
    started_at: iso(run.startedAt),
    finished_at: iso(run.finishedAt),
    created_at: run.createdAt.toISOString(),
  }
}

/** Progress of one resource of a run; counts are rows. */
export const runResourceSchema = z
  .object({
    resource: z.string(),
    status: z.enum(['pending', 'running', 'reconciling', 'succeeded', 'failed']),
    pages: count,
    requests: count,
    rows_read: count,
    inserted: count,
    updated: count,
    unchanged: count,
    stale: count.describe('Older than the row in the mirror'),
    deleted: count,
    quarantined: count.describe('Objects that could not be stored; see `/quarantine?run=`'),
    announced: count.nullable().describe('Total that the platform reported'),
    error: z.string().nullable(),
    started_at: timeOrNull,
    finished_at: timeOrNull,
  })
  .meta({ id: 'RunResource' })

/** A row of `sync_run_resources` as `runResourceSchema`. */
export function presentRunResource(row: RunResource): z.input<typeof runResourceSchema> {
  const { resource, status, pages, requests, rowsRead, inserted, updated, unchanged, stale, deleted, quarantined } = row
  return {
    ...{ resource, status, pages, requests, rows_read: rowsRead, inserted, updated, unchanged, stale, deleted },
    quarantined,
    announced: row.announced,
    error: row.error,
    started_at: iso(row.startedAt),
    finished_at: iso(row.finishedAt),
  }
}

/** How fresh a resource of a shop is in the mirror. */
export const freshnessSchema = z
  .object({
    resource: z.string(),
    synced_to: time.describe('Changes up to this time are in the mirror'),
    full_at: timeOrNull.describe('Start of the last successful full sync'),
  })
  .meta({ id: 'Freshness' })

/** A watermark as `freshnessSchema`. */
export function presentFreshness({ resource, syncedTo, fullAt }: Watermark): z.input<typeof freshnessSchema> {
  return { resource, synced_to: syncedTo.toISOString(), full_at: iso(fullAt) }
}
