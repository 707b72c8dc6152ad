import type { PushLease, Repositories } from '@shopmirror/db'
import type { KindWrites, PushKind } from '@shopmirror/platforms'
import type { JobContext, OpenShop } from '../context.ts'

/** Everything that sending the pushes of one shop needs. */
export interface Sender {
  open: OpenShop
  context: JobContext
  lease: PushLease
  settings: NonNullable<Awaited<ReturnType<Repositories['shopSettings']['get']>>>['pushSettings'] | undefined
  /** There may be pushes to send that the last look at the ledger did not show. */
  lookAgain(): void
  /** A push has ended. A job that makes progress does not fail because of rate limits. */
  progressed(): void
}

/** The writes of a kind. The caller has only changes of that kind, which the compiler cannot know. */
export function writesOf(kind: PushKind, { open }: Pick<Sender, 'open'>): KindWrites {
  const writes = open.client.writes?.[kind]
  if (!writes) throw new Error(`The client of ${open.platform.id} has no writes for ${kind}.`)
  return writes as KindWrites
}
