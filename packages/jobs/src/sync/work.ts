import type { Repositories } from '@shopmirror/db'
import type { Resource } from '@shopmirror/platforms'
import type { JobContext, OpenShop } from '../context.ts'
import type { Attempt } from '../queue/define-job.ts'
import type { Spending } from './spending.ts'

type StartedRun = NonNullable<Awaited<ReturnType<Repositories['runs']['begin']>>>
/** A row of `sync_runs`. */
export type Run = StartedRun['run']
/** A row of `sync_run_resources`. */
export type RunResource = StartedRun['resources'][number]

/** A run as one worker processes it. The worker can write only while the run has this epoch. */
export interface RunWork {
  run: Run
  epoch: number
  open: OpenShop
  spending: Spending
  context: JobContext
  attempt: Attempt
}

/** A resource of a run that is being synced. */
export interface ResourceWork extends RunWork {
  resource: Resource
  row: RunResource
  window: Window
  /** The resource has never been read to its end: what this run writes is not recorded object by object. */
  isFirst: boolean
}

/** The time range to read of a resource, by the platform's clock. */
export interface Window {
  /** `null`: everything is read, and missing objects count as deleted. */
  from: Date | null
  /** The platform's clock when the resource started: the next watermark. */
  to: Date
}
