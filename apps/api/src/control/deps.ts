import type { Logger } from '@shopmirror/config'
import type { Repositories } from '@shopmirror/db'
import type { CredentialKeeper, Enqueue, JobContext, ShopBudget } from '@shopmirror/jobs'
import type { Platform } from '@shopmirror/platforms'

/** What control routes work with. */
export interface ControlDeps {
  db: Repositories
  enqueue: Enqueue
  platforms: ReadonlyMap<string, Platform>
  budget: ShopBudget
  credentials: CredentialKeeper
  openShop: JobContext['openShop']
  eraseGraceHours: number
  log: Logger
  now(): Date
}
