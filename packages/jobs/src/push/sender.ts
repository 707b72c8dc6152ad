import type { PushLease, Repositories } from '@shopmirror/db'
import type { JobContext, OpenShop } from '../context.ts'

/** Everything that sending the pushes of one shop needs. */
export interface Sender {
  open: OpenShop
  context: JobContext
  lease: PushLease
  settings: NonNullable<Awaited<ReturnType<Repositories['shopSettings']['get']>>>['pushSettings'] | undefined
  /** A push has ended. A job that makes progress does not fail because of rate limits. */
  progressed(): void
}
