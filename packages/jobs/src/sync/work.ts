import type { Repositories } from '@shopmirror/db'
import type { Resource } from '@shopmirror/platforms'
import type { JobContext, OpenShop } from '../context.ts'
import type { Attempt } from '../queue/define-job.ts'
import type { Spending } from './spending.ts'

type Begun = NonNullable<Awaited<ReturnType<Repositories['runs']['begin']>>>
export type Run = Begun['run']
export type RunResource = Begun['resources'][number]

/** One run in the hands of one worker: it writes only while the run still has this epoch. */
export interface RunWork {
  run: Run
  epoch: number
  open: OpenShop
  spending: Spending
  context: JobContext
  attempt: Attempt
}

/** A resource of a run, on its way. */
export interface ResourceWork extends RunWork {
  resource: Resource
  row: RunResource
  window: Window
}

export interface Window {
  /** `null`: everything is read, and what is not there is gone. */
  from: Date | null
  /** The platform's clock when the resource began: the next watermark. */
  to: Date
}
