import type { Logger, Tracer } from '@shopmirror/config'
import type { Repositories } from '@shopmirror/db'
import type { CredentialKeeper, Enqueue, JobContext, ShopBudget } from '@shopmirror/jobs'
import type { Platform } from '@shopmirror/platforms'

/** Dependencies of the control routes. */
export interface ControlDeps {
  db: Repositories
  enqueue: Enqueue
  platforms: ReadonlyMap<string, Platform>
  budget: ShopBudget
  credentials: CredentialKeeper
  openShop: JobContext['openShop']
  /** Between an uninstall and the erasure of the mirror, hours. */
  eraseGraceHours: number
  tracer: Tracer
  log: Logger
  now(): Date
}
