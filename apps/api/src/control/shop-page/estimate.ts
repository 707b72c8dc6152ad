import type { Repositories } from '@shopmirror/db'
import { paceOf } from './pace.ts'

type RunResource = Awaited<ReturnType<Repositories['runs']['resources']>>[number]
type Run = NonNullable<Awaited<ReturnType<Repositories['runs']['find']>>>

/** Why the rest of a run cannot be estimated. */
export type UnknownReason = 'not_running' | 'incremental' | 'first_full' | 'confirming_deletes' | 'no_pace'

/** How long the rest of a run takes: a range of seconds, or why that is unknown. */
export type Estimate =
  | { fromSeconds: number; toSeconds: number; reason: null }
  | { fromSeconds: null; toSeconds: null; reason: UnknownReason }

/** How far the rest may differ from what the pace or the last run says. */
const FROM_SHARE = 0.8
const TO_SHARE = 1.5

export interface EstimateInput {
  run: Pick<Run, 'type' | 'status'>
  resources: readonly RunResource[]
  /** Resources of the shop's last full run that succeeded. */
  lastFull: readonly RunResource[]
  now: Date
}

/**
 * From the totals that the platform announced, the pace and the last full run. Incremental runs, and resources that
 * neither have a total nor were read before, are not guessed.
 */
export function estimateRest({ run, resources, lastFull, now }: EstimateInput): Estimate {
  if (run.status !== 'running') return unknown('not_running')
  if (run.type === 'incremental') return unknown('incremental')
  let seconds = 0
  for (const resource of resources.filter(({ status }) => status !== 'succeeded' && status !== 'failed')) {
    if (resource.status === 'reconciling') return unknown('confirming_deletes')
    const before = lastFull.find((row) => row.resource === resource.resource)
    const rest = resource.status === 'running' ? restOfReading(resource, before, now) : restOfPending(before)
    if (typeof rest === 'string') return unknown(rest)
    seconds += rest
  }
  return { fromSeconds: Math.floor(seconds * FROM_SHARE), toSeconds: Math.ceil(seconds * TO_SHARE), reason: null }
}

function restOfReading(resource: RunResource, before: RunResource | undefined, now: Date): number | UnknownReason {
  const total = resource.announced ?? before?.rowsRead
  if (total === undefined) return 'first_full'
  const pace = paceOf(resource, now)
  if (!pace || pace.rowsPerSecond === 0) return 'no_pace'
  return Math.max(0, total - resource.rowsRead) / pace.rowsPerSecond
}

function restOfPending(before: RunResource | undefined): number | UnknownReason {
  if (!before?.startedAt || !before.finishedAt) return 'first_full'
  return (before.finishedAt.getTime() - before.startedAt.getTime()) / 1_000
}

function unknown(reason: UnknownReason): Estimate {
  return { fromSeconds: null, toSeconds: null, reason }
}
